print("a,b,,c".split(","), " a  b ".split(), "a b c".split(" ", 1), "a b c".rsplit(" ", 1), "".split(), "".split(","))
# expect: ['a', 'b', '', 'c'] ['a', 'b'] ['a', 'b c'] ['a b', 'c'] [] ['']
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "x\ny\r\nz\n".splitlines())
# expect: ('k', '=', 'v=w') ('k=v', '=', 'w') ('kv', '', '') ['x', 'y', 'z']
print("x\ny\n".splitlines(True), ", ".join(["a", "b"]), "-".join("abc"), "".join([]))
# expect: ['x\n', 'y\n'] a, b a-b-c 
for bad in [lambda: "a".split(""), lambda: ",".join([1]), lambda: ",".join(5)]:
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
        # expect: ValueError empty separator
        # expect: TypeError sequence item 0: expected str instance, int found
        # expect: TypeError can only join an iterable
