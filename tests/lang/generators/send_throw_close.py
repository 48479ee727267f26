def g():
    got = yield "first"
    print("got", got)
    try:
        got = yield "second"
    except ValueError as e:
        print("caught", e)
        got = yield "third"
    print("then", got)
    return "done"


it = g()
print(next(it), it.send("x"), it.throw(ValueError("v")))
try:
    it.send("y")
except StopIteration as e:
    print("value", e.value)
print(next(it, "empty"))
fresh = g()
try:
    fresh.send(1)
except TypeError as e:
    print(e)
fresh.close()
print(next(fresh, "closed"), fresh.close())
h = g()
try:
    h.throw(KeyError("k"))
except KeyError as e:
    print("out", e, next(h, "over"))

# expect: got x
# expect: caught v
# expect: first second third
# expect: then y
# expect: value done
# expect: empty
# expect: can't send non-None value to a just-started generator
# expect: closed None
# expect: out 'k' over
