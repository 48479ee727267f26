"""random: the same numbers as CPython's for a seed, whatever is drawn, and its errors."""
# cpython: >=3.13

import random


def told(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


for start in (0, 1, -7, 2**70, 'text', b'bytes', 1.5):
    random.seed(start)
    print(start, random.random(), random.getrandbits(40), random.randint(-5, 5), random.randbytes(3))

r = random.Random(42)
print([r.randrange(10) for _ in range(8)], [r.randrange(3, 30, 4) for _ in range(8)])
print([r.randrange(30, 3, -4) for _ in range(8)], [r.randrange(10**30) for _ in range(2)])
print([r.choice('abcdef') for _ in range(8)])
for size in (0, 1, 2, 7, 30):
    items = list(range(size))
    r.shuffle(items)
    print(items)
for n, k in ((0, 0), (5, 5), (21, 3), (22, 3), (37, 5), (85, 6), (86, 6), (1000, 6), (200, 100), (10**6, 30)):
    print(n, k, r.sample(range(n), k))
print(r.sample(['x', 'y', 'z'], 5, counts=[3, 0, 4]), r.sample('ab', 8, counts=(1000, 1000)))
print(r.choices('abc', k=6), r.choices('abc', [5, 1, 1], k=6), r.choices('abc', cum_weights=[1, 1, 9], k=6))
print(r.choices('ab', [0.25, 0.75], k=4), r.random())

for name, args in (('uniform', (2, 5)), ('uniform', (5, 2)), ('triangular', ()), ('triangular', (1, 4)),
                   ('triangular', (1, 4, 1.5)), ('triangular', (3, 3, 3)), ('normalvariate', (1, 2)), ('gauss', (1, 2)),
                   ('lognormvariate', (0, 0.5)), ('expovariate', (2.5,)), ('paretovariate', (3,)),
                   ('weibullvariate', (2, 3))):
    draw = getattr(r, name)
    print(name, args, [draw(*args) for _ in range(5)])

# The second number of gauss() belongs to the state; a new seed forgets it.
r.gauss()
state = r.getstate()
first = [r.gauss(), r.gauss(), r.random()]
r.setstate(state)
print(first == [r.gauss(), r.gauss(), r.random()], state[0], state[2] is not None)
r.gauss()
r.seed(3)
print(r.gauss() == random.Random(3).gauss())

print(told(r.randrange, 0), told(r.randrange, -3), told(r.randrange, 5, 5), told(r.randrange, 1, 5, -1), sep='\n')
print(told(r.randrange, 5, 1, 2), told(r.randrange, 1, 5, 0), told(r.randrange, 5, step=2), sep='\n')
print(told(r.randrange, 1.5), told(r.randrange, 1, 'x'), told(r.randint, 3, 1), sep='\n')
print(told(r.choice, []), told(r.sample, [1], 2), told(r.sample, [1], -1), told(r.sample, {1, 2}, 1), sep='\n')
print(told(r.choices, 'ab', [1, 2], cum_weights=[1, 3]), told(r.choices, 'ab', [1]), told(r.choices, 'ab', [0, 0]), sep='\n')
print(told(r.seed, [1]), told(r.setstate, (1, (), None)), sep='\n')

# A class of one's own goes through its own random().


class Half(random.Random):
    def random(self):
        return 0.5


print(Half(1).uniform(2, 4), Half(1).choices('abc', k=2), Half(1).expovariate(1.0))
# expect: 0 0.8444218515250481 978212965548 1 b'/]\n'
# expect: 1 0.13436424411240122 884107995871 -4 b'4LA'
# expect: -7 0.32383276483316237 434439589175 5 b'\x7f\\\x0c'
# expect: 1180591620717411303424 0.2327882718301838 538653608399 -4 b"\x95'\xcf"
# expect: text 0.8711565613554825 927668196116 2 b'%$\x91'
# expect: b'bytes' 0.37075677971469856 1085210805742 -3 b'\xeec\x84'
# expect: 1.5 0.551763726942059 160013701400 4 b'\xa1\xefr'
# expect: [1, 0, 4, 3, 3, 2, 1, 8] [3, 19, 15, 3, 3, 3, 7, 7]
# expect: [14, 14, 30, 14, 26, 10, 10, 10] [572062242770208766021882431734, 222299904124568160468380280607]
# expect: ['f', 'd', 'c', 'c', 'b', 'b', 'c', 'a']
# expect: []
# expect: [0]
# expect: [1, 0]
# expect: [5, 1, 6, 4, 2, 0, 3]
# expect: [0, 18, 5, 8, 7, 20, 16, 21, 26, 13, 15, 4, 27, 24, 10, 28, 22, 6, 11, 19, 9, 29, 2, 12, 3, 17, 14, 23, 1, 25]
# expect: 0 0 []
# expect: 5 5 [1, 2, 3, 0, 4]
# expect: 21 3 [17, 7, 5]
# expect: 22 3 [14, 12, 8]
# expect: 37 5 [35, 14, 20, 3, 2]
# expect: 85 6 [40, 51, 34, 8, 27, 72]
# expect: 86 6 [40, 27, 83, 63, 50, 82]
# expect: 1000 6 [469, 146, 271, 142, 252, 762]
# expect: 200 100 [143, 137, 67, 191, 149, 109, 195, 102, 92, 56, 35, 130, 126, 23, 12, 28, 39, 160, 40, 174, 108, 152, 16, 98, 97, 178, 119, 135, 64, 141, 2, 29, 198, 68, 164, 87, 184, 75, 111, 181, 116, 0, 197, 128, 45, 129, 27, 76, 154, 50, 183, 95, 41, 138, 172, 158, 82, 125, 4, 163, 196, 78, 61, 14, 167, 20, 21, 124, 17, 32, 188, 121, 42, 33, 157, 161, 77, 54, 153, 118, 69, 96, 93, 88, 25, 91, 193, 51, 85, 83, 47, 190, 66, 57, 15, 31, 140, 8, 43, 169]
# expect: 1000000 30 [616886, 580828, 241292, 617024, 230914, 7540, 74441, 742225, 661759, 61733, 240062, 70674, 949401, 32938, 901393, 346479, 74299, 539131, 249565, 292004, 701474, 508993, 224643, 565427, 138739, 758490, 980957, 925245, 598782, 604201]
# expect: ['z', 'x', 'z', 'z', 'x'] ['a', 'a', 'b', 'a', 'a', 'a', 'a', 'a']
# expect: ['c', 'a', 'b', 'b', 'a', 'c'] ['b', 'a', 'a', 'a', 'a', 'a'] ['c', 'c', 'a', 'c', 'c', 'a']
# expect: ['b', 'b', 'a', 'a'] 0.7535655040196756
# expect: uniform (2, 5) [2.7091384716252485, 3.219242173857416, 3.4440752539131188, 4.593951182090646, 4.707328596531646]
# expect: uniform (5, 2) [4.506088635795419, 4.993533864945721, 3.8287347272365606, 2.220445779322, 2.6446119296176356]
# expect: triangular () [0.3776567415967311, 0.6105077045692447, 0.6329205245559661, 0.6708811221490685, 0.5888256525211873]
# expect: triangular (1, 4) [2.479872072999718, 1.9244135452839097, 1.9897747434966135, 1.5130056666673841, 2.9095034638068284]
# expect: triangular (1, 4, 1.5) [1.302384452667087, 1.7310875013066216, 1.2742508083778976, 2.0190693798916155, 3.2224419515178075]
# expect: triangular (3, 3, 3) [3, 3, 3, 3, 3]
# expect: normalvariate (1, 2) [-4.652903002045187, 1.5677298063650413, 2.241926184942545, 0.14770560092146312, 1.8491186112403568]
# expect: gauss (1, 2) [0.8962371224174198, 2.0542343385904855, -0.34962759498176355, -0.7512801978683687, 5.227559058167133]
# expect: lognormvariate (0, 0.5) [1.0618749485212338, 1.067513145595127, 0.6161373659210007, 0.6129713434658143, 0.7201648300399195]
# expect: expovariate (2.5,) [0.3134195773408558, 0.14411093733446662, 1.6504160877818173, 0.6582332259820449, 0.30110850994033644]
# expect: paretovariate (3,) [1.4439794166522615, 1.3094351786738747, 2.4470636108828314, 1.0371236493394203, 2.0169608004821797]
# expect: weibullvariate (2, 3) [1.3494313562456444, 2.6030207743604192, 2.2139129595582085, 1.1056434226876868, 1.3834044804760972]
# expect: True 3 False
# expect: True
# expect: ValueError: empty range for randrange()
# expect: ValueError: empty range for randrange()
# expect: ValueError: empty range in randrange(5, 5)
# expect: ValueError: empty range in randrange(1, 5, -1)
# expect: ValueError: empty range in randrange(5, 1, 2)
# expect: ValueError: zero step for randrange()
# expect: TypeError: Missing a non-None stop argument
# expect: TypeError: 'float' object cannot be interpreted as an integer
# expect: TypeError: 'str' object cannot be interpreted as an integer
# expect: ValueError: empty range in randrange(3, 2)
# expect: IndexError: Cannot choose from an empty sequence
# expect: ValueError: Sample larger than population or is negative
# expect: ValueError: Sample larger than population or is negative
# expect: TypeError: Population must be a sequence.  For dicts or sets, use sorted(d).
# expect: TypeError: Cannot specify both weights and cumulative weights
# expect: ValueError: The number of weights does not match the population
# expect: ValueError: Total of weights must be greater than zero
# expect: TypeError: The only supported seed types are:
# expect: None, int, float, str, bytes, and bytearray.
# expect: ValueError: state with version 1 passed to Random.setstate() of version 3
# expect: 3.0 ['b', 'b'] 0.6931471805599453
