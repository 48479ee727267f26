# pickle: exceptions keep their arguments and attributes; their cause and traceback they leave behind.
import pickle


def back(value):
    return pickle.loads(pickle.dumps(value))


class Failed(Exception):
    def __init__(self, code, reason):
        super().__init__(code, reason)
        self.code = code
        self.hint = None


class Careless(Exception):
    def __init__(self, code, reason):
        super().__init__(reason)


try:
    try:
        raise KeyError('inner')
    except KeyError as inner:
        raise ValueError('outer', 1) from inner
except ValueError as error:
    error.add_note('a note')
    copy = back(error)
print(repr(copy), copy.__cause__, copy.__traceback__, copy.__notes__)  # expect: ValueError('outer', 1) None None ['a note']
failed = Failed(3, 'late')
failed.hint = 'try again'
copy = back(failed)
print(repr(copy), copy.code, copy.hint)  # expect: Failed(3, 'late') 3 try again
print(repr(back(OSError(2, 'no such file', 'a.txt'))), back(OSError(2, 'no such file', 'a.txt')).filename)
# expect: FileNotFoundError(2, 'no such file') a.txt
print(back(StopIteration(3)).value, back(SystemExit(4)).code)  # expect: 3 4
print(repr(back(ExceptionGroup('many', [ValueError(1), KeyError('k')]))))
# expect: ExceptionGroup('many', [ValueError(1), KeyError('k')])
print(back(UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'bad')))  # expect: 'utf-8' codec can't decode byte 0xff in position 0: bad
print(back(ImportError('none', name='m')).name)  # expect: m
for reduced in (OSError(2, 'x', 'f'), OSError(2, 'x'), ImportError('x', name='y'), ValueError(), KeyError('k')):
    print(reduced.__reduce__())
    # expect: (<class 'FileNotFoundError'>, (2, 'x', 'f'))
    # expect: (<class 'FileNotFoundError'>, (2, 'x'))
    # expect: (<class 'ImportError'>, ('x',), {'name': 'y'})
    # expect: (<class 'ValueError'>, ())
    # expect: (<class 'KeyError'>, ('k',))
data = pickle.dumps(Careless(1, 'r'))
try:
    pickle.loads(data)
except TypeError as error:
    print(error)  # expect: Careless.__init__() missing 1 required positional argument: 'reason'
