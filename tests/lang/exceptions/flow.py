def f(n):
    try:
        if n == 0: raise ValueError("zero")
        if n == 1: return "ret"
        if n == 2: raise KeyError("k")
        x = n
    except ValueError as e:
        return f"caught {e}"
    else:
        return f"else {x}"
    finally:
        print("finally", n)
for n in (0, 1, 3):
    print(f(n))
try:
    f(2)
except LookupError as e:
    print(type(e).__name__, e.args)
def g():
    for i in range(3):
        try:
            continue
        finally:
            print("c", i)
    while True:
        try:
            break
        finally:
            print("b")
    try:
        return 1
    finally:
        print("last")
print(g())
def swallow():
    try:
        1 / 0
    finally:
        return "swallowed"
print(swallow())
try:
    try:
        raise TypeError("a")
    except ValueError:
        pass
except (KeyError, TypeError) as e:
    print(repr(e))
try:
    e
except NameError as err:
    print(err)

# expect: finally 0
# expect: caught zero
# expect: finally 1
# expect: ret
# expect: finally 3
# expect: else 3
# expect: finally 2
# expect: KeyError ('k',)
# expect: c 0
# expect: c 1
# expect: c 2
# expect: b
# expect: last
# expect: 1
# expect: swallowed
# expect: TypeError('a')
# expect: name 'e' is not defined
