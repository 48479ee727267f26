"""Python objects as bytes. The work is done in C++: _pickle."""

import _pickle
from _pickle import PickleError, PicklingError, UnpicklingError, dump, dumps, load, loads

__all__ = ['PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', 'dump', 'dumps', 'load', 'loads',
           'DEFAULT_PROTOCOL', 'HIGHEST_PROTOCOL']

format_version = '4.0'
compatible_formats = ['1.0', '1.1', '1.2', '1.3', '2.0', '3.0', '4.0', '5.0']
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4


def _overridden(obj, cls, name):
    """A hook that a subclass or the instance has put in the place of ours; else None."""
    hook = getattr(obj, name, None)
    return None if getattr(hook, '__func__', None) is cls.__dict__.get(name, _overridden) else hook


class Pickler:
    """Writes objects into a file; what was written before is only referred to."""

    def __init__(self, file, protocol=None, fix_imports=True, buffer_callback=None):
        if not hasattr(file, 'write'):
            raise TypeError("file must have a 'write' attribute")
        self._to = file
        self._encoder = _pickle.Encoder(protocol, fix_imports)

    def persistent_id(self, obj):
        return None

    def dump(self, obj):
        hooks = [_overridden(self, Pickler, name) for name in ('persistent_id', 'reducer_override', 'dispatch_table')]
        self._to.write(self._encoder.encode(obj, *hooks))

    def clear_memo(self):
        self._encoder.clear()


class Unpickler:
    """Reads what a Pickler wrote, object by object."""

    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
        missing = [name for name in ('read', 'readline') if not hasattr(file, name)]
        if missing:
            raise TypeError("file must have 'read' and 'readline' attributes")
        self._from = file
        self._decoder = _pickle.Decoder()
        self._options = fix_imports, encoding, errors, buffers

    def find_class(self, module_name, global_name):
        return _pickle.find_class(module_name, global_name)

    def persistent_load(self, pid):
        raise UnpicklingError('unsupported persistent id encountered')

    def load(self):
        hooks = [_overridden(self, Unpickler, name) for name in ('find_class', 'persistent_load')]
        return self._decoder.decode(self._from.read, self._from.readline, *hooks, *self._options)
