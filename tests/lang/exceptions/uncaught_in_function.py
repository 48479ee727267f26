class Broken(Exception):
    pass


def inner(n):
    if n == 0:
        raise Broken("deep down")
    inner(n - 1)


inner(3)
# expect-error: Broken: deep down
