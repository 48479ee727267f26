print([c.__name__ for c in KeyError.__mro__], issubclass(FileNotFoundError, OSError), issubclass(RecursionError, RuntimeError))
# expect: ['KeyError', 'LookupError', 'Exception', 'BaseException', 'object'] True True
print(issubclass(KeyboardInterrupt, Exception), issubclass(GeneratorExit, Exception), issubclass(TimeoutError, OSError))
# expect: False False True
import asyncio
print(issubclass(asyncio.CancelledError, Exception), asyncio.TimeoutError is TimeoutError, asyncio.CancelledError.__mro__[1].__name__)
# expect: False True BaseException


class AppError(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Sub(AppError):
    def __str__(self):
        return f"<{self.code}>"


for make in [lambda: AppError(3, "t"), lambda: Sub(4, "u"), lambda: ValueError(1, 2), lambda: KeyError("k"), lambda: Exception()]:
    try:
        raise make()
    except (AppError, ValueError) as e:
        print("first", repr(e), str(e), e.args, getattr(e, "code", None))
        # expect: first AppError('t') t ('t',) 3
        # expect: first Sub('u') <4> ('u',) 4
        # expect: first ValueError(1, 2) (1, 2) (1, 2) None
    except Exception as e:
        print("second", repr(e), repr(str(e)), e.args)
        # expect: second KeyError('k') "'k'" ('k',)
        # expect: second Exception() '' ()
for bad in [5, int, "x"]:
    try:
        raise bad
    except TypeError as e:
        print(e)
        # expect: exceptions must derive from BaseException
        # expect: exceptions must derive from BaseException
        # expect: exceptions must derive from BaseException
