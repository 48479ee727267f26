"""5 * 10^6 additions in a while loop."""


def run(count):
    total = 0
    i = 0
    while i < count:
        total += i
        i += 1
    return total


print(run(5_000_000))
