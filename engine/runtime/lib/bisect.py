"""Search in sorted lists, and insertion that keeps them sorted."""


def _finder(goes_left):
    """A search for the first place at which goes_left(item, wanted) holds; it holds for all that follow, too."""
    def find(a, x, lo=0, hi=None, *, key=None):
        if lo < 0:
            raise ValueError('lo must be non-negative')
        below, above = lo - 1, len(a) if hi is None else hi  # the place is in (below, above]
        while above - below > 1:
            probe = (below + 1 + above) // 2
            item = a[probe]
            if goes_left(item if key is None else key(item), x):
                above = probe
            else:
                below = probe
        return above

    return find


def _named(name, function):
    function.__name__ = function.__qualname__ = name
    return function


bisect_right = _named('bisect_right', _finder(lambda item, x: x < item))
bisect_left = _named('bisect_left', _finder(lambda item, x: not item < x))


def _inserter(find):
    def insert(a, x, lo=0, hi=None, *, key=None):
        a.insert(find(a, x if key is None else key(x), lo, hi, key=key), x)

    return insert


insort_right = _named('insort_right', _inserter(bisect_right))
insort_left = _named('insort_left', _inserter(bisect_left))
bisect, insort = bisect_right, insort_right
