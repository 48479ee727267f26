"""Heaps in lists: heap[0] is the smallest item.

A line is a list of places on the way from a place towards a leaf, or from the root to a place: every change of a heap
moves items along one line.
"""

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']


def _line_from_root(place):
    line = [place]
    while place:
        place = (place + 1) // 2 - 1
        line.insert(0, place)
    return line


def _line_to_leaf(heap, place):
    """The way down along the smaller children."""
    line, size = [place], len(heap)
    while (right := 2 * place + 2) <= size:
        place = right - 1 if right == size or heap[right - 1] < heap[right] else right
        line.append(place)
    return line


def _insert(heap, line, item):
    """The last place of the line is free: what is greater than the item moves down, and the item takes the gap."""
    gap = line.pop()
    while line and item < heap[line[-1]]:
        heap[gap] = heap[line[-1]]
        gap = line.pop()
    heap[gap] = item


def _sink(heap, place, item):
    """Puts the item below the place: the line moves up by one first, for most items belong near the leaves."""
    line = _line_to_leaf(heap, place)
    for upper, lower in zip(line, line[1:]):
        heap[upper] = heap[lower]
    _insert(heap, line, item)


def _need_list(function, heap, which='argument'):
    if not isinstance(heap, list):
        raise TypeError(f'{function}() {which} must be list, not {type(heap).__name__}')


def _need_items(heap):
    if not heap:
        raise IndexError('index out of range')


def _exchange(heap, item):
    smallest = heap[0]
    _sink(heap, 0, item)
    return smallest


def heappush(heap, item, /):
    _need_list('heappush', heap, 'argument 1')
    heap += [item]
    _insert(heap, _line_from_root(len(heap) - 1), item)


def heappop(heap, /):
    _need_list('heappop', heap)
    _need_items(heap)
    spare = heap.pop()
    return _exchange(heap, spare) if heap else spare


def heapreplace(heap, item, /):
    _need_list('heapreplace', heap, 'argument 1')
    _need_items(heap)
    return _exchange(heap, item)


def heappushpop(heap, item, /):
    _need_list('heappushpop', heap, 'argument 1')
    return _exchange(heap, item) if heap and heap[0] < item else item


def heapify(heap, /):
    _need_list('heapify', heap)
    for place in range(len(heap) // 2 - 1, -1, -1):
        _sink(heap, place, heap[place])


class _Source:
    """One of the sorted inputs of merge(), at its next value; of two at equal values the first input comes first."""

    __slots__ = ('number', 'values', 'key', 'value', 'rank')

    def __init__(self, number, values, key):
        self.number, self.values, self.key = number, iter(values), key

    def advance(self):
        for self.value in self.values:
            self.rank = self.value if self.key is None else self.key(self.value)
            return True
        return False

    def __lt__(self, other):
        return self.number < other.number if self.rank == other.rank else self.rank < other.rank


class _FallingSource(_Source):
    """An input that is sorted from the greatest to the smallest."""

    __slots__ = ()

    def __lt__(self, other):
        return self.number < other.number if self.rank == other.rank else other.rank < self.rank


def merge(*iterables, key=None, reverse=False):
    """Merges sorted inputs into one sorted stream."""
    kind = _FallingSource if reverse else _Source
    sources = [kind(number, values, key) for number, values in enumerate(iterables)]
    waiting = [source for source in sources if source.advance()]
    heapify(waiting)
    while waiting:
        source = waiting[0]
        yield source.value
        if source.advance():
            heapreplace(waiting, source)
        else:
            heappop(waiting)


def _best(n, iterable, key, largest):
    return sorted(iterable, key=key, reverse=largest)[:n if n >= 0 else 0]


def nsmallest(n, iterable, key=None):
    return _best(n, iterable, key, False)


def nlargest(n, iterable, key=None):
    return _best(n, iterable, key, True)
