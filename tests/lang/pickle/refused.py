# cpython: >=3.13
# pickle: what cannot be pickled, and what cannot be loaded, in CPython's words.
import io
import pickle
import re


class Thing:
    def __reduce__(self):
        return self.answer


def outer():
    def inner():
        pass

    class Local:
        pass
    return inner, Local


def moved():
    pass


moved_before = moved


def moved():
    pass


async def coroutine():
    pass


def generator():
    yield


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        text = re.sub('0x[0-9a-f]+', '0x...', str(error))
        print(type(error).__module__, type(error).__name__, text, sep=': ')


inner, Local = outer()
coro = coroutine()
for value in (lambda: 0, inner, Local, Local(), moved_before, coro, generator(), {}.keys(), pickle, print.__self__,
              coroutine.__code__, property(), [1, {'deep': lambda: 0}]):
    attempt(pickle.dumps, value)
coro.close()

thing = Thing()
for answer in (3, None, 'nowhere', (), (1,), (int, 1), (1, ()), (int, (), None, 3), (int, (), None, None, 3), (int,) * 8):
    thing.answer = answer
    attempt(pickle.dumps, thing)

deep = []
for _ in range(100000):
    deep = [deep]
attempt(pickle.dumps, deep)
attempt(pickle.dumps, 1, 9)
attempt(pickle.dump, 1, None)
attempt(pickle.load, None)
attempt(pickle.loads, 'text')

for data in (b'', b'\x80', b'\x80\x04', b'abc', b'.', b'\x80\x09.', b'\x80\x04K\x01', b'\x80\x04\x95\x05',
             b'\x80\x04\x8c\x03ab', b'\x80\x04cno_such_module\nx\n.', b'\x80\x04cbuiltins\nno_such\n.', b'\x80\x04h\x05.',
             b'\x80\x04K\x01t.', b'\x80\x04\x85.', b'\x80\x04N]a.', b'\xff', b'\x80\x04\x8c\x02\xff\xff.',
             b'\x80\x04NN\x93.', b'\x80\x04K\x05Q.', b'\x80\x04N)R.', b'\x80\x04N)\x81.'):
    attempt(pickle.loads, data)
attempt(pickle.load, io.BytesIO(b'\x80\x04\x95\x99'))
print(issubclass(pickle.PicklingError, pickle.PickleError), pickle.UnpicklingError.__mro__[1].__name__)

# expect: _pickle: PicklingError: Can't pickle <function <lambda> at 0x...>: attribute lookup <lambda> on __main__ failed
# expect: builtins: AttributeError: Can't get local object 'outer.<locals>.inner'
# expect: builtins: AttributeError: Can't get local object 'outer.<locals>.Local'
# expect: builtins: AttributeError: Can't get local object 'outer.<locals>.Local'
# expect: _pickle: PicklingError: Can't pickle <function moved at 0x...>: it's not the same object as __main__.moved
# expect: builtins: TypeError: cannot pickle 'coroutine' object
# expect: builtins: TypeError: cannot pickle 'generator' object
# expect: builtins: TypeError: cannot pickle 'dict_keys' object
# expect: builtins: TypeError: cannot pickle 'module' object
# expect: builtins: TypeError: cannot pickle 'module' object
# expect: builtins: TypeError: cannot pickle code objects
# expect: builtins: TypeError: cannot pickle 'property' object
# expect: _pickle: PicklingError: Can't pickle <function <lambda> at 0x...>: attribute lookup <lambda> on __main__ failed
# expect: _pickle: PicklingError: __reduce__ must return a string or tuple
# expect: _pickle: PicklingError: __reduce__ must return a string or tuple
# expect: _pickle: PicklingError: Can't pickle <__main__.Thing object at 0x...>: attribute lookup nowhere on __main__ failed
# expect: _pickle: PicklingError: tuple returned by __reduce__ must contain 2 through 6 elements
# expect: _pickle: PicklingError: tuple returned by __reduce__ must contain 2 through 6 elements
# expect: _pickle: PicklingError: second item of the tuple returned by __reduce__ must be a tuple
# expect: _pickle: PicklingError: first item of the tuple returned by __reduce__ must be callable
# expect: _pickle: PicklingError: fourth element of the tuple returned by __reduce__ must be an iterator, not int
# expect: _pickle: PicklingError: fifth element of the tuple returned by __reduce__ must be an iterator, not int
# expect: _pickle: PicklingError: tuple returned by __reduce__ must contain 2 through 6 elements
# expect: builtins: RecursionError: maximum recursion depth exceeded while pickling an object
# expect: builtins: ValueError: pickle protocol must be <= 5
# expect: builtins: TypeError: file must have a 'write' attribute
# expect: builtins: TypeError: file must have 'read' and 'readline' attributes
# expect: builtins: TypeError: a bytes-like object is required, not 'str'
# expect: builtins: EOFError: Ran out of input
# expect: _pickle: UnpicklingError: pickle data was truncated
# expect: builtins: EOFError: Ran out of input
# expect: _pickle: UnpicklingError: unpickling stack underflow
# expect: _pickle: UnpicklingError: unpickling stack underflow
# expect: builtins: ValueError: unsupported pickle protocol: 9
# expect: builtins: EOFError: Ran out of input
# expect: _pickle: UnpicklingError: pickle data was truncated
# expect: _pickle: UnpicklingError: pickle data was truncated
# expect: builtins: ModuleNotFoundError: No module named 'no_such_module'
# expect: builtins: AttributeError: Can't get attribute 'no_such' on <module 'builtins' (built-in)>
# expect: _pickle: UnpicklingError: Memo value not found at index 5
# expect: _pickle: UnpicklingError: could not find MARK
# expect: _pickle: UnpicklingError: unpickling stack underflow
# expect: builtins: AttributeError: 'NoneType' object has no attribute 'append'
# expect: _pickle: UnpicklingError: invalid load key, '\xff'.
# expect: builtins: UnicodeDecodeError: 'utf-8' codec can't decode byte 0x... in position 0: invalid start byte
# expect: _pickle: UnpicklingError: STACK_GLOBAL requires str
# expect: _pickle: UnpicklingError: A load persistent id instruction was encountered, but no persistent_load function was specified.
# expect: builtins: TypeError: 'NoneType' object is not callable
# expect: _pickle: UnpicklingError: NEWOBJ class argument must be a type, not NoneType
# expect: _pickle: UnpicklingError: pickle data was truncated
# expect: True PickleError
