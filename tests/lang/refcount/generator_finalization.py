def g(name):
    try:
        yield 1
    finally:
        print("finalized", name)
a = g("a"); next(a); b = g("b"); next(b)
del a
print("a deleted")
b = None
print("b deleted")
for _ in g("c"):
    break
print("after c")
def holder():
    it = g("d"); next(it)
    return "returned"
print(holder())
x = (next(g("e")), "tuple")
print(x)

# expect: finalized a
# expect: a deleted
# expect: finalized b
# expect: b deleted
# expect: finalized c
# expect: after c
# expect: finalized d
# expect: returned
# expect: finalized e
# expect: (1, 'tuple')
