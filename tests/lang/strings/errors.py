for f in (lambda: "a" + 1, lambda: 1 + "a", lambda: "abc".index("z"), lambda: "%d" % "x", lambda: "a".join([1]), lambda: ",".join("ab") % 3):
    try:
        f()
    except Exception as e:
        print(type(e).__name__ + ":", e)

# expect: TypeError: can only concatenate str (not "int") to str
# expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
# expect: ValueError: substring not found
# expect: TypeError: %d format: a real number is required, not str
# expect: TypeError: sequence item 0: expected str instance, int found
# expect: TypeError: not all arguments converted during string formatting
