"""Warnings: filters, and how they are shown."""

import _warnings
import sys

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings', 'simplefilter', 'resetwarnings',
           'catch_warnings', 'deprecated']

filters = []
defaultaction = 'default'
onceregistry = {}
_filters_version = 1
_ACTIONS = ('error', 'ignore', 'always', 'all', 'default', 'module', 'once')


class WarningMessage:
    _WARNING_DETAILS = ('message', 'category', 'filename', 'lineno', 'file', 'line', 'source')

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f'{{message : {self.message!r}, category : {self._category_name!r}, filename : {self.filename!r}, '
                f'lineno : {self.lineno}, line : {self.line!r}}}')


def _source_line(filename, lineno):
    import linecache
    return linecache.getline(filename, lineno).strip()


_knows_tracemalloc = False  # a warning has told of it


def _format(msg):
    global _knows_tracemalloc
    category = msg.category.__name__
    text = f'{msg.filename}:{msg.lineno}: {category}: {msg.message}\n'
    line = msg.line.strip() if msg.line is not None else _source_line(msg.filename, msg.lineno)
    if line:
        text += f'  {line}\n'
    if msg.source is not None and (_knows_tracemalloc or not sys.is_finalizing()):
        _knows_tracemalloc = True  # what has been imported once is still there at the end
        text += f'{category}: Enable tracemalloc to get the object allocation traceback\n'
    return text


def formatwarning(message, category, filename, lineno, line=None):
    return _format(WarningMessage(message, category, filename, lineno, None, line))


def showwarning(message, category, filename, lineno, file=None, line=None):
    _show(WarningMessage(message, category, filename, lineno, file, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _show(msg):
    file = msg.file
    if formatwarning is not _formatwarning_orig:
        text = formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    else:
        text = _format(msg)
    if file is None:
        file = sys.stderr
        if file is None:
            return
    try:
        file.write(text)
    except OSError:
        pass


def _showwarnmsg(msg):
    if showwarning is not _showwarning_orig:
        showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
    else:
        _show(msg)


def _changed():
    global _filters_version
    _filters_version += 1


def _insert(item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _changed()


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    """Adds a filter. Loopscope compares `message` and `module` as plain text at the start, not as a pattern."""
    if action not in _ACTIONS:
        raise ValueError(f'invalid action: {action!r}')
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError('category must be a Warning subclass')
    _insert((action, message or None, category, module or None, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    if action not in _ACTIONS:
        raise ValueError(f'invalid action: {action!r}')
    _insert((action, None, category, None, lineno), append)


def resetwarnings():
    filters[:] = []
    _changed()


def _plain(pattern):
    """The text that a simple pattern stands for."""
    for mark in ('.*', '^', '$', '\\Z', '\\'):
        pattern = pattern.replace(mark, '')
    return pattern.lower()


def _matches(item, text, category, module, lineno):
    action, message, wanted, mod, line = item
    return ((message is None or text.lower().startswith(_plain(message))) and issubclass(category, wanted)
            and (mod is None or module == mod or module.lower().startswith(_plain(mod))) and (line == 0 or lineno == line))


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    lineno = int(lineno)
    if module is None:
        module = filename or '<unknown>'
        if module[-3:].lower() == '.py':
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get('version', 0) != _filters_version:
        registry.clear()
        registry['version'] = _filters_version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    _warnings.record(category.__name__, text)
    for item in filters:
        if _matches(item, text, category, module, lineno):
            action = item[0]
            break
    else:
        action = defaultaction
    if action == 'ignore':
        return
    if action == 'error':
        raise message
    if action == 'once':
        registry[key] = 1
        once = (text, category)
        if onceregistry.get(once):
            return
        onceregistry[once] = 1
    elif action == 'module':
        registry[key] = 1
        other = (text, category, 0)
        if registry.get(other):
            return
        registry[other] = 1
    elif action == 'default':
        registry[key] = 1
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    try:
        frame = sys._getframe(max(stacklevel, 1))
        while skip_file_prefixes and frame.f_code.co_filename.startswith(tuple(skip_file_prefixes)):
            frame = frame.f_back
            if frame is None:
                raise ValueError
    except ValueError:
        space = sys.__dict__
        filename = '<sys>'
        lineno = 0
    else:
        space = frame.f_globals
        filename = frame.f_code.co_filename
        lineno = frame.f_lineno
    module = space.get('__name__', '<string>')
    registry = space.setdefault('__warningregistry__', {})
    warn_explicit(message, category, filename, lineno, module, registry, space, source)


def _warn_unawaited(message, coroutine):
    warn(message, category=RuntimeWarning, stacklevel=2, source=coroutine)


class catch_warnings:
    """Restores the filters at its end; record=True collects warnings in a list."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules['warnings'] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append('record=True')
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f'Cannot enter {self!r} twice')
        self._entered = True
        module = self._module
        self._filters = module.filters[:]
        self._showwarning = module.showwarning
        self._show_function = module._show
        _changed()
        if self._record:
            log = []
            module._show = log.append
            module.showwarning = _showwarning_orig
        else:
            log = None
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f'Cannot exit {self!r} without entering first')
        module = self._module
        module.filters[:] = self._filters
        module.showwarning = self._showwarning
        module._show = self._show_function
        _changed()


class deprecated:
    """Marks a function or class as deprecated."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        message, category, level = self.message, self.category, self.stacklevel
        if isinstance(arg, type):
            original = arg.__init__

            def __init__(self, *args, **kwargs):
                warn(message, category=category, stacklevel=level + 1)
                original(self, *args, **kwargs)
            arg.__init__ = __init__
            arg.__deprecated__ = message
            return arg
        import functools

        @functools.wraps(arg)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=level + 1)
            return arg(*args, **kwargs)
        wrapper.__deprecated__ = message
        return wrapper


def _parse_option(option):
    parts = [part.strip() for part in option.split(':')] + [''] * 5
    action, message, category, module, lineno = parts[:5]
    full = [name for name in _ACTIONS if action and name.startswith(action)]
    if not full:
        raise ValueError(f'invalid action: {action!r}')
    import builtins
    kind = getattr(builtins, category, None) if category else Warning
    if not (isinstance(kind, type) and issubclass(kind, Warning)):
        raise ValueError(f'unknown warning category: {category!r}')
    return full[0], message, kind, module, int(lineno or 0)


def _start():
    for item in (('ignore', ResourceWarning, None), ('ignore', ImportWarning, None), ('ignore', PendingDeprecationWarning, None),
                 ('ignore', DeprecationWarning, None), ('default', DeprecationWarning, '__main__')):
        filters.insert(0, (item[0], None, item[1], item[2], 0))
    if _warnings.dev_mode():
        filters.insert(0, ('default', None, Warning, None, 0))
    for option in _warnings.filters():
        try:
            action, message, category, module, lineno = _parse_option(option)
        except ValueError as e:
            _warnings.print_error(f'Invalid -W option ignored: {e}\n')
        else:
            filterwarnings(action, message, category, module, lineno)


_start()
