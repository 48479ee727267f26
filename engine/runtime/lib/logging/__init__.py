"""Log records, loggers, handlers and formatters."""

import os
import sys
import time
import traceback

import _loopscope
import _thread

__all__ = ('BASIC_FORMAT BufferingFormatter CRITICAL DEBUG ERROR FATAL FileHandler Filter Formatter Handler INFO LogRecord '
           'Logger LoggerAdapter NOTSET NullHandler StreamHandler WARN WARNING addLevelName basicConfig captureWarnings '
           'critical debug disable error exception fatal getHandlerByName getHandlerNames getLevelName '
           'getLevelNamesMapping getLogger getLoggerClass info lastResort log makeLogRecord raiseExceptions '
           'setLoggerClass shutdown warn warning').split()

# Numbers and names; two names have a second one.
_LEVELS = {'CRITICAL': 50, 'ERROR': 40, 'WARNING': 30, 'INFO': 20, 'DEBUG': 10, 'NOTSET': 0}
_level_of_name = _LEVELS | {'FATAL': 50, 'WARN': 30}
_name_of_level = {number: name for name, number in _LEVELS.items()}
globals().update(_level_of_name)

BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
raiseExceptions = True
_started = time.time()

def getLevelName(level):
    """The name of a number, or the number of a name."""
    for table in (_name_of_level, _level_of_name):
        if level in table:
            return table[level]
    return f'Level {level}'


def getLevelNamesMapping():
    return {**_level_of_name}


def addLevelName(level, levelName):
    _name_of_level[level], _level_of_name[levelName] = levelName, level


def _checkLevel(level):
    if not isinstance(level, (int, str)):
        raise TypeError(f'Level not an integer or a valid string: {level!r}')
    number = _level_of_name.get(level) if isinstance(level, str) else level
    if number is None:
        raise ValueError(f'Unknown level: {level!r}')
    return number


class _HasLevel:
    """Loggers and handlers: what is less important than `level` is none of their business."""

    level = 0

    def setLevel(self, level):
        self.level = _checkLevel(level)


class LogRecord:
    """One event to be logged."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        if args and len(args) == 1 and args[0] and isinstance(args[0], dict):
            args, = args  # names for the gaps in msg
        filename = pathname.rpartition('/')[2]
        created = time.time()
        thread, thread_name = _running_thread()
        vars(self).update(
            name=name, msg=msg, args=args, levelname=getLevelName(level), levelno=level, pathname=pathname,
            filename=filename, module=filename.rpartition('.')[0] or filename, exc_info=exc_info, exc_text=None,
            stack_info=sinfo, lineno=lineno, funcName=func, created=created, msecs=int(created % 1 * 1000) + 0.0,
            relativeCreated=(created - _started) * 1000, thread=thread, threadName=thread_name,
            processName=_process_name(), process=os.getpid(), taskName=_task_name())

    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'

    def getMessage(self):
        text = str(self.msg)
        return text % self.args if self.args else text


def _of_module(name, ask, otherwise):
    """Asks a module that the program may not have imported, and then there is nothing to ask."""
    module = sys.modules.get(name)
    try:
        return otherwise if module is None else ask(module)
    except Exception:
        return otherwise


def _running_thread():
    ident = _thread.get_ident()
    return ident, _of_module('threading', lambda m: m.current_thread().name, 'MainThread')


def _process_name():
    return _of_module('multiprocessing', lambda m: m.current_process().name, 'MainProcess')


def _task_name():
    return _of_module('asyncio', lambda m: m.current_task().get_name(), None)


def makeLogRecord(dict):
    """A record with these attributes."""
    made = _record_factory(None, NOTSET, '', 0, '', (), None)
    vars(made).update(dict)
    return made


# --- formatting

class PercentStyle:
    """%(name)s"""

    default_format, basic_format = '%(message)s', BASIC_FORMAT
    _time_mark = '%(asctime)'

    def __init__(self, fmt, *, defaults=None):
        self._fmt, self._defaults = fmt or self.default_format, defaults

    def usesTime(self):
        return self._time_mark in self._fmt

    def validate(self):
        """ValueError unless there is a gap in it, and every gap is well made."""
        import re
        if not re.search(r'%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]', self._fmt, re.I):
            raise ValueError(f"Invalid format '{self._fmt}' for '{self.default_format[0]}' style")

    def _fill(self, values):
        return self._fmt % values

    def format(self, record):
        try:
            return self._fill({**(self._defaults or {}), **vars(record)})
        except KeyError as missing:
            raise ValueError(f'Formatting field not found in record: {missing}')


class StrFormatStyle(PercentStyle):
    """{name}"""

    default_format, basic_format = '{message}', '{levelname}:{name}:{message}'
    _time_mark = '{asctime'

    def validate(self):
        import string
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(self._fmt) if name is not None]
        except ValueError as error:
            raise ValueError(f'invalid format: {error}')
        if not names:
            raise ValueError('invalid format: no fields')

    def _fill(self, values):
        return self._fmt.format(**values)


class StringTemplateStyle(PercentStyle):
    """$name"""

    default_format, basic_format = '${message}', '${levelname}:${name}:${message}'

    def _template(self):
        import string
        return string.Template(self._fmt)

    def usesTime(self):
        return 'asctime' in self._template().get_identifiers()

    def validate(self):
        template = self._template()
        if not template.is_valid():
            raise ValueError("invalid format: bare '$' not allowed")
        if not template.get_identifiers():
            raise ValueError('invalid format: no fields')

    def _fill(self, values):
        return self._template().substitute(values)


_STYLES = {'%': PercentStyle, '{': StrFormatStyle, '$': StringTemplateStyle}


def _style_for(style):
    if style in _STYLES:
        return _STYLES[style]
    raise ValueError('Style must be one of: ' + ','.join(_STYLES))


class Formatter:
    """Makes text of a record."""

    converter = time.localtime
    default_time_format = '%Y-%m-%d %H:%M:%S'
    default_msec_format = '%s,%03d'

    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        self._style = _style_for(style)(fmt, defaults=defaults)
        if validate:
            self._style.validate()
        self._fmt, self.datefmt = self._style._fmt, datefmt

    def formatTime(self, record, datefmt=None):
        """The record's time, by datefmt or as default_time_format and default_msec_format say."""
        moment = self.converter(record.created)
        shown = time.strftime(datefmt or self.default_time_format, moment)
        plain = datefmt or not self.default_msec_format
        return shown if plain else self.default_msec_format % (shown, record.msecs)

    def formatException(self, ei):
        return ''.join(traceback.format_exception(ei[1])).rstrip('\n')

    def formatStack(self, stack_info):
        return stack_info

    def usesTime(self):
        return self._style.usesTime()

    def formatMessage(self, record):
        return self._style.format(record)

    def format(self, record):
        """The text; record.message, asctime and exc_text are set on the way."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        # Another formatter may have made the text of the exception already.
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        stack = record.stack_info and self.formatStack(record.stack_info)
        parts = [self.formatMessage(record), *filter(None, (record.exc_text, stack))]
        return ''.join(part if part.endswith('\n') else part + '\n' for part in parts[:-1]) + parts[-1]


class BufferingFormatter:
    """Makes one text of several records."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or Formatter()

    def formatHeader(self, records):
        return ''

    def formatFooter(self, records):
        return ''

    def format(self, records):
        if not records:
            return ''
        return self.formatHeader(records) + ''.join(self.linefmt.format(r) for r in records) + self.formatFooter(records)


_default_formatter = Formatter()


# --- filters and handlers

class Filter:
    """Lets through what a logger, or one below it, has logged."""

    def __init__(self, name=''):
        self.name = name

    def filter(self, record):
        return not self.name or record.name == self.name or record.name.startswith(self.name + '.')


class Filterer:
    """Loggers and handlers: each filter may refuse a record, or put another in its place."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        self.filters += [] if filter in self.filters else [filter]

    def removeFilter(self, filter):
        self.filters = [one for one in self.filters if one is not filter]

    def filter(self, record):
        for one in self.filters:
            answer = getattr(one, 'filter', one)(record)
            if not answer:
                return False
            record = answer if isinstance(answer, LogRecord) else record
        return record


_all_handlers = []


def getHandlerByName(name):
    return next((handler for handler in _all_handlers if handler.name == name), None)


def getHandlerNames():
    return frozenset(handler.name for handler in _all_handlers if handler.name is not None)


class Handler(_HasLevel, Filterer):
    """Where records go."""

    formatter = None

    def __init__(self, level=0):
        super().__init__()
        self.setLevel(level)
        self.name = None
        self.createLock()
        _all_handlers.append(self)

    def __repr__(self):
        return f'<{type(self).__name__} ({getLevelName(self.level)})>'

    def get_name(self):
        return self.name

    def set_name(self, name):
        self.name = name

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or _default_formatter).format(record)

    def emit(self, record):
        raise NotImplementedError('emit must be implemented by Handler subclasses')

    def handle(self, record):
        """Emits what the filters let through, one thread at a time."""
        answer = self.filter(record)
        if answer:
            self.acquire()
            try:
                self.emit(answer if isinstance(answer, LogRecord) else record)
            finally:
                self.release()
        return answer

    def createLock(self):
        self.lock = _thread._quiet_rlock()

    def acquire(self):
        if self.lock is not None:
            self.lock.acquire()

    def release(self):
        if self.lock is not None:
            self.lock.release()

    def flush(self):
        """For those that keep something back."""

    def close(self):
        if self in _all_handlers:
            _all_handlers.remove(self)

    def handleError(self, record):
        """Tells that the record could not be emitted; the program goes on."""
        if not (raiseExceptions and sys.stderr):
            return
        report = ['--- Logging error ---\n', *traceback.format_exception(sys.exception())]
        frame = sys._getframe(1)
        while frame is not None and _of_library(frame):
            frame = frame.f_back
        if frame is not None:
            report += ['Call stack:\n', *traceback.format_stack(frame)]
        report.append(f'Message: {record.msg!r}\nArguments: {record.args}\n')
        sys.stderr.write(''.join(report))


class StreamHandler(Handler):
    """Writes lines to a stream: sys.stderr when none is given."""

    terminator = '\n'

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def __repr__(self):
        name = str(getattr(self.stream, 'name', ''))
        return f'<{type(self).__name__} {name + " " if name else ""}({getLevelName(self.level)})>'

    def flush(self):
        flush = getattr(self.stream, 'flush', None) if self.stream else None
        if flush is not None:
            with self.lock:
                flush()

    def setStream(self, stream):
        """Writes elsewhere from now on; returns the old stream, None if it is the same."""
        old = self.stream
        if stream is old:
            return None
        with self.lock:
            self.flush()
            self.stream = stream
        return old

    def emit(self, record):
        try:
            line = self.format(record)
            self.stream.write(line + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)


class _StderrHandler(StreamHandler):
    """Always writes to what sys.stderr is at the moment."""

    stream = property(lambda self: sys.stderr, lambda self, value: None)

    def __init__(self, level=0):
        super().__init__()
        self.setLevel(level)


class FileHandler(StreamHandler):

    def __init__(self, filename, *args, **kwargs):
        raise NotImplementedError('logging.FileHandler: the simulated world has no files; use a StreamHandler')


class NullHandler(Handler):
    """Says nothing."""

    def handle(self, record):
        pass

    def emit(self, record):
        pass


lastResort = _StderrHandler(WARNING)


# --- loggers

def _of_library(frame):
    return frame.f_globals.get('__name__', '').partition('.')[0] == __name__


def _current_exception(exc_info):
    if isinstance(exc_info, BaseException):
        return (type(exc_info), exc_info, exc_info.__traceback__)
    if isinstance(exc_info, tuple):
        return exc_info
    return sys.exc_info()


def _level_method(name):
    """debug(), info() and the others of a logger."""
    number = _LEVELS[name.upper()]

    def method(self, msg, *args, **kwargs):
        if self.isEnabledFor(number):
            self._log(number, msg, args, **kwargs)

    method.__name__, method.__qualname__ = name, f'Logger.{name}'
    return method


class Logger(_HasLevel, Filterer):
    """A channel with a dotted name; what it logs goes to its handlers and to those of its parents."""

    parent = None

    def __init__(self, name, level=0):
        super().__init__()
        self.setLevel(level)
        self.name, self.handlers = name, []
        self.propagate, self.disabled = True, False

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>'

    def _ancestors(self):
        """Itself and those above it."""
        at = self
        while at is not None:
            yield at
            at = at.parent

    def getEffectiveLevel(self):
        return next((logger.level for logger in self._ancestors() if logger.level), 0)

    def isEnabledFor(self, level):
        return not self.disabled and level > _manager.disable and level >= self.getEffectiveLevel()

    debug, info, warning, error, critical = map(_level_method, ('debug', 'info', 'warning', 'error', 'critical'))
    fatal = critical

    def warn(self, msg, *args, **kwargs):
        import warnings
        warnings.warn("The 'warn' method is deprecated, use 'warning' instead", DeprecationWarning, 2)
        self.warning(msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """error() with the exception that is handled."""
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def log(self, level, msg, *args, **kwargs):
        if isinstance(level, int):
            if self.isEnabledFor(level):
                self._log(level, msg, args, **kwargs)
        elif raiseExceptions:
            raise TypeError('level must be an integer')

    def findCaller(self, stack_info=False, stacklevel=1):
        """File, line, function and stack of whoever logs; frames of this package do not count."""
        frame = sys._getframe(1)
        steps = stacklevel
        while frame.f_back is not None:
            if not _of_library(frame):
                steps -= 1
                if steps <= 0:
                    break
            frame = frame.f_back
        stack = ''.join(traceback.format_stack(frame)).rstrip('\n') if stack_info else ''
        return (frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name,
                'Stack (most recent call last):\n' + stack if stack_info else None)

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        record = _record_factory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key in extra or ():
            if key in ('message', 'asctime') or key in record.__dict__:
                raise KeyError(f'Attempt to overwrite {key!r} in LogRecord')
            record.__dict__[key] = extra[key]
        return record

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        path, line, function, stack = self.findCaller(stack_info, stacklevel)
        error = _current_exception(exc_info) if exc_info else exc_info
        self.handle(self.makeRecord(self.name, level, path, line, msg, args, error, function, extra, stack))

    def handle(self, record):
        """Gives the record to the handlers, unless a filter objects."""
        answer = not self.disabled and self.filter(record)
        if not answer:
            return
        if isinstance(answer, LogRecord):
            record = answer
        if _loopscope.is_recording():
            try:
                message = record.getMessage()
            except Exception:
                message = str(record.msg)  # the handlers will complain
            _loopscope.log(record.levelno, record.name, message)
        self.callHandlers(record)

    def addHandler(self, hdlr):
        self.handlers += [] if hdlr in self.handlers else [hdlr]

    def removeHandler(self, hdlr):
        self.handlers = [one for one in self.handlers if one is not hdlr]

    def _reached_handlers(self):
        """Those of its own and of its parents, as far as records are passed on."""
        for logger in self._ancestors():
            yield from logger.handlers
            if not logger.propagate:
                break

    def hasHandlers(self):
        return any(True for _ in self._reached_handlers())

    def callHandlers(self, record):
        reached = list(self._reached_handlers()) or ([] if lastResort is None else [lastResort])
        for handler in reached:
            if record.levelno >= handler.level:
                handler.handle(record)

    def getChild(self, suffix):
        if self is not root:
            suffix = f'{self.name}.{suffix}'
        return getLogger(suffix)

    def getChildren(self):
        return {logger for logger in _manager.loggerDict.values() if logger.parent is self}


class RootLogger(Logger):
    """The one above all others."""

    def __init__(self, level):
        super().__init__('root', level)


_logger_class = Logger
_record_factory = LogRecord


def setLoggerClass(klass):
    global _logger_class
    if klass is not Logger and not issubclass(klass, Logger):
        raise TypeError(f'logger not derived from logging.Logger: {klass.__name__}')
    _logger_class = klass


def getLoggerClass():
    return _logger_class


def setLogRecordFactory(factory):
    global _record_factory
    _record_factory = factory


def getLogRecordFactory():
    return _record_factory


root = RootLogger(WARNING)
Logger.root = root


class Manager:
    """All loggers by name."""

    def __init__(self, rootnode):
        self.root = rootnode
        self.disable = 0
        self.loggerDict = {}

    def getLogger(self, name):
        if not isinstance(name, str):
            raise TypeError('A logger name must be a string')
        logger = self.loggerDict.get(name)
        if logger is None:
            logger = self.loggerDict[name] = _logger_class(name)
            logger.manager = self
            logger.parent = self._parent_of(name)
            # Loggers that exist further down now have a nearer parent.
            for other in self.loggerDict.values():
                if other is not logger and other.name.startswith(name + '.'):
                    if other.parent is self.root or len(other.parent.name) < len(name):
                        other.parent = logger
        return logger

    def _parent_of(self, name):
        while True:
            name = name.rpartition('.')[0]
            if not name:
                return self.root
            if name in self.loggerDict:
                return self.loggerDict[name]


_manager = Manager(root)
Logger.manager = _manager


class LoggerAdapter:
    """A logger that adds something to every record. What it does not know itself is the logger's."""

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    def process(self, msg, kwargs):
        """The message and the keywords as they go to the logger."""
        given = kwargs.get('extra') if self.merge_extra else None
        return msg, {**kwargs, 'extra': {**self.extra, **given} if given else self.extra}

    def log(self, level, msg, *args, **kwargs):
        if self.logger.isEnabledFor(level):
            text, keywords = self.process(msg, kwargs)
            self.logger.log(level, text, *args, **keywords)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    name = property(lambda self: self.logger.name)
    manager = property(lambda self: self.logger.manager)

    def __repr__(self):
        return f'<{type(self).__name__} {self.logger.name} ({getLevelName(self.logger.getEffectiveLevel())})>'


def _adapter_method(name):
    def method(self, msg, *args, **kwargs):
        self.log(_LEVELS[name.upper()], msg, *args, **kwargs)

    return method


def _loggers_own(name):
    return lambda self, *args: getattr(self.logger, name)(*args)


for _name in ('debug', 'info', 'warning', 'error', 'critical'):
    setattr(LoggerAdapter, _name, _adapter_method(_name))
for _name in ('isEnabledFor', 'setLevel', 'getEffectiveLevel', 'hasHandlers'):
    setattr(LoggerAdapter, _name, _loggers_own(_name))


# --- functions on the root logger

def getLogger(name=None):
    """The logger of that name, the same one each time; the root without a name."""
    is_root = not name or isinstance(name, str) and name == root.name
    return root if is_root else _manager.getLogger(name)


def disable(level=50):
    """Nothing of this importance or less is logged any more."""
    _manager.disable = _checkLevel(level)


_CONFIG = {'force': False, 'encoding': None, 'errors': None, 'handlers': None, 'filename': None, 'filemode': None,
           'stream': None, 'datefmt': None, 'style': '%', 'format': None, 'level': None}


def basicConfig(**kwargs):
    """Gives the root logger a handler, unless it has one (or `force` takes them away)."""
    wish = {**_CONFIG, **kwargs}
    if wish['force']:
        while root.handlers:
            old = root.handlers[-1]
            root.removeHandler(old)
            old.close()
    if root.handlers:
        return
    handlers, elsewhere = wish['handlers'], [name for name in ('stream', 'filename') if wish[name] is not None]
    if handlers is not None and elsewhere:
        raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
    if len(elsewhere) > 1:
        raise ValueError("'stream' and 'filename' should not be specified together")
    if handlers is None:
        handlers = [FileHandler(wish['filename']) if 'filename' in elsewhere else StreamHandler(wish['stream'])]
    style = _style_for(wish['style'])
    formatter = Formatter(wish['format'] or style.basic_format, wish['datefmt'], wish['style'])
    if unknown := [name for name in kwargs if name not in _CONFIG]:
        raise ValueError(f"Unrecognised argument(s): {', '.join(unknown)}")
    for handler in handlers:
        handler.formatter = handler.formatter or formatter
        root.addHandler(handler)
    if wish['level'] is not None:
        root.setLevel(wish['level'])


def _root_function(name):
    """The method of the root logger, which gets a handler first if it has none."""
    def function(*args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(*args, **kwargs)

    function.__name__ = function.__qualname__ = name
    return function


debug, info, warning, error, critical, exception, log = map(_root_function, (
    'debug', 'info', 'warning', 'error', 'critical', 'exception', 'log'))
fatal = critical


def warn(msg, *args, **kwargs):
    import warnings
    warnings.warn("The 'warn' function is deprecated, use 'warning' instead", DeprecationWarning, 2)
    warning(msg, *args, **kwargs)


def shutdown(handlerList=None):
    for handler in list(_all_handlers):
        handler.flush()
        handler.close()


_showed_before = []  # warnings.showwarning, while warnings are captured


def captureWarnings(capture):
    """Warnings become records of the logger py.warnings."""
    import warnings
    if capture and not _showed_before:
        _showed_before.append(warnings.showwarning)
        warnings.showwarning = _log_warning
    elif _showed_before and not capture:
        warnings.showwarning = _showed_before.pop()


def _log_warning(message, category, filename, lineno, file=None, line=None):
    import warnings
    if file is None:
        getLogger('py.warnings').warning('%s', warnings.formatwarning(message, category, filename, lineno, line))
    elif _showed_before:
        _showed_before[0](message, category, filename, lineno, file, line)
