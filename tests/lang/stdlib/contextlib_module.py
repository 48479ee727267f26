import contextlib
@contextlib.contextmanager
def cm(n):
    print("in", n)
    try:
        yield n
    except ValueError:
        print("handled")
    finally:
        print("out", n)
with cm(1) as x:
    print(x)
with cm(2):
    raise ValueError
with contextlib.suppress(KeyError):
    {}["x"]
with contextlib.ExitStack() as stack:
    stack.enter_context(cm(3)); stack.callback(print, "callback")
    print("body")
with contextlib.closing(type("C", (), {"close": lambda s: print("close")})()):
    pass
with contextlib.nullcontext(7) as n:
    print(n)

# expect: in 1
# expect: 1
# expect: out 1
# expect: in 2
# expect: handled
# expect: out 2
# expect: in 3
# expect: body
# expect: callback
# expect: out 3
# expect: close
# expect: 7
