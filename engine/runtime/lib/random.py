"""Random numbers: the Mersenne Twister, the same numbers as CPython's for the same seed."""

import _random
from bisect import bisect as _bisect
from itertools import accumulate as _accumulate
from math import cos as _cos, exp as _exp, floor as _floor, log as _log, pi as _pi, sin as _sin
from math import sqrt as _sqrt
from operator import index as _index

TWOPI = 2.0 * _pi
NV_MAGICCONST, LOG4, SG_MAGICCONST = 4 * _exp(-0.5) / _sqrt(2.0), _log(4.0), 1.0 + _log(4.5)


class Random(_random.Random):
    """One source of random numbers. All that it offers is made of random() and getrandbits()."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)

    # --- state ---

    def seed(self, a=None, version=2):
        """Starts the sequence that belongs to a, or one of its own."""
        kind = type(a)
        if issubclass(kind, (str, bytes, bytearray)):
            text = a.encode() if issubclass(kind, str) else bytes(a)
            a = int.from_bytes(text + _sha512(text), 'big')
        elif issubclass(kind, int):
            a = abs(a)
        elif a is not None and not issubclass(kind, float):
            raise TypeError('The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.')
        _random.Random.seed(self, a)
        self.gauss_next = None

    def getstate(self):
        return (self.VERSION, _random.Random.getstate(self), self.gauss_next)

    def setstate(self, state):
        version, *rest = state
        if version != self.VERSION:
            raise ValueError(f'state with version {version} passed to Random.setstate() of version {self.VERSION}')
        words, self.gauss_next = rest
        _random.Random.setstate(self, words)

    # --- whole numbers ---

    def _randbelow(self, n):
        """A number from 0 to n - 1: as many bits as n has are drawn until they make one."""
        bits, draw = n.bit_length(), self.getrandbits
        while (drawn := draw(bits)) >= n:
            pass
        return drawn

    def randbytes(self, n):
        return int.to_bytes(self.getrandbits(8 * n), n, 'little')

    def randrange(self, start, stop=None, step=1):
        """One of the numbers of range(start, stop, step)."""
        if stop is None:
            if step != 1:
                raise TypeError('Missing a non-None stop argument')
            first, end, step, told = 0, _index(start), 1, 'for randrange()'
        else:
            first, end, step = map(_index, (start, stop, step))
            told = f'in randrange({first}, {end}{"" if step == 1 else f", {step}"})'
        if not step:
            raise ValueError('zero step for randrange()')
        how_many = -((first - end) // step)  # the distance in steps, rounded up
        if how_many < 1:
            raise ValueError('empty range ' + told)
        return first + step * self._randbelow(how_many)

    def randint(self, a, b):
        return self.randrange(a, 1 + b)

    # --- sequences ---

    def choice(self, seq):
        size = len(seq)
        if size == 0:
            raise IndexError('Cannot choose from an empty sequence')
        return seq[self._randbelow(size)]

    def shuffle(self, x):
        """Brings a list into a random order: the last place is filled first, from all that are left."""
        left = len(x)
        while left > 1:
            chosen = self._randbelow(left)
            left -= 1
            x[chosen], x[left] = x[left], x[chosen]

    def _distinct(self, n, k):
        """k different numbers below n."""
        table = 1
        while table < 3 * k:
            table *= 4
        if n <= 21 + (table if k > 5 else 0):
            # Few are left out: as if a list of n were shuffled, of which only the changed places are kept.
            moved = {}
            for left in range(n, n - k, -1):
                drawn = self._randbelow(left)
                yield moved.get(drawn, drawn)
                moved[drawn] = moved.get(left - 1, left - 1)
        else:
            taken = set()
            while len(taken) < k:
                drawn = self._randbelow(n)
                if drawn not in taken:
                    taken.add(drawn)
                    yield drawn

    def sample(self, population, k, *, counts=None):
        """k items, each at most as often as it stands in the population or as counts says."""
        if isinstance(population, (set, frozenset, dict)):
            raise TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).')
        size, item = len(population), population.__getitem__
        if counts is not None:
            ends = list(_accumulate(counts))
            size = ends[-1] if ends else 0

            def item(place):
                return population[_bisect(ends, place)]
        if k < 0 or k > size:
            raise ValueError('Sample larger than population or is negative')
        return [item(place) for place in self._distinct(size, k)]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        """k items, each of them from the whole population."""
        size = len(population)
        if weights is None and cum_weights is None:
            draw, scale, as_place = self.random, size + 0.0, _floor
        else:
            if weights is not None and cum_weights is not None:
                raise TypeError('Cannot specify both weights and cumulative weights')
            ends = cum_weights if weights is None else list(_accumulate(weights))
            if len(ends) != size:
                raise ValueError('The number of weights does not match the population')
            draw, scale = self.random, 0.0 + ends[-1]
            if not scale > 0.0:
                raise ValueError('Total of weights must be greater than zero')

            def as_place(point):
                return _bisect(ends, point, 0, size - 1)
        return [population[as_place(draw() * scale)] for _ in range(k)]

    # --- distributions ---

    def _unit(self):
        """Like random(), but in (0, 1]: fit for a logarithm."""
        return 1.0 - self.random()

    def uniform(self, a, b):
        width = b - a
        return a + width * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        drawn, near, far = self.random(), low, high
        if high == low:
            return low
        peak = 0.5 if mode is None else (mode - low) / (high - low)
        if drawn > peak:  # seen from the other end
            drawn, peak, near, far = 1.0 - drawn, 1.0 - peak, high, low
        return near + (far - near) * _sqrt(drawn * peak)

    def normalvariate(self, mu=0.0, sigma=1.0):
        # Kinderman and Monahan: the ratio of two uniform numbers, where it falls under the curve.
        fits = False
        while not fits:
            across, up = self.random(), self._unit()
            deviation = NV_MAGICCONST * (across - 0.5) / up
            fits = deviation * deviation / 4.0 <= -_log(up)
        return mu + deviation * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        # Box and Muller: a point of the plane gives two numbers; the second one waits for the next call.
        deviation, self.gauss_next = self.gauss_next, None
        if deviation is None:
            angle = TWOPI * self.random()
            radius = _sqrt(_log(self._unit()) * -2.0)
            deviation, self.gauss_next = (turn(angle) * radius for turn in (_cos, _sin))
        return mu + deviation * sigma

    def lognormvariate(self, mu=0.0, sigma=1.0):
        exponent = self.normalvariate(mu, sigma)
        return _exp(exponent)

    def expovariate(self, lambd=1.0):
        return _log(self._unit()) / -lambd

    def paretovariate(self, alpha):
        return self._unit() ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return (-_log(self._unit())) ** (1.0 / beta) * alpha


class SystemRandom(Random):
    """Outside of the sandbox this asks the system; here it is one more seeded generator."""


_ROUND = None


def _primes(count):
    found = []
    n = 2
    while len(found) < count:
        if all(n % p for p in found if p * p <= n):
            found.append(n)
        n += 1
    return found


def _root_bits(n, power):
    """The first 64 bits of the fractional part of the square or cube root of n."""
    scaled = n << (64 * power)
    low, high = 0, 1 << (64 + n.bit_length())
    while low < high - 1:
        middle = (low + high) // 2
        if middle ** power <= scaled:
            low = middle
        else:
            high = middle
    return low & 0xFFFFFFFFFFFFFFFF


def _sha512(data):
    """SHA-512, which seeds from text go through."""
    global _ROUND
    mask = 0xFFFFFFFFFFFFFFFF
    if _ROUND is None:
        primes = _primes(80)
        _ROUND = [_root_bits(p, 2) for p in primes[:8]], [_root_bits(p, 3) for p in primes]
    state = list(_ROUND[0])
    constants = _ROUND[1]
    message = data + b'\x80' + b'\0' * ((111 - len(data)) % 128) + (len(data) * 8).to_bytes(16, 'big')

    def rotate(x, n):
        return (x >> n) | (x << (64 - n)) & mask

    for start in range(0, len(message), 128):
        w = [int.from_bytes(message[start + 8 * i:start + 8 * i + 8], 'big') for i in range(16)]
        for i in range(16, 80):
            a, b = w[i - 15], w[i - 2]
            s0 = rotate(a, 1) ^ rotate(a, 8) ^ (a >> 7)
            s1 = rotate(b, 19) ^ rotate(b, 61) ^ (b >> 6)
            w.append((w[i - 16] + s0 + w[i - 7] + s1) & mask)
        a, b, c, d, e, f, g, h = state
        for i in range(80):
            s1 = rotate(e, 14) ^ rotate(e, 18) ^ rotate(e, 41)
            t1 = (h + s1 + ((e & f) ^ (~e & mask & g)) + constants[i] + w[i]) & mask
            s0 = rotate(a, 28) ^ rotate(a, 34) ^ rotate(a, 39)
            t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & mask
            h, g, f, e, d, c, b, a = g, f, e, (d + t1) & mask, c, b, a, (t1 + t2) & mask
        state = [(x + y) & mask for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b''.join(x.to_bytes(8, 'big') for x in state)


# The module's functions are the methods of one generator.
_shared = Random()
globals().update({_name: getattr(_shared, _name) for _name in (
    'choice choices expovariate gauss getrandbits getstate lognormvariate normalvariate paretovariate randbytes randint '
    'random randrange sample seed setstate shuffle triangular uniform weibullvariate').split()})
