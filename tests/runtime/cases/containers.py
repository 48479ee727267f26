# list, tuple, dict and set.
d = {'a': 1, 'b': 2}
print(d.keys(), d.values(), d.items(), list(reversed(d)), d | {'c': 3}, d.pop('a'), d.get('z'), d.setdefault('q', 5), d)
print(d.keys() & {'b'}, dict(a=1), dict([('x', 1)]), dict.fromkeys('ab', 0), {**d, 'z': 1}, d.popitem(), list(d.items()))
s = {1, 2, 3}
print(s & {2}, s | {4}, s - {1}, s ^ {3, 4}, s <= {1, 2, 3, 4}, s.issuperset({1}), {1, 2} == {2, 1}, frozenset([1]) | {2})
l = [3, 1, 2]
l.sort()
l.append(4)
l.extend([5])
l.insert(0, 0)
l.remove(3)
print(l, l.index(2), l.count(1), l.pop(), l.pop(0), l[::-1], l + [1], l * 2, [1, 2] < [1, 3], [1] == [1.0])
l[1:2] = [7, 8]
del l[0]
print(l, sorted('bca', key=lambda c: -ord(c)), list(enumerate('ab', 1)), list(zip('ab', [1, 2])), list(filter(None, [0, 1])))
print(list(reversed([1, 2])), max('abc', key=ord), min([], default=0), all([]), any([0, 1]), (1, 2, 1).count(1), range(10)[2:8:3])
print(sorted([(2, 'b'), (1, 'a'), (2, 'a')], reverse=True), sorted([3, 1, 2] * 40) == sorted(sorted([3, 1, 2] * 40), reverse=False))
for bad in ("[].pop()", "{}['k']", "{}.popitem()", "set().pop()", "[1].remove(2)", "(1,).index(2)", "{[]: 1}", "dict([1])",
            "next(iter([]))", "sorted([1, 'a'])", "[1, 2] < 3", "range(1, 2, 0)", "sum(['a'])"):
    try:
        eval(bad)
    except Exception as e:
        print(type(e).__name__, e)
d = {1: 1}
try:
    for k in d:
        d[k + 1] = 1
except RuntimeError as e:
    print(e)

# expect: dict_keys(['b', 'q']) dict_values([2, 5]) dict_items([('b', 2), ('q', 5)]) ['b', 'a'] {'a': 1, 'b': 2, 'c': 3} 1 None 5 {'b': 2, 'q': 5}
# expect: {'b'} {'a': 1} {'x': 1} {'a': 0, 'b': 0} {'b': 2, 'q': 5, 'z': 1} ('q', 5) [('b', 2)]
# expect: {2} {1, 2, 3, 4} {2, 3} {1, 2, 4} True True True frozenset({1, 2})
# expect: [1, 2, 4] 2 1 5 0 [4, 2, 1] [1, 2, 4, 1] [1, 2, 4, 1, 2, 4] True True
# expect: [7, 8, 4] ['c', 'b', 'a'] [(1, 'a'), (2, 'b')] [('a', 1), ('b', 2)] [1]
# expect: [2, 1] c 0 True True 2 range(2, 8, 3)
# expect: [(2, 'b'), (2, 'a'), (1, 'a')] True
# expect: IndexError pop from empty list
# expect: KeyError 'k'
# expect: KeyError 'popitem(): dictionary is empty'
# expect: KeyError 'pop from an empty set'
# expect: ValueError list.remove(x): x not in list
# expect: ValueError tuple.index(x): x not in tuple
# expect: TypeError unhashable type: 'list'
# expect: TypeError cannot convert dictionary update sequence element #0 to a sequence
# expect: StopIteration 
# expect: TypeError '<' not supported between instances of 'str' and 'int'
# expect: TypeError '<' not supported between instances of 'list' and 'int'
# expect: ValueError range() arg 3 must not be zero
# expect: TypeError unsupported operand type(s) for +: 'int' and 'str'
# expect: dictionary changed size during iteration
