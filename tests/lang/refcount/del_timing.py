class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = A(1); a = A(2); print("rebound"); del a; print("deleted")
def f():
    x = A(3); y = A(4)
    print("in f")
f(); print("after f")
[A(5), A(6)]; print("list gone")
l = [A(7)]; l[0] = None; print("replaced")
d = {"k": A(8)}; d.pop("k"); print("popped")
def gen():
    try:
        yield A(9)
    finally:
        print("gen closed")
for x in gen():
    break
print("loop left"); del x; print("x gone")
try:
    raise ValueError(A(10))
except ValueError:
    pass
print("exception gone")
A(11)
(lambda: A(12))()
print("end")

# expect: del 1
# expect: rebound
# expect: del 2
# expect: deleted
# expect: in f
# expect: del 3
# expect: del 4
# expect: after f
# expect: del 6
# expect: del 5
# expect: list gone
# expect: del 7
# expect: replaced
# expect: del 8
# expect: popped
# expect: gen closed
# expect: loop left
# expect: del 9
# expect: x gone
# expect: del 10
# expect: exception gone
# expect: del 11
# expect: del 12
# expect: end
