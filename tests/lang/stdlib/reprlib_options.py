# cpython: >=3.12
import reprlib

r = reprlib.Repr(maxlist=3, indent=2, fillvalue='…')
print(r.repr([1, [2, (3,)], {'a': [4]}, 5]))
print(reprlib.Repr(indent='-->').repr({'k': [1, 2]}), reprlib.Repr(indent=0).repr([1, 2]), reprlib.Repr(indent=4).repr([]))
for indent in (-1, 1.5):
    try:
        reprlib.Repr(indent=indent).repr([1])
    except Exception as e:
        print(type(e).__name__, e)
try:
    reprlib.Repr(maxwhat=1)
except TypeError as e:
    print(e)
print(reprlib.Repr(maxstring=12, fillvalue='+++').repr('abcdefghijklmnop'))

# expect: [
# expect:   1,
# expect:   [
# expect:     2,
# expect:     (
# expect:       3,
# expect:     ),
# expect:   ],
# expect:   {
# expect:     'a': [
# expect:       4,
# expect:     ],
# expect:   },
# expect:   …,
# expect: ]
# expect: {
# expect: -->'k': [
# expect: -->-->1,
# expect: -->-->2,
# expect: -->],
# expect: } [
# expect: 1,
# expect: 2,
# expect: ] []
# expect: ValueError Repr.indent cannot be negative int (was -1)
# expect: TypeError Repr.indent must be a str, int or None, not <class 'float'>
# expect: Repr.__init__() got an unexpected keyword argument 'maxwhat'
# expect: 'abc+++mnop'
