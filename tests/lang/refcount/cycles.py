import gc
class A:
    def __del__(self): print("del", self.name)
gc.collect()
a = A(); a.name = "self"; a.me = a
del a
print("before collect"); gc.collect(); print("after")
x, y = A(), A(); x.name, y.name = "x", "y"; x.o, y.o = y, x
del x, y
n = gc.collect(); print(n > 0)

# expect: before collect
# expect: del self
# expect: after
# expect: del x
# expect: del y
# expect: True
