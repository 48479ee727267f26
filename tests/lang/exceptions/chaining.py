try:
    try:
        raise ValueError("first")
    except ValueError as e:
        raise KeyError("second")
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise RuntimeError("wrapped") from e
except RuntimeError as e:
    print(repr(e.__cause__), e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise RuntimeError("hidden") from None
except RuntimeError as e:
    print(e.__cause__, repr(e.__context__), e.__suppress_context__)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise 5
except TypeError as e:
    print(e)
class MyError(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
try:
    raise MyError(3)
except MyError as e:
    print(e, e.code, e.args, repr(e)); e.add_note("n"); print(e.__notes__)
def r():
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise KeyError(2)
        except KeyError:
            pass
        raise
try:
    r()
except ValueError as e:
    print(repr(e))

# expect: ValueError('first') None False
# expect: ZeroDivisionError('division by zero') True
# expect: None ZeroDivisionError('division by zero') True
# expect: No active exception to reraise
# expect: exceptions must derive from BaseException
# expect: code 3 3 ('code 3',) MyError('code 3')
# expect: ['n']
# expect: ValueError(1)
