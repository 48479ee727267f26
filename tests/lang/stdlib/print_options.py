import sys
print()
print(1, "a", None, [1, "x"], sep="-", end="!\n")
print("no newline", end="")
print(" joined", flush=True)
print(*range(3), sep=", ")
print("to stdout", file=sys.stdout)
sys.stdout.write("written\n")
print(print("inner"))
try:
    print(1, sep=5)
except TypeError as e:
    print(e)

# expect: 
# expect: 1-a-None-[1, 'x']!
# expect: no newline joined
# expect: 0, 1, 2
# expect: to stdout
# expect: written
# expect: inner
# expect: None
# expect: sep must be None or a string, not int
