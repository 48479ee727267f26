d = {1: 1, 2: 2}
try:
    for k in d:
        d[k + 10] = 0
except RuntimeError as e:
    print(e)
big = {i: i for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
print(len(big), list(big)[:5], 501 in big, 500 in big)
for i in range(1000, 1100):
    big[i] = i
print(len(big), list(big)[-1])

# expect: dictionary changed size during iteration
# expect: 500 [1, 3, 5, 7, 9] True False
# expect: 600 1099
