def run(*errors):
    try:
        raise ExceptionGroup("g", list(errors))
    except* ValueError as g:
        print("values", [str(e) for e in g.exceptions])
    except* (TypeError, KeyError) as g:
        print("others", repr(g))
    else:
        print("never")
    finally:
        print("finally")


run(ValueError("a"), TypeError("b"), ValueError("c"))
run(KeyError("k"))
try:
    run(OSError("left"), ValueError("v"))
except ExceptionGroup as g:
    print("rest", repr(g))
eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("in", [TypeError(2), ValueError(3)])])
print(eg, eg.subgroup(ValueError), eg.split(TypeError)[0].exceptions, eg.message)
try:
    try:
        raise ValueError("bare")
    except* ValueError as g:
        print(type(g).__name__, g.exceptions)
        raise KeyError("new")
except ExceptionGroup as g:
    print(repr(g))

# expect: values ['a', 'c']
# expect: others ExceptionGroup('g', [TypeError('b')])
# expect: finally
# expect: others ExceptionGroup('g', [KeyError('k')])
# expect: finally
# expect: values ['v']
# expect: finally
# expect: rest ExceptionGroup('g', [OSError('left')])
# expect: top (2 sub-exceptions) top (2 sub-exceptions) (ExceptionGroup('in', [TypeError(2)]),) top
# expect: ExceptionGroup (ValueError('bare'),)
# expect-error: KeyError: 'new'
