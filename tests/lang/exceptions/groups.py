try:
    try:
        raise ExceptionGroup("eg", [ValueError(1), TypeError("t"), ExceptionGroup("in", [ValueError(2), KeyError(3)])])
    except* ValueError as g:
        print("V", g.exceptions)
    except* TypeError as g:
        print("T", g.exceptions)
except ExceptionGroup as rest:
    print("rest", rest, rest.exceptions)
g = ExceptionGroup("a", [ValueError(1), OSError(2)])
print(g.split(ValueError), g.subgroup(lambda e: isinstance(e, OSError)), g.message)
try:
    raise KeyError("naked")
except* KeyError as e:
    print(repr(e))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)

# expect: V (ValueError(1), ExceptionGroup('in', [ValueError(2)]))
# expect: T (TypeError('t'),)
# expect: rest eg (1 sub-exception) (ExceptionGroup('in', [KeyError(3)]),)
# expect: (ExceptionGroup('a', [ValueError(1)]), ExceptionGroup('a', [OSError(2)])) a (1 sub-exception) a
# expect: ExceptionGroup('', (KeyError('naked'),))
# expect: ExceptionGroup BaseExceptionGroup
