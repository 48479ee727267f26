def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
    except ValueError as e:
        print("inner caught", e)
        yield 99
    finally:
        print("inner finally")
    return "result"


def outer():
    r = yield from inner()
    print("outer got", r)
    yield from [7, 8]
    yield from "z"


it = outer()
print(next(it), it.send("hello"), it.throw(ValueError("boom")))
print(list(it))
it = outer()
next(it)
it.close()
print(it.gi_frame is None, it.gi_running, it.gi_yieldfrom)

# expect: inner got hello
# expect: inner caught boom
# expect: 1 2 99
# expect: inner finally
# expect: outer got result
# expect: [7, 8, 'z']
# expect: inner finally
# expect: True False None
