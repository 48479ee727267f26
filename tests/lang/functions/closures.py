def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
a, b = counter(), counter()
print(a(), a(), b(), a.__closure__[0].cell_contents)
g = 1
def change():
    global g
    g = 2
change(); print(g)
def unbound():
    print(local)
    local = 1
try:
    unbound()
except UnboundLocalError as e:
    print(e)
def free():
    def inner():
        return missing
    try:
        inner()
    except NameError as e:
        print(e)
    missing = 1
    return inner()
print(free())
try:
    nowhere
except NameError as e:
    print(e)

# expect: 1 2 1 2
# expect: 2
# expect: cannot access local variable 'local' where it is not associated with a value
# expect: cannot access free variable 'missing' where it is not associated with a value in enclosing scope
# expect: 1
# expect: name 'nowhere' is not defined
