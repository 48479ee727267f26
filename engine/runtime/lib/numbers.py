"""The tower of numbers: each storey is a kind of the one above it, and the built-in types live in it."""

import abc


def _tower():
    """Name of each storey, what its numbers must have, and the built-in type that is one."""
    yield 'Number', '', None
    yield 'Complex', ('__complex__ real imag __add__ __radd__ __neg__ __pos__ __mul__ __rmul__ __truediv__ '
                      '__rtruediv__ __pow__ __rpow__ __abs__ conjugate __eq__'), complex
    yield 'Real', ('__float__ __trunc__ __floor__ __ceil__ __round__ __floordiv__ __rfloordiv__ __mod__ __rmod__ '
                   '__lt__ __le__'), float
    yield 'Rational', 'numerator denominator', None
    yield 'Integral', ('__int__ __lshift__ __rlshift__ __rshift__ __rrshift__ __and__ __rand__ __xor__ __rxor__ '
                       '__or__ __ror__ __invert__'), int


def _required(name):
    def missing(self, *args):
        raise NotImplementedError

    missing.__name__ = name
    return abc.abstractmethod(missing)


def _build(into):
    above = ()
    for name, required, builtin in _tower():
        body = {word: _required(word) for word in required.split()}
        body |= {'__slots__': (), '__module__': __name__, '__hash__': None}
        storey = into[name] = abc.ABCMeta(name, above, body)
        if builtin is not None:
            storey.register(builtin)
        above = (storey,)


_build(globals())
