"""Warnings: which are told, and how.

A warning passes three stages: `warn` finds the place that it is about, `_verdict` asks the filters what to do with it,
and `_tell` hands it to whoever listens: a recording `catch_warnings`, an overridden `showwarning`, or sys.stderr.
"""

import _warnings
import sys

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings', 'simplefilter', 'resetwarnings',
           'catch_warnings', 'deprecated']

filters = []
defaultaction = 'default'
onceregistry = {}

# What keeps a warning from being told again, as far as the actions differ in it: its line, its module, or anything.
_ACTIONS = {'default': 'line', 'always': None, 'ignore': None, 'module': 'module', 'once': 'program', 'error': None}


class _State:
    """What is not to be seen as an attribute of the module."""

    version = 1  # of the filters: a registry of another version is out of date
    knows_tracemalloc = False  # a warning has told of it
    record = None  # the list of the innermost catch_warnings(record=True), while showwarning is not overridden


class WarningMessage:
    """A warning on its way to be shown."""

    _WARNING_DETAILS = ('message', 'category', 'filename', 'lineno', 'file', 'line', 'source')

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        values = (message, category, filename, lineno, file, line, source)
        vars(self).update(zip(WarningMessage._WARNING_DETAILS, values), _category_name=category and category.__name__)

    def __str__(self):
        shown = {'message': repr(self.message), 'category': repr(self._category_name), 'filename': repr(self.filename),
                 'lineno': self.lineno, 'line': repr(self.line)}
        return '{' + ', '.join(f'{name} : {value}' for name, value in shown.items()) + '}'

    def _as_text(self):
        if self.line is None:
            import linecache
            code = linecache.getline(self.filename, self.lineno)
        else:
            code = self.line
        lines = [f'{self.filename}:{self.lineno}: {self.category.__name__}: {self.message}']
        if code.strip():
            lines.append('  ' + code.strip())
        if self.source is not None and (_State.knows_tracemalloc or not sys.is_finalizing()):
            _State.knows_tracemalloc = True  # what has been imported once is still there at the end
            lines.append(f'{self.category.__name__}: Enable tracemalloc to get the object allocation traceback')
        return '\n'.join(lines) + '\n'


# --- showing

def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning; assign another function to change it."""
    return WarningMessage(message, category, filename, lineno, line=line)._as_text()


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Writes a warning; assign another function to change it."""
    _write(WarningMessage(message, category, filename, lineno, file, line))


_own_format, _own_show = formatwarning, showwarning


def _write(told):
    if _State.record is not None:
        return _State.record.append(told)
    stream = sys.stderr if told.file is None else told.file
    if stream is None:
        return None
    plain = formatwarning is _own_format
    text = told._as_text() if plain else formatwarning(told.message, told.category, told.filename, told.lineno, told.line)
    try:
        stream.write(text)
    except OSError:
        pass  # nowhere else to say it


def _tell(told):
    if showwarning is _own_show:
        _write(told)
    elif callable(showwarning):
        showwarning(told.message, told.category, told.filename, told.lineno, told.file, told.line)
    else:
        raise TypeError('warnings.showwarning() must be set to a function or method')


# --- filters

def _add_filter(entry, append):
    _State.version += 1
    if append:
        if entry not in filters:
            filters.append(entry)
        return
    filters[:] = [entry] + [old for old in filters if old != entry]


def _checked(action, category, lineno):
    if action not in _ACTIONS:
        raise ValueError(f'invalid action: {action!r}')
    if not _is_category(category):
        raise TypeError('category must be a Warning subclass')
    if not isinstance(lineno, int):
        raise TypeError('lineno must be an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')


def _is_category(cls):
    return isinstance(cls, type) and issubclass(cls, Warning)


def _pattern(name, text, ignore_case):
    if not isinstance(text, str):
        raise TypeError(f'{name} must be a string')
    if not text:
        return None
    import re
    return re.compile(text, re.IGNORECASE if ignore_case else 0)


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    """Says what becomes of the warnings whose text and module match these patterns."""
    for name, text in (('message', message), ('module', module)):
        if action in _ACTIONS and not isinstance(text, str):
            raise TypeError(f'{name} must be a string')
    _checked(action, category, lineno)
    _add_filter((action, _pattern('message', message, True), category, _pattern('module', module, False), lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """The same for all texts and modules."""
    _checked(action, category, lineno)
    _add_filter((action, None, category, None, lineno), append)


def resetwarnings():
    """Takes all filters away."""
    _State.version += 1
    filters.clear()


def _fits(wanted, text):
    """A filter's text is a pattern, or the whole text itself."""
    return wanted is None or (wanted == text if isinstance(wanted, str) else bool(wanted.match(text)))


def _verdict(text, category, module, lineno):
    """The action of the first filter that fits."""
    for entry in filters:
        action, message, kind, place, line = entry
        if line in (0, lineno) and issubclass(category, kind) and _fits(message, text) and _fits(place, module):
            if action not in _ACTIONS:
                raise RuntimeError(f'Unrecognized action ({action!r}) in warnings.filters:\n {entry}')
            return action
    return defaultaction


# --- issuing

def _first_time(notes, key):
    known = key in notes
    notes[key] = True
    return not known


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Issues a warning about the given place; `registry` holds what has been told there."""
    import operator
    lineno = operator.index(lineno)
    if module is None:
        stem = filename or '<unknown>'
        module = stem[:-3] if stem.lower().endswith('.py') else stem
    notes = {} if registry is None else registry
    if notes.get('version', 0) != _State.version:
        notes.clear()
        notes['version'] = _State.version
    ready_made = isinstance(message, Warning)
    category = type(message) if ready_made else category
    text = str(message) if ready_made else message
    here = (text, category, lineno)
    if notes.get(here):
        return
    warning = message if ready_made else category(message)
    text = str(text)
    _warnings.record(category.__name__, text)
    action = _verdict(text, category, module, lineno)
    if action == 'error':
        raise warning
    if action == 'ignore':
        return
    reach = _ACTIONS[action]
    if reach:
        notes[here] = True
    if reach == 'module' and not _first_time(notes, (text, category)):
        return
    if reach == 'program' and not _first_time(onceregistry, (text, category)):
        return
    _tell(WarningMessage(warning, category, filename, lineno, source=source))


def _frame_outside(depth, prefixes):
    """The caller that is meant; None when the stack is not that deep."""
    frame = sys._getframe(2)
    for _ in range(depth - 1):
        frame = frame and frame.f_back
    while frame is not None and prefixes and frame.f_code.co_filename.startswith(prefixes):
        frame = frame.f_back
    return frame


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Issues a warning about the line that called, or one further out."""
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError(f"warn() argument 'skip_file_prefixes' must be tuple, not {type(skip_file_prefixes).__name__}")
    kind = type(message) if isinstance(message, Warning) else UserWarning if category is None else category
    if not _is_category(kind):
        raise TypeError(f"category must be a Warning subclass, not '{type(kind).__name__}'")
    depth = max(stacklevel, 2) if skip_file_prefixes else stacklevel
    frame = _frame_outside(depth, skip_file_prefixes)
    if frame is None:
        place, space = ('<sys>', 0), vars(sys)
    else:
        place, space = (frame.f_code.co_filename, frame.f_lineno), frame.f_globals
    notes = space.setdefault('__warningregistry__', {})
    warn_explicit(message, kind, *place, space.get('__name__', '<string>'), notes, space, source)


def _warn_unawaited(message, coroutine):
    warn(message, RuntimeWarning, 2, coroutine)


class catch_warnings:
    """Restores filters and showwarning at the end of its block; with record=True warnings come into a list."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._wants_list = record
        self._changed = sys.modules['warnings'] if module is None else module
        self._first_filter = action and (action, category, lineno, append)
        self._before = None

    def __repr__(self):
        extra = ['record=True'] * bool(self._wants_list)
        if self._changed is not sys.modules['warnings']:
            extra.append(f'module={self._changed!r}')
        return f"{type(self).__name__}({', '.join(extra)})"

    def __enter__(self):
        if self._before is not None:
            raise RuntimeError(f'Cannot enter {self!r} twice')
        module = self._changed
        self._before = (module.filters, module.showwarning, _State.record)
        module.filters = list(module.filters)
        _State.version += 1
        if self._wants_list:
            _State.record = []
            module.showwarning = _own_show
        caught = _State.record if self._wants_list else None
        if self._first_filter is not None:
            simplefilter(*self._first_filter)
        return caught

    def __exit__(self, *exc_info):
        if self._before is None:
            raise RuntimeError(f'Cannot exit {self!r} without entering first')
        self._changed.filters, self._changed.showwarning, _State.record = self._before
        _State.version += 1


class deprecated:
    """Marks a function or class as deprecated: type checkers say so, and so does a warning at each call."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message, self.category, self.stacklevel = message, category, stacklevel

    def _warn(self):
        warn(self.message, self.category, self.stacklevel + 2)

    def __call__(self, arg, /):
        result = arg
        if self.category is not None:
            if isinstance(arg, type):
                self._guard_class(arg)
            elif callable(arg):
                result = self._guarded(arg)
            else:
                raise TypeError('@deprecated decorator with non-None category must be applied to a class or callable, '
                                f'not {arg!r}')
        arg.__deprecated__ = result.__deprecated__ = self.message
        return result

    def _guarded(self, function):
        import functools
        import inspect

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self._warn()
            return function(*args, **kwargs)
        return inspect.markcoroutinefunction(wrapper) if inspect.iscoroutinefunction(function) else wrapper

    def _guard_class(self, cls):
        """Warns when the class itself, not one derived from it, is instantiated, and when one is derived."""
        notice, make, derive = self._warn, cls.__new__, cls.__init_subclass__

        def __new__(kind, /, *args, **kwargs):
            if kind is cls:
                notice()
            if make is object.__new__:
                if (args or kwargs) and kind.__init__ is object.__init__:
                    raise TypeError(f'{kind.__name__}() takes no arguments')
                args, kwargs = (), {}
            return make(kind, *args, **kwargs)

        def __init_subclass__(kind, /, **kwargs):
            notice()
            inherited = getattr(derive, '__func__', None)
            return inherited(kind, **kwargs) if inherited else derive(**kwargs)
        cls.__new__ = staticmethod(__new__)
        cls.__init_subclass__ = classmethod(__init_subclass__)


# --- -W options and PYTHONWARNINGS

def _named_category(name):
    """A class by its dotted name; ValueError says what is wrong with it."""
    module, _, attribute = (name if '.' in name else 'builtins.' + name).rpartition('.')
    try:
        space = __import__(module, None, None, [attribute])
    except ImportError:
        raise ValueError(f'invalid module name: {module!r}') from None
    cls = getattr(space, attribute, None)
    if cls is None:
        raise ValueError(f'unknown warning category: {name!r}')
    if not _is_category(cls):
        raise ValueError(f'invalid warning category: {name!r}')
    return cls


def _use_option(option):
    """Adds the filter that `action:message:category:module:lineno` describes."""
    fields = option.split(':')
    if len(fields) > 5:
        raise ValueError(f'too many fields (max 5): {option!r}')
    short, message, category, module, lineno = (field.strip() for field in fields + [''] * (5 - len(fields)))
    action = 'always' if short == 'all' else next((name for name in _ACTIONS if name.startswith(short)), None)
    if action is None:
        raise ValueError(f'invalid action: {short!r}')
    kind = _named_category(category) if category else Warning
    if message or module:
        import re
        message, module = re.escape(message), module and re.escape(module) + r'\Z'
    try:
        line = int(lineno or 0)
    except ValueError:
        line = -1
    if line < 0:
        raise ValueError(f'invalid lineno {lineno}' if lineno.startswith('-') else f'invalid lineno {lineno!r}')
    filterwarnings(action, message, kind, module, line)


def _start():
    quiet = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
    filters.append(('default', None, DeprecationWarning, '__main__', 0))
    filters.extend(('ignore', None, category, None, 0) for category in quiet)
    for option in sys.warnoptions:
        try:
            _use_option(option)
        except ValueError as error:
            _warnings.print_error(f'Invalid -W option ignored: {error}\n')


_start()
