import functools
def twice(f):
    @functools.wraps(f)
    def wrapper(*args, **kw):
        return f(*args, **kw), f(*args, **kw)
    return wrapper
def tag(name):
    def deco(f):
        f.tag = name
        return f
    return deco
@tag("t")
@twice
def hello(x):
    "doc"
    return x
print(hello(1), hello.__name__, hello.__doc__, hello.tag, hello.__wrapped__(2))
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4))
def annotated(x: int, y: "str" = "") -> bool: ...
print(annotated.__annotations__["x"], annotated.__qualname__, annotated("a"))

# expect: (1, 1) hello doc t 2
# expect: ((1, 2), 3, {'z': 4})
# expect: <class 'int'> annotated None
