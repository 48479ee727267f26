"""Iterators made of iterators."""


class count:
    def __init__(self, start=0, step=1):
        self._next = start
        self._step = step

    def __iter__(self):
        return self

    def __next__(self):
        value = self._next
        self._next = value + self._step
        return value

    def __repr__(self):
        if self._step == 1:
            return f'count({self._next!r})'
        return f'count({self._next!r}, {self._step!r})'


class repeat:
    def __init__(self, object, times=None):
        self._object = object
        self._left = None if times is None else max(times, 0)

    def __iter__(self):
        return self

    def __next__(self):
        if self._left is not None:
            if self._left <= 0:
                raise StopIteration
            self._left -= 1
        return self._object

    def __length_hint__(self):
        if self._left is None:
            raise TypeError('len() of unsized object')
        return self._left

    def __repr__(self):
        return f'repeat({self._object!r})' if self._left is None else f'repeat({self._object!r}, {self._left})'


class _Iterator:
    """Iterates over a generator, under the name that programs know."""

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._it)


class cycle(_Iterator):
    def __init__(self, iterable):
        def run(it):
            saved = []
            for item in it:
                yield item
                saved.append(item)
            while saved:
                yield from saved
        self._it = run(iter(iterable))


class accumulate(_Iterator):
    def __init__(self, iterable, func=None, *, initial=None):
        def run(it):
            if initial is None:
                for total in it:
                    break
                else:
                    return
            else:
                total = initial
            yield total
            for item in it:
                total = total + item if func is None else func(total, item)
                yield total
        self._it = run(iter(iterable))


class batched(_Iterator):
    def __init__(self, iterable, n, *, strict=False):
        if n < 1:
            raise ValueError('n must be at least one')

        def run(it):
            while batch := tuple(islice(it, n)):
                if strict and len(batch) != n:
                    raise ValueError('batched(): incomplete batch')
                yield batch
        self._it = run(iter(iterable))


class chain(_Iterator):
    def __init__(self, *iterables):
        self._it = self._run(iter(iterables))

    @staticmethod
    def _run(iterables):
        for iterable in iterables:
            yield from iterable

    @classmethod
    def from_iterable(cls, iterable):
        self = cls()
        self._it = cls._run(iter(iterable))
        return self


class compress(_Iterator):
    def __init__(self, data, selectors):
        self._it = (item for item, selected in zip(data, selectors) if selected)


class dropwhile(_Iterator):
    def __init__(self, predicate, iterable):
        def run(it):
            for item in it:
                if not predicate(item):
                    yield item
                    break
            yield from it
        self._it = run(iter(iterable))


class takewhile(_Iterator):
    def __init__(self, predicate, iterable):
        def run(it):
            for item in it:
                if not predicate(item):
                    return
                yield item
        self._it = run(iter(iterable))


class filterfalse(_Iterator):
    def __init__(self, function, iterable):
        self._it = (item for item in iterable if not (item if function is None else function(item)))


class starmap(_Iterator):
    def __init__(self, function, iterable):
        self._it = (function(*args) for args in iterable)


class islice(_Iterator):
    def __init__(self, iterable, *args):
        if not 1 <= len(args) <= 3:
            raise TypeError(f'islice expected at {"least 2" if not args else "most 4"} arguments, got {len(args) + 1}')
        window = slice(*args)
        start = 0 if window.start is None else window.start
        stop = window.stop
        step = 1 if window.step is None else window.step
        if not isinstance(start, int) or start < 0 or (stop is not None and (not isinstance(stop, int) or stop < 0)):
            if len(args) == 1:
                raise ValueError('Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
            raise ValueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
        if not isinstance(step, int) or step < 1:
            raise ValueError('Step for islice() must be a positive integer or None.')

        def run(it):
            position = 0
            wanted = start
            while stop is None or wanted < stop:
                for item in it:
                    position += 1
                    if position > wanted:
                        break
                else:
                    return
                yield item
                wanted += step
            while stop is not None and position < stop:  # what lies before stop is used up
                for item in it:
                    position += 1
                    break
                else:
                    return
        self._it = run(iter(iterable))


class zip_longest(_Iterator):
    def __init__(self, *iterables, fillvalue=None):
        def run(iterators):
            open_count = len(iterators)
            while open_count:
                row = []
                for i, it in enumerate(iterators):
                    if it is None:
                        row.append(fillvalue)
                        continue
                    for item in it:
                        row.append(item)
                        break
                    else:
                        open_count -= 1
                        if not open_count:
                            return
                        iterators[i] = None
                        row.append(fillvalue)
                yield tuple(row)
        self._it = run([iter(i) for i in iterables])


class pairwise(_Iterator):
    def __init__(self, iterable):
        def run(it):
            for left in it:
                break
            else:
                return
            for right in it:
                yield left, right
                left = right
        self._it = run(iter(iterable))


class groupby:
    """Runs of items with equal keys."""

    def __init__(self, iterable, key=None):
        self._source = iter(iterable)
        self._key = key
        self._started = False
        self._token = None

    def _fetch(self):
        try:
            self._value = next(self._source)
        except StopIteration:
            self._has = False
        else:
            self._has = True
            self._current = self._value if self._key is None else self._key(self._value)

    def __iter__(self):
        return self

    def __next__(self):
        self._token = token = object()
        if not self._started:
            self._started = True
            self._fetch()
        else:
            while self._has and self._current == self._target:
                self._fetch()
        if not self._has:
            raise StopIteration
        self._target = target = self._current
        return target, self._members(target, token)

    def _members(self, target, token):
        while self._token is token and self._has and self._current == target:
            yield self._value
            if self._token is token:
                self._fetch()


class product(_Iterator):
    def __init__(self, *iterables, repeat=1):
        def run(pools):
            indices = [0] * len(pools)
            if any(not pool for pool in pools):
                return
            while True:
                yield tuple(pool[i] for pool, i in zip(pools, indices))
                for place in reversed(range(len(pools))):
                    indices[place] += 1
                    if indices[place] < len(pools[place]):
                        break
                    indices[place] = 0
                else:
                    return
        self._it = run([tuple(pool) for pool in iterables] * repeat)


class permutations(_Iterator):
    def __init__(self, iterable, r=None):
        def run(pool, size):
            n = len(pool)
            if size > n:
                return
            used = [False] * n
            chosen = []

            def place():
                if len(chosen) == size:
                    yield tuple(pool[i] for i in chosen)
                    return
                for i in range(n):
                    if not used[i]:
                        used[i] = True
                        chosen.append(i)
                        yield from place()
                        chosen.pop()
                        used[i] = False
            yield from place()
        pool = tuple(iterable)
        self._it = run(pool, len(pool) if r is None else r)


class combinations(_Iterator):
    def __init__(self, iterable, r):
        if r < 0:
            raise ValueError('r must be non-negative')

        def run(pool):
            n = len(pool)
            if r > n:
                return
            indices = list(range(r))
            while True:
                yield tuple(pool[i] for i in indices)
                for place in reversed(range(r)):
                    if indices[place] != place + n - r:
                        break
                else:
                    return
                indices[place] += 1
                for later in range(place + 1, r):
                    indices[later] = indices[later - 1] + 1
        self._it = run(tuple(iterable))


class combinations_with_replacement(_Iterator):
    def __init__(self, iterable, r):
        if r < 0:
            raise ValueError('r must be non-negative')

        def run(pool):
            n = len(pool)
            if not n and r:
                return
            indices = [0] * r
            while True:
                yield tuple(pool[i] for i in indices)
                for place in reversed(range(r)):
                    if indices[place] != n - 1:
                        break
                else:
                    return
                indices[place:] = [indices[place] + 1] * (r - place)
        self._it = run(tuple(iterable))


def tee(iterable, n=2):
    """n iterators over the same items."""
    if n < 0:
        raise ValueError('n must be >= 0')
    source = iter(iterable)
    pending = [[] for _ in range(n)]

    def run(mine):
        while True:
            if not mine:
                for item in source:
                    break
                else:
                    return
                for queue in pending:
                    queue.append(item)
            yield mine.pop(0)
    return tuple(run(queue) for queue in pending)
