def f(kind):
    try:
        print("try", kind)
        if kind == "raise":
            raise ValueError(kind)
        if kind == "return":
            return "from try"
    except ValueError as e:
        print("except", e)
        return "from except"
    else:
        print("else")
    finally:
        print("finally")
    return "end"


print(f("raise"))
print(f("return"))
print(f("none"))


def swallow():
    try:
        raise KeyError
    finally:
        return "swallowed"


def loop():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                break
            print("body", i)
        finally:
            print("cleanup", i)


print(swallow())
loop()

# expect: try raise
# expect: except raise
# expect: finally
# expect: from except
# expect: try return
# expect: finally
# expect: from try
# expect: try none
# expect: else
# expect: finally
# expect: end
# expect: swallowed
# expect: body 0
# expect: cleanup 0
# expect: cleanup 1
# expect: cleanup 2
