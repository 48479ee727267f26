# What exceptions show and carry.
e = OSError(2, 'No such file', 'name')
print(type(e).__name__, e, e.errno, e.strerror, e.filename, e.args)
print(str(KeyError('k')), repr(KeyError('k')), str(ValueError()), str(ValueError(1, 2)), repr(ValueError('x')))
try:
    raise StopIteration(5)
except StopIteration as s:
    print(s.value, s.args)
try:
    import missing_module
except ImportError as i:
    print(i, i.name, i.path)
try:
    b'\xff'.decode()
except UnicodeDecodeError as u:
    print(u.encoding, u.start, u.end, u.reason, u.object)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise KeyError('k') from z
except KeyError as k:
    print(repr(k.__cause__), repr(k.__context__), k.__suppress_context__, k.__traceback__.tb_lineno > 0)
g = ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [TypeError(2), ValueError(3)])])
match, rest = g.split(ValueError)
print(repr(match), repr(rest), g.subgroup(lambda e: isinstance(e, TypeError)), g.message, len(g.exceptions))
for bad in (lambda: ExceptionGroup('x', []), lambda: ExceptionGroup('x', [1]), lambda: ExceptionGroup('x', [KeyboardInterrupt()])):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)

# expect: FileNotFoundError [Errno 2] No such file: 'name' 2 No such file name (2, 'No such file')
# expect: 'k' KeyError('k')  (1, 2) ValueError('x')
# expect: 5 (5,)
# expect: No module named 'missing_module' missing_module None
# expect: utf-8 0 1 invalid start byte b'\xff'
# expect: ZeroDivisionError('division by zero') ZeroDivisionError('division by zero') True True
# expect: ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [ValueError(3)])]) ExceptionGroup('g', [ExceptionGroup('h', [TypeError(2)])]) g (1 sub-exception) g 2
# expect: ValueError second argument (exceptions) must be a non-empty sequence
# expect: ValueError Item 0 of second argument (exceptions) is not an exception
# expect: TypeError Cannot nest BaseExceptions in an ExceptionGroup
