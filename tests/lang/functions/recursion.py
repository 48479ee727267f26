def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


print(fact(30), even(200), odd(7), 900 < depth() < 1000)
# expect: 265252859812191058636308480000000 True True True
try:
    fact(5000)
except RecursionError as e:
    print(str(e)[:32])  # expect: maximum recursion depth exceeded
