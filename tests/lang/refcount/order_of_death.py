class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def f():
    a, b = D("a"), D("b")
    print("body")


f()
x = D("first")
x = D("second")
print("rebound")
box = [D("in list"), D("in list 2")]
del box[0]
print("item gone")
box.clear()
D("temporary")
d = {"k": D("in dict")}
d["k"] = None
t = (D("t1"), D("t2"))
del t


def g():
    try:
        local = D("local")
        raise ValueError
    except ValueError as e:
        keep = e
    return "returned"


print(g())
print("end")

# expect: body
# expect: del a
# expect: del b
# expect: del first
# expect: rebound
# expect: del in list
# expect: item gone
# expect: del in list 2
# expect: del temporary
# expect: del in dict
# expect: del t2
# expect: del t1
# expect: returned
# expect: end
# expect: del local
# expect: del second
