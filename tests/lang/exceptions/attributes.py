for e in (StopIteration(5), SystemExit(3), KeyError("k"), OSError(2, "No such file"), OSError("x"), AttributeError("a", name="n")):
    print(repr(e), "|", e)
print(OSError(2, "x").errno, StopIteration(7).value, SystemExit().code, type(OSError(2, "f")).__name__, ValueError().args)
try:
    [].foo
except AttributeError as e:
    print(e.name, e.obj, e)
try:
    import nonexistent_module
except ImportError as e:
    print(type(e).__name__, e, e.name)
try:
    from math import nothing
except ImportError as e:
    print(str(e).split(" (")[0])
assert True, "fine"
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e))

# expect: StopIteration(5) | 5
# expect: SystemExit(3) | 3
# expect: KeyError('k') | 'k'
# expect: FileNotFoundError(2, 'No such file') | [Errno 2] No such file
# expect: OSError('x') | x
# expect: AttributeError('a') | a
# expect: 2 7 None FileNotFoundError ()
# expect: foo [] 'list' object has no attribute 'foo'
# expect: ModuleNotFoundError No module named 'nonexistent_module' nonexistent_module
# expect: cannot import name 'nothing' from 'math'
# expect: AssertionError('message')
