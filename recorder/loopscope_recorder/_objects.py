"""Numbers for the program's objects, which are only ever referenced weakly."""
import itertools
import os
import sys
import sysconfig
import types
import weakref

from . import _schema as s

LIBRARY = tuple({os.path.realpath(p) + os.sep for p in (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
                 if p})
HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
PLAIN = (type(None), bool, int, float, complex, str, bytes)
KINDS = {types.CoroutineType: s.CORO_KIND_COROUTINE, types.GeneratorType: s.CORO_KIND_GENERATOR,
         types.AsyncGeneratorType: s.CORO_KIND_ASYNC_GENERATOR}


def shown(value, depth=0):
    """repr() of what has one that cannot run the program's own code; the type's name of everything else."""
    kind = type(value)
    if kind in PLAIN:
        if kind in (str, bytes) and len(value) > 200:
            return repr(value[:200]) + "..."
        if kind is int and value.bit_length() > 1000:
            return "<int of %d bits>" % value.bit_length()
        return repr(value)
    if kind in (list, tuple, dict, set, frozenset) and depth < 2 and len(value) <= 20:
        try:
            if kind is dict:
                return "{%s}" % ", ".join("%s: %s" % (shown(k, depth + 1), shown(v, depth + 1))
                                          for k, v in value.items())
            inside = ", ".join(shown(v, depth + 1) for v in value)
        except RuntimeError:  # changed by another thread meanwhile
            return "<%s>" % kind.__name__
        if kind is list:
            return "[%s]" % inside
        if kind is tuple:
            return "(%s,)" % inside if len(value) == 1 else "(%s)" % inside
        return "%s({%s})" % (kind.__name__, inside) if kind is frozenset or not value else "{%s}" % inside
    if isinstance(value, BaseException) and depth < 2:
        args = BaseException.args.__get__(value)
        return "%s(%s)" % (kind.__name__, ", ".join(shown(v, depth + 1) for v in args))
    return "<%s>" % kind.__name__


class Objects:
    """id(object) -> its number, for one kind. The entry goes with the object, so that no id is ever taken for another."""

    def __init__(self, numbers, freed=None):
        self.numbers = numbers
        self.known = {}
        self.freed = freed
        self.just_freed_id = self.just_freed = 0

    def get(self, value):
        entry = self.known.get(id(value))
        return entry[0] if entry is not None else 0

    def add(self, value):
        number = next(self.numbers)
        key, known, freed = id(value), self.known, self.freed

        def gone(_):
            if known.pop(key, None) is not None and freed is not None:
                self.just_freed_id, self.just_freed = key, number
                freed(number)

        self.known[key] = (number, weakref.ref(value, gone))
        return number


class Sources:
    """Files and code objects."""

    def __init__(self, recorder):
        self.recorder = recorder
        self.files = {}
        self.codes = Objects(itertools.count(1))
        self.program_files = set()

    def file(self, path):
        number = self.files.get(path)
        if number is None:
            number = self.files[path] = len(self.files) + 1
            text = ""
            try:
                with open(path, "rb") as source:
                    text = source.read().decode("utf-8", "replace")
            except (OSError, ValueError):
                pass
            real = os.path.realpath(path)
            library = real.startswith(LIBRARY) or "site-packages" in real or path.startswith("<")
            journal = self.recorder.journal
            self.recorder.emit(s.FILE_LOADED, number, journal.text(path), journal.text(text), int(library))
        return number

    def place(self, path, line):
        file = self.file(path)
        return 0 if file > 4095 else file << 20 | min(line or 0, (1 << 20) - 1)

    def code(self, code):
        number = self.codes.get(code)
        if not number:
            number = self.codes.add(code)
            place = self.place(code.co_filename, code.co_firstlineno)
            journal = self.recorder.journal
            name = journal.string(code.co_name)
            qualname = journal.string(getattr(code, "co_qualname", code.co_name))
            self.recorder.emit(s.CODE_DEFINED, number, name, qualname, place)
        return number

    def caller(self, depth=2):
        """The place of the nearest frame that is the program's, not asyncio's nor ours."""
        try:
            frame = sys._getframe(depth)
        except ValueError:  # called from the interpreter itself
            return 0
        last = None
        for _ in range(40):
            if frame is None:
                break
            path = frame.f_code.co_filename
            if not path.startswith(HERE):
                last = last or (path, frame.f_lineno)
                if not path.startswith(LIBRARY) and not path.startswith("<"):
                    return self.place(path, frame.f_lineno)
            frame = frame.f_back
        return self.place(*last) if last else 0
