class Log:
    cls_attr = 1

    def __getattr__(self, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)


g = Log()
g.x = 1
print(g.x, g.dyn_hello, getattr(g, "nope", "default"), hasattr(g, "zip"), g.cls_attr, vars(g))
del g.x
setattr(g, "y", 2)
print(g.__dict__, getattr(g, "y"))
for bad in [lambda: g.nope, lambda: object().x, lambda: (5).x, lambda: Log.nope, lambda: None.x, lambda: delattr(g, "zz"), lambda: len.x]:
    try:
        bad()
    except AttributeError as e:
        print(e)

# expect: set x
# expect: 1 hello default False 1 {'x': 1}
# expect: del x
# expect: set y
# expect: {'y': 2} 2
# expect: no nope
# expect: 'object' object has no attribute 'x'
# expect: 'int' object has no attribute 'x'
# expect: type object 'Log' has no attribute 'nope'
# expect: 'NoneType' object has no attribute 'x'
# expect: del zz
# expect: 'Log' object has no attribute 'zz'
# expect: 'builtin_function_or_method' object has no attribute 'x'
