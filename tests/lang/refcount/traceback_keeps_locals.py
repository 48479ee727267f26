class A:
    def __del__(self): print("del")
def f():
    a = A()
    raise ValueError
try:
    f()
except ValueError as e:
    print("handling")
print("handled")
saved = None
try:
    f()
except ValueError as e:
    saved = e
print("saved"); saved = None; print("dropped")

# expect: handling
# expect: del
# expect: handled
# expect: saved
# expect: del
# expect: dropped
