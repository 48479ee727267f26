def f(n):
    return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(e)
class A:
    def __eq__(self, other): return self == other
try:
    A() == A()
except RecursionError as e:
    print("deep")

# expect: maximum recursion depth exceeded
# expect: deep
