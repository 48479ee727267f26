# cpython: >=3.12
name = "Ann"
print(f"{"inner"} {f"{name + "!"}"} {name!r:>8}")
print(f"{'\n'.join(["a", "b"])}")

# expect: inner Ann!    'Ann'
# expect: a
# expect: b
