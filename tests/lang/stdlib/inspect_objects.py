# cpython: >=3.12
import functools
import inspect
import sys


def plain(a, /, b: int, *rest, c=3, **more) -> str:
    """Says
    something.

        indented
    """
    return inspect.currentframe().f_code.co_name


async def coro():
    pass


def gen():
    yield 1


async def agen():
    yield 1


class C:
    @property
    def p(self):
        return 1

    def method(self):
        return inspect.stack()[0].function, inspect.stack()[1].function


tests = [inspect.ismodule, inspect.isclass, inspect.ismethod, inspect.isfunction, inspect.isbuiltin, inspect.isroutine,
         inspect.isgenerator, inspect.iscoroutine, inspect.isasyncgen, inspect.isgeneratorfunction, inspect.iscoroutinefunction,
         inspect.isasyncgenfunction, inspect.isawaitable, inspect.iscode, inspect.isframe, inspect.isdatadescriptor]
g, c, a = gen(), coro(), agen()
for thing in (inspect, C, C().method, plain, len, g, c, a, gen, coro, agen, plain.__code__, inspect.currentframe(), C.p,
              functools.partial(coro), str.join):
    print(''.join(str(int(t(thing))) for t in tests), getattr(thing, '__name__', type(thing).__name__))
print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g))
g.close()
print(inspect.getgeneratorstate(g), inspect.getcoroutinestate(c), inspect.getasyncgenstate(a))
c.close()
print(inspect.getcoroutinestate(c), inspect.CO_GENERATOR, inspect.GEN_CLOSED)
print(repr(inspect.getdoc(plain)), inspect.getdoc(C))
print(repr(inspect.cleandoc('\n\n  a\n    b\n  c\n\n')))
print(plain(1, 2), C().method(), inspect.getframeinfo(inspect.currentframe()).code_context)
print(inspect.getsource(coro), inspect.getsourcelines(gen)[1], inspect.getsource(C.p.fget))
try:
    inspect.getfile(len)
except TypeError as e:
    print(e)
try:
    inspect.getfile(sys)
except TypeError as e:
    print(e)
try:
    1 / 0
except ZeroDivisionError:
    print([(f.function, f.code_context) for f in inspect.trace()])
print(inspect.signature(plain), [str(p.kind) for p in inspect.signature(plain).parameters.values()])

# expect: 1000000000000000 inspect
# expect: 0100000000000000 C
# expect: 0010010000000000 method
# expect: 0001010000000000 plain
# expect: 0000110000000000 len
# expect: 0000001000000000 gen
# expect: 0000000100001000 coro
# expect: 0000000010000000 agen
# expect: 0001010001000000 gen
# expect: 0001010000100000 coro
# expect: 0001010000010000 agen
# expect: 0000000000000100 code
# expect: 0000000000000010 frame
# expect: 0000000000000001 p
# expect: 0000000000100000 partial
# expect: 0000010000000000 join
# expect: GEN_CREATED 1 GEN_SUSPENDED {}
# expect: GEN_CLOSED CORO_CREATED AGEN_CREATED
# expect: CORO_CLOSED 32 GEN_CLOSED
# expect: 'Says\nsomething.\n\n    indented' None
# expect: 'a\n  b\nc'
# expect: plain ('method', '<module>') ['print(plain(1, 2), C().method(), inspect.getframeinfo(inspect.currentframe()).code_context)\n']
# expect: async def coro():
# expect:     pass
# expect:  20     @property
# expect:     def p(self):
# expect:         return 1
# expect:
# expect: module, class, method, function, traceback, frame, or code object was expected, got builtin_function_or_method
# expect: <module 'sys' (built-in)> is a built-in module
# expect: [('<module>', ['    1 / 0\n'])]
# expect: (a, /, b: int, *rest, c=3, **more) -> str ['POSITIONAL_ONLY', 'POSITIONAL_OR_KEYWORD', 'VAR_POSITIONAL', 'KEYWORD_ONLY', 'VAR_KEYWORD']
