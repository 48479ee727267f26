import weakref
class A: pass
a = A(); r = weakref.ref(a, lambda ref: print("callback", ref() is None))
print(r() is a); del a; print(r())
d = weakref.WeakValueDictionary(); k = A(); d["k"] = k; print(len(d)); del k; print(len(d))
s = weakref.WeakSet(); e = A(); s.add(e); print(len(s)); del e; print(len(s))
class F:
    def m(self): return 1
f = F(); weakref.finalize(f, print, "finalize"); del f; print("done")
try:
    weakref.ref(5)
except TypeError as e:
    print(e)

# expect: True
# expect: callback True
# expect: None
# expect: 1
# expect: 0
# expect: 1
# expect: 0
# expect: finalize
# expect: done
# expect: cannot create weak reference to 'int' object
