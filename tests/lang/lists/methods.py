a = [3, 1, 2]
a.append(5); a.insert(0, 9); a.extend([7, 7]); print(a)
print(a.pop(), a.pop(0), a.index(1), a.count(7), a)
a.remove(7); a.sort(); print(a); a.reverse(); print(a, a.copy() == a)
a += [1, 2]; print(a, a * 2, [0] * 3, a + [8], len(a))
a.sort(key=lambda x: -x); print(a, sorted("hello"), sorted([3, 1], reverse=True))
del a[0]; del a[1:3]; print(a); a.clear(); print(a, not a)
try:
    [].pop()
except IndexError as e:
    print(e)
try:
    [1].remove(2)
except ValueError as e:
    print(e)

# expect: [9, 3, 1, 2, 5, 7, 7]
# expect: 7 9 1 1 [3, 1, 2, 5, 7]
# expect: [1, 2, 3, 5]
# expect: [5, 3, 2, 1] True
# expect: [5, 3, 2, 1, 1, 2] [5, 3, 2, 1, 1, 2, 5, 3, 2, 1, 1, 2] [0, 0, 0] [5, 3, 2, 1, 1, 2, 8] 6
# expect: [5, 3, 2, 2, 1, 1] ['e', 'h', 'l', 'l', 'o'] [3, 1]
# expect: [3, 1, 1]
# expect: [] True
# expect: pop from empty list
# expect: list.remove(x): x not in list
