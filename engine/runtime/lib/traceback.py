"""Exceptions and stacks as text."""

import _traceback
import sys

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception', 'print_last', 'print_stack', 'print_tb',
           'clear_frames', 'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb', 'print_list']

_sentinel = object()


class FrameSummary:
    """One line of a traceback."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_line', 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self.locals = None if locals is None else {k: repr(v) for k, v in locals.items()}
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = _traceback.line(self.filename, self.lineno).strip()
        return self._line

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (other.filename, other.lineno, other.name, other.locals)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    __hash__ = None

    def __getitem__(self, i):
        return (self.filename, self.lineno, self.name, self.line)[i]

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __len__(self):
        return 4

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'

    def _raw(self):
        return (self.filename, self.lineno, self.name, self._line, self.end_lineno, self.colno, self.end_colno)


def _summary(raw):
    filename, lineno, name, line, end_lineno, colno, end_colno = raw
    return FrameSummary(filename, lineno, name, line=line, end_lineno=end_lineno, colno=colno, end_colno=end_colno)


class StackSummary(list):
    """A list of FrameSummary."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        most = getattr(sys, 'tracebacklimit', None) if limit is None else limit
        shown = list(frame_gen)
        if most is not None:
            shown = shown[:most] if most >= 0 else shown[most:]
        return cls(FrameSummary(frame.f_code.co_filename, lineno, frame.f_code.co_name,
                                locals=frame.f_locals if capture_locals else None) for frame, lineno in shown)

    @classmethod
    def from_list(cls, a_list):
        return cls(item if isinstance(item, FrameSummary) else FrameSummary(*item[:3], line=item[3]) for item in a_list)

    def format_frame_summary(self, frame_summary, **kwargs):
        return _traceback.format_list([frame_summary._raw()])[0]

    def format(self, **kwargs):
        return _traceback.format_list([frame._raw() for frame in self])


def walk_stack(f):
    frame = sys._getframe(1) if f is None else f
    while f is None and frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back


def _links(tb):
    """A traceback and those that follow it, the outermost first."""
    while tb is not None:
        tb, link = tb.tb_next, tb
        yield link


def walk_tb(tb):
    return ((link.tb_frame, link.tb_lineno) for link in _links(tb))


def extract_tb(tb, limit=None):
    return StackSummary(_summary(raw) for raw in _traceback.extract_tb(tb, limit))


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe(1)
    return StackSummary(_summary(raw) for raw in _traceback.extract_stack(f, limit))


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    _print(''.join(format_list(extracted_list)), file)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    _print(''.join(format_tb(tb, limit)), file)


def format_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe(1)
    return extract_stack(f, limit).format()


def print_stack(f=None, limit=None, file=None):
    if f is None:
        f = sys._getframe(1)
    _print(''.join(extract_stack(f, limit).format()), file)


def _print(text, file):
    if file is None:
        file = sys.stderr
    if text:
        print(text, file=file, end='')


def _value_of(exc, value):
    if value is not _sentinel:
        return value
    if isinstance(exc, BaseException) or exc is None:
        return exc
    raise TypeError(f'Exception expected for value, {type(exc).__name__} found')


def _whole(value, tb, limit, chain):
    if tb is not _sentinel and isinstance(value, BaseException) and value.__traceback__ is not tb:
        kept = value.__traceback__
        value.__traceback__ = tb
        try:
            return _traceback.format_exception(value, limit, chain)
        finally:
            value.__traceback__ = kept
    return _traceback.format_exception(value, limit, chain)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    return _whole(_value_of(exc, value), tb, limit, chain).splitlines(True)


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True, **kwargs):
    _print(_whole(_value_of(exc, value), tb, limit, chain), file)


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    return _traceback.format_exception_only(_value_of(exc, value)).splitlines(True)


def format_exc(limit=None, chain=True):
    return ''.join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, 'last_exc'):
        raise ValueError('no last exception')
    print_exception(sys.last_exc, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    for link in _links(tb):
        try:
            link.tb_frame.clear()
        except RuntimeError:
            continue  # it is still running


class TracebackException:
    """An exception's text, taken now and printed later."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, **kwargs):
        self.stack = extract_tb(exc_traceback, limit)
        self.exc_type = exc_type
        self.exc_type_str = exc_type.__qualname__ if exc_type is not None else None
        self._str = str(exc_value)
        self._limit = limit
        self._only = _traceback.format_exception_only(exc_value)
        self._chained = _whole(exc_value, exc_traceback, limit, True)
        self._alone = _whole(exc_value, exc_traceback, limit, False)
        self.__notes__ = getattr(exc_value, '__notes__', None)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, **kwargs):
        yield from self._only.splitlines(True)

    def format(self, *, chain=True, **kwargs):
        yield from (self._chained if chain else self._alone).splitlines(True)

    def print(self, *, file=None, chain=True, **kwargs):
        _print(self._chained if chain else self._alone, file)
