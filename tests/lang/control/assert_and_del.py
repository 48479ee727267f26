assert 1 + 1 == 2, "fine"
for bad in ["assert False", "assert 0, 'reason'", "del nothing", "raise 5", "raise", "1 = 2" if False else "pass"]:
    try:
        exec(bad)
    except BaseException as e:
        print(type(e).__name__, e)
        # expect: AssertionError 
        # expect: AssertionError reason
        # expect: NameError name 'nothing' is not defined
        # expect: TypeError exceptions must derive from BaseException
        # expect: RuntimeError No active exception to reraise
a, b = 1, [1, 2, 3]
del a, b[0]
print(b, "a" in globals())  # expect: [2, 3] False
