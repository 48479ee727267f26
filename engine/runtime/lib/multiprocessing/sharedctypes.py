"""Numbers that processes share."""

import _processes

from . import sharing
from .synchronize import RLock

__all__ = ['RawValue', 'RawArray', 'Value', 'Array']

_NAMES = {'c': 'c_char', 'b': 'c_byte', 'B': 'c_ubyte', 'h': 'c_short', 'H': 'c_ushort', 'i': 'c_int', 'I': 'c_uint',
          'l': 'c_long', 'L': 'c_ulong', 'q': 'c_longlong', 'Q': 'c_ulonglong', 'f': 'c_float', 'd': 'c_double'}


class _Cell(sharing.Inherited):

    def __init__(self, typecode, *args):
        self._code = typecode
        self._cells = _processes.Cells(typecode, 1)
        if args:
            self.value = args[0]

    @property
    def value(self):
        return self._cells[0]

    @value.setter
    def value(self, value):
        self._cells[0] = value

    def __repr__(self):
        return f'{_NAMES[self._code]}({self.value!r})'


class _Row(sharing.Inherited):

    def __init__(self, typecode, size_or_initializer):
        values = None if isinstance(size_or_initializer, int) else list(size_or_initializer)
        self._code = typecode
        self._cells = _processes.Cells(typecode, size_or_initializer if values is None else len(values))
        for i, value in enumerate(values or ()):
            self._cells[i] = value

    def __len__(self):
        return len(self._cells)

    def __getitem__(self, i):
        if not isinstance(i, slice):
            return self._cells[i]
        found = [self._cells[j] for j in range(*i.indices(len(self)))]
        return b''.join(found) if self._code == 'c' else found

    def __setitem__(self, i, value):
        if not isinstance(i, slice):
            self._cells[i] = value
            return
        places, values = range(*i.indices(len(self))), list(value)
        if len(places) != len(values):
            raise ValueError('Can only assign sequence of same size')
        for j, each in zip(places, values):
            self._cells[j] = each

    def __iter__(self):
        return map(self._cells.__getitem__, range(len(self)))

    def __repr__(self):
        return f'<multiprocessing.sharedctypes.{_NAMES[self._code]}_Array_{len(self)} object at {id(self):#x}>'


class _Guarded(sharing.Inherited):
    """A number or numbers with a lock, for whoever reads and then writes."""

    def __init__(self, obj, lock):
        self._obj, self._lock = obj, lock

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def acquire(self, *args, **kwargs):
        return self._lock.acquire(*args, **kwargs)

    def release(self):
        self._lock.release()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc_info):
        return self._lock.__exit__(*exc_info)

    def __repr__(self):
        return f'<{type(self).__name__} wrapper for {self._obj!r}>'


class Synchronized(_Guarded):

    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value


class SynchronizedArray(_Guarded):

    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]


RawValue, RawArray = _Cell, _Row


def _guard(raw, guarded, lock):
    if lock is False:
        return raw
    if lock in (True, None):
        lock = RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError(f'{lock!r} has no method \'acquire\'')
    return guarded(raw, lock)


def Value(typecode_or_type, *args, lock=True):
    return _guard(_Cell(typecode_or_type, *args), Synchronized, lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True):
    return _guard(_Row(typecode_or_type, size_or_initializer), SynchronizedArray, lock)
