"""Heaps in lists: heap[0] is the smallest item."""

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']


# Places are numbered from 1 here: above n stands n // 2, below it 2n and 2n + 1; number n is heap[n - 1].

def _rise(heap, n):
    """Lets the last item of a branch, number n, climb to its place."""
    item = heap[n - 1]
    while n > 1 and item < heap[n // 2 - 1]:
        heap[n - 1] = heap[n // 2 - 1]
        n //= 2
    heap[n - 1] = item


def _sink(heap, n):
    """Lets item number n sink to its place; all below it is in order."""
    item, size = heap[n - 1], len(heap)
    # The branch on which it sinks: the smaller child, again and again. An item that was last belongs far down, so the
    # whole branch is found first and left again from its end.
    branch = []
    while (n := 2 * n) <= size:
        n += n < size and not heap[n - 1] < heap[n]
        branch.append(n)
    while branch and item < heap[branch[-1] - 1]:
        branch.pop()
    if branch:
        for child in branch:
            heap[child // 2 - 1] = heap[child - 1]
        heap[branch[-1] - 1] = item


def heappush(heap, item):
    """Adds an item."""
    heap.append(item)
    _rise(heap, len(heap))


def heapreplace(heap, item):
    """Takes the smallest item out and then puts another one in."""
    smallest, heap[0] = heap[0], item
    _sink(heap, 1)
    return smallest


def heappop(heap):
    """Takes the smallest item out."""
    last = heap.pop()
    return heapreplace(heap, last) if heap else last


def heappushpop(heap, item):
    """Puts an item in and then takes the smallest one out."""
    return heapreplace(heap, item) if heap and heap[0] < item else item


def heapify(x):
    """Makes a heap of a list."""
    for n in range(len(x) // 2, 0, -1):
        _sink(x, n)


def merge(*iterables, key=None, reverse=False):
    """Merges sorted inputs into one sorted stream."""
    class Entry:
        __slots__ = ('value', 'rank', 'order', 'it')

        def __lt__(self, other):
            if reverse:
                if other.rank < self.rank:
                    return True
                if self.rank < other.rank:
                    return False
            else:
                if self.rank < other.rank:
                    return True
                if other.rank < self.rank:
                    return False
            return self.order < other.order
    heap = []
    for order, it in enumerate(map(iter, iterables)):
        for value in it:
            entry = Entry()
            entry.value, entry.order, entry.it = value, order, it
            entry.rank = value if key is None else key(value)
            heap.append(entry)
            break
    heapify(heap)
    while heap:
        entry = heap[0]
        yield entry.value
        for value in entry.it:
            entry.value = value
            entry.rank = value if key is None else key(value)
            heapreplace(heap, entry)
            break
        else:
            heappop(heap)


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
