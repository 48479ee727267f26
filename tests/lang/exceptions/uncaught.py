def outer():
    inner(5)
def inner(n):
    raise ValueError(f"bad {n}")
print("before")
outer()

# expect: before
# expect-error: ValueError: bad 5
