# The same generator as CPython's.
import random
random.seed(1)
print(random.random(), random.randint(1, 100), random.choice('abc'), random.sample(range(10), 3), random.getrandbits(70))
random.seed('text')
print(random.random(), random.uniform(1, 2), random.gauss(0, 1))
items = list(range(10))
random.shuffle(items)
print(items, random.Random(5).randrange(10, 100, 7), random.choices('ab', weights=[1, 3], k=4))

# expect: 0.13436424411240122 98 a [4, 1, 7] 561693968798111919940
# expect: 0.8711565613554825 1.9895832005373244 0.6296377192038753
# expect: [5, 7, 6, 0, 1, 2, 4, 3, 8, 9] 73 ['a', 'b', 'b', 'b']
