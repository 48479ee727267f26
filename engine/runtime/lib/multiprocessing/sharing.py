"""How objects get from one process into another that it starts."""

import _processes
import io
import pickle

_NATIVE = (_processes.End, _processes.SharedLock, _processes.Bell, _processes.Cells)
_packing = 0  # nested calls of pack(): whoever is pickled now goes to a child


class _Packer(pickle.Pickler):
    """Leaves out what the processes share: it goes along with the bytes, as a list."""

    def __init__(self, file):
        super().__init__(file)
        self.natives = []

    def persistent_id(self, obj):
        if type(obj) not in _NATIVE:
            return None
        for number, known in enumerate(self.natives):
            if known is obj:
                return number
        self.natives.append(obj)
        return len(self.natives) - 1


class _Unpacker(pickle.Unpickler):

    def __init__(self, file, natives):
        super().__init__(file)
        self.persistent_load = natives.__getitem__


def pack(obj):
    """The bytes and the shared things of which unpack() makes the object again in another process."""
    global _packing
    file = io.BytesIO()
    packer = _Packer(file)
    _packing += 1
    try:
        packer.dump(obj)
    finally:
        _packing -= 1
    return file.getvalue(), tuple(packer.natives)


def unpack(payload, natives):
    return _Unpacker(io.BytesIO(payload), natives).load()


def is_packing():
    return _packing > 0


class Inherited:
    """Objects that a process can only be given when it starts."""

    def __getstate__(self):
        if not is_packing():
            raise RuntimeError(f'{type(self).__name__} objects should only be shared between processes through inheritance')
        return dict(vars(self))
