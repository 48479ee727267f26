import operator as op

print(op.add(1, 2), op.sub('ab', 'a') if False else op.mod('%d', 3), op.pow(2, 5), op.floordiv(7, 2), op.truediv(1, 4))
print(op.lt(1, 2), op.ge(1, 2), op.eq([1], [1]), op.not_([]), op.truth('x'), op.is_(None, None), op.is_not(1, 1))
print(op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.invert(5), op.inv(5), op.neg(3), op.pos(-3), op.abs(-2), op.index(True))
print(op.lshift(1, 4), op.rshift(16, 2), op.concat([1], [2]), op.contains('abc', 'b'), op.countOf([1, 2, 1], 1), op.indexOf('abc', 'c'))
items = [1, 2, 3]
op.setitem(items, 0, 9)
op.delitem(items, 1)
print(items, op.getitem(items, 1), op.iadd(items, [4]) is items, items, op.iconcat((1,), (2,)), op.imul(3, 4))
print(op.itemgetter(1)('abc'), op.itemgetter(0, -1)([5, 6, 7]), op.itemgetter('k')({'k': 1}), op.itemgetter(slice(1, 3))('abcd'))


class A:
    pass


a = A()
a.b = A()
a.b.c = 5
a.name = 'n'
print(op.attrgetter('name')(a), op.attrgetter('b.c')(a), op.attrgetter('name', 'b.c')(a))
print(op.methodcaller('upper')('x'), op.methodcaller('split', ',', maxsplit=1)('a,b,c'))
print(op.itemgetter(1, 'x'), op.attrgetter('a.b', 'c'), op.methodcaller('f', 1, key=2))
print(op.length_hint([1, 2]), op.length_hint(iter([1, 2, 3])), op.length_hint(a, 7), op.__add__ is op.add, op.__not__(0))
print(op.call(max, 3, 9), op.call(dict, a=1))
for bad in (lambda: op.indexOf('abc', 'z'), lambda: op.concat(1, 2), lambda: op.attrgetter(1), lambda: op.itemgetter(),
            lambda: op.methodcaller(), lambda: op.methodcaller(1), lambda: op.index(1.5), lambda: op.add(1), lambda: op.attrgetter('q')(a),
            lambda: op.itemgetter(5)([]), lambda: op.itemgetter(5)([], 1), lambda: op.add(1, 'x'), lambda: op.length_hint(1, 'x')):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
# cpython: >=3.11

# expect: 3 3 32 3 0.25
# expect: True False True True True True False
# expect: 2 7 5 -6 -6 -3 -3 2 1
# expect: 16 4 [1, 2] True 2 2
# expect: [9, 3, 4] 3 True [9, 3, 4] (1, 2) 12
# expect: b (5, 7) 1 bc
# expect: n 5 ('n', 5)
# expect: X ['a', 'b,c']
# expect: operator.itemgetter(1, 'x') operator.attrgetter('a.b', 'c') operator.methodcaller('f', 1, key=2)
# expect: 2 3 7 True True
# expect: 9 {'a': 1}
# expect: ValueError sequence.index(x): x not in sequence
# expect: TypeError 'int' object can't be concatenated
# expect: TypeError attribute name must be a string
# expect: TypeError itemgetter expected 1 argument, got 0
# expect: TypeError methodcaller needs at least one argument, the method name
# expect: TypeError method name must be a string
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: TypeError add expected 2 arguments, got 1
# expect: AttributeError 'A' object has no attribute 'q'
# expect: IndexError list index out of range
# expect: TypeError itemgetter expected 1 argument, got 2
# expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
# expect: TypeError 'str' object cannot be interpreted as an integer
