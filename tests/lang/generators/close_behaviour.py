def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def tidy():
    try:
        yield 1
    finally:
        print("tidied")


def raising():
    try:
        yield 1
    finally:
        raise KeyError("at close")


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)
t = tidy()
next(t)
del t
for x in tidy():
    break
print("after break")
r = raising()
next(r)
try:
    r.close()
except KeyError as e:
    print("close raised", e)

# expect: generator ignored GeneratorExit
# expect: tidied
# expect: tidied
# expect: after break
# expect: close raised 'at close'
