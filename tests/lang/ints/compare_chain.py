def seen(x):
    print("seen", x)
    return x


print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 != 1)
print(seen(1) < seen(5) < seen(3))
print(seen(5) < seen(1) < seen(3))
print(1 == 1.0 == True, 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53), 1 in [1.0])
try:
    1 < "a"
except TypeError as e:
    print(e)

# expect: True False True
# expect: seen 1
# expect: seen 5
# expect: seen 3
# expect: False
# expect: seen 5
# expect: seen 1
# expect: False
# expect: True True False True
# expect: '<' not supported between instances of 'int' and 'str'
