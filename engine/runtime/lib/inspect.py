"""Looking at live objects."""

import sys
import types

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = 'GEN_CREATED', 'GEN_RUNNING', 'GEN_SUSPENDED', 'GEN_CLOSED'
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = 'CORO_CREATED', 'CORO_RUNNING', 'CORO_SUSPENDED', 'CORO_CLOSED'
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = 'AGEN_CREATED', 'AGEN_RUNNING', 'AGEN_SUSPENDED', 'AGEN_CLOSED'


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or isinstance(object, types.MethodDescriptorType)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    return isinstance(object, types.AsyncGeneratorType)


def isframe(object):
    return isinstance(object, types.FrameType)


def istraceback(object):
    return isinstance(object, types.TracebackType)


def iscode(object):
    return isinstance(object, types.CodeType)


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, '__abstractmethods__', None))


def isdatadescriptor(object):
    return not isclass(object) and (hasattr(type(object), '__set__') or hasattr(type(object), '__delete__'))


def isawaitable(object):
    return (isinstance(object, types.CoroutineType)
            or (isinstance(object, types.GeneratorType) and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE))
            or hasattr(type(object), '__await__'))


def _unwrapped(f):
    import functools
    while True:
        if isinstance(f, functools.partial):
            f = f.func
        elif ismethod(f):
            f = f.__func__
        else:
            return f


def _has_flag(f, flag):
    f = _unwrapped(f)
    return isfunction(f) and bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    return _has_flag(obj, CO_GENERATOR)


def isasyncgenfunction(obj):
    return _has_flag(obj, CO_ASYNC_GENERATOR)


_marked = set()


def markcoroutinefunction(func):
    _unwrapped(func)._is_coroutine_mark = True
    return func


def iscoroutinefunction(obj):
    return _has_flag(obj, CO_COROUTINE) or getattr(_unwrapped(obj), '_is_coroutine_mark', False) is True


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getcoroutinestate(coroutine):
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getasyncgenstate(agen):
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_suspended:
        return AGEN_SUSPENDED
    return AGEN_CLOSED if agen.ag_frame is None else AGEN_CREATED


def getgeneratorlocals(generator):
    return generator.gi_frame.f_locals if generator.gi_frame is not None else {}


def getcoroutinelocals(coroutine):
    return coroutine.cr_frame.f_locals if coroutine.cr_frame is not None else {}


def getasyncgenlocals(agen):
    return agen.ag_frame.f_locals if agen.ag_frame is not None else {}


def currentframe():
    return sys._getframe(1)


class FrameInfo(tuple):
    __slots__ = ()

    def __new__(cls, frame, filename, lineno, function, code_context, index):
        return tuple.__new__(cls, (frame, filename, lineno, function, code_context, index))

    frame = property(lambda self: self[0])
    filename = property(lambda self: self[1])
    lineno = property(lambda self: self[2])
    function = property(lambda self: self[3])
    code_context = property(lambda self: self[4])
    index = property(lambda self: self[5])


def _info(frame, lineno):
    import linecache
    line = linecache.getline(frame.f_code.co_filename, lineno)
    return FrameInfo(frame, frame.f_code.co_filename, lineno, frame.f_code.co_name, [line] if line else None, 0 if line else None)


def stack(context=1):
    frame = sys._getframe(1)
    found = []
    while frame is not None:
        found.append(_info(frame, frame.f_lineno))
        frame = frame.f_back
    return found


def trace(context=1):
    tb = sys.exception().__traceback__
    found = []
    while tb is not None:
        found.append(_info(tb.tb_frame, tb.tb_lineno))
        tb = tb.tb_next
    return found


def getdoc(object):
    doc = getattr(object, '__doc__', None)
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    lines = doc.expandtabs().split('\n')
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def getmodule(object):
    return sys.modules.get(getattr(object, '__module__', None))


def getfile(object):
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, '__file__', None):
            return module.__file__
        raise OSError('source code not available')
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError(f'module, class, method, function, traceback, frame, or code object was expected, got {type(object).__name__}')


getsourcefile = getfile


def getsourcelines(object):
    import linecache
    lines = linecache.getlines(getfile(object))
    if ismodule(object):
        return lines, 0
    object = _unwrapped(object)
    if isfunction(object):
        object = object.__code__
    if isclass(object):
        start = next((i for i, line in enumerate(lines) if line.lstrip().startswith(f'class {object.__name__}')), None)
        if start is None:
            raise OSError('could not find class definition')
    else:
        start = object.co_firstlineno - 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    seen_body = not lines[start].lstrip().startswith('@')
    while end < len(lines):
        line = lines[end]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            if seen_body:
                break
            seen_body = not line.lstrip().startswith('@')
        end += 1
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return lines[start:end], start + 1


def getsource(object):
    return ''.join(getsourcelines(object)[0])


def getmembers(object, predicate=None):
    found = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return sorted(found, key=lambda item: item[0])


def getmro(cls):
    return cls.__mro__


def unwrap(func, *, stop=None):
    while hasattr(func, '__wrapped__') and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def getattr_static(obj, attr, default=types):
    for space in [getattr(obj, '__dict__', {})] + [c.__dict__ for c in type(obj).__mro__]:
        if attr in space:
            return space[attr]
    if default is types:
        raise AttributeError(attr)
    return default


class _Empty:
    pass


class _Kind(int):
    def __new__(cls, value, name, description):
        self = int.__new__(cls, value)
        self.name = name
        self.description = description
        return self

    def __str__(self):
        return self.name

    __repr__ = __str__


class Parameter:
    empty = _Empty
    POSITIONAL_ONLY = _Kind(0, 'POSITIONAL_ONLY', 'positional-only')
    POSITIONAL_OR_KEYWORD = _Kind(1, 'POSITIONAL_OR_KEYWORD', 'positional or keyword')
    VAR_POSITIONAL = _Kind(2, 'VAR_POSITIONAL', 'variadic positional')
    KEYWORD_ONLY = _Kind(3, 'KEYWORD_ONLY', 'keyword-only')
    VAR_KEYWORD = _Kind(4, 'VAR_KEYWORD', 'variadic keyword')

    def __init__(self, name, kind, *, default=_Empty, annotation=_Empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def replace(self, **changes):
        values = {'name': self.name, 'kind': self.kind, 'default': self.default, 'annotation': self.annotation, **changes}
        return Parameter(values.pop('name'), values.pop('kind'), **values)

    def __str__(self):
        text = self.name
        if self.annotation is not _Empty:
            shown = self.annotation
            text += ': ' + (shown.__name__ if isinstance(shown, type) else repr(shown))
        if self.default is not _Empty:
            text += (' = ' if self.annotation is not _Empty else '=') + repr(self.default)
        return {2: '*', 4: '**'}.get(int(self.kind), '') + text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def __eq__(self, other):
        return isinstance(other, Parameter) and (self.name, int(self.kind), self.default, self.annotation) == (
            other.name, int(other.kind), other.default, other.annotation)

    __hash__ = None


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        found = []
        for name, p in self.signature.parameters.items():
            if p.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD) or name not in self.arguments:
                break
            if p.kind == Parameter.VAR_POSITIONAL:
                found.extend(self.arguments[name])
            else:
                found.append(self.arguments[name])
        return tuple(found)

    @property
    def kwargs(self):
        found = {}
        for name, p in self.signature.parameters.items():
            if name not in self.arguments:
                continue
            if p.kind == Parameter.KEYWORD_ONLY:
                found[name] = self.arguments[name]
            elif p.kind == Parameter.VAR_KEYWORD:
                found.update(self.arguments[name])
        return found

    def apply_defaults(self):
        complete = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                complete[name] = self.arguments[name]
            elif p.default is not _Empty:
                complete[name] = p.default
            elif p.kind == Parameter.VAR_POSITIONAL:
                complete[name] = ()
            elif p.kind == Parameter.VAR_KEYWORD:
                complete[name] = {}
        self.arguments = complete


class Signature:
    empty = _Empty

    def __init__(self, parameters=None, *, return_annotation=_Empty):
        self.parameters = types.MappingProxyType({p.name: p for p in parameters or ()})
        self.return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, **kwargs):
        return signature(obj)

    def replace(self, *, parameters=None, return_annotation=_Empty):
        return Signature(self.parameters.values() if parameters is None else parameters,
                         return_annotation=self.return_annotation if return_annotation is _Empty else return_annotation)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        args = list(args)
        kwargs = dict(kwargs)
        for name, p in self.parameters.items():
            if p.kind == Parameter.VAR_POSITIONAL:
                if args:
                    arguments[name] = tuple(args)
                    args = []
            elif p.kind == Parameter.VAR_KEYWORD:
                if kwargs:
                    arguments[name] = kwargs
                    kwargs = {}
            elif p.kind != Parameter.KEYWORD_ONLY and args:
                if name in kwargs and p.kind != Parameter.POSITIONAL_ONLY:
                    raise TypeError(f'multiple values for argument {name!r}')
                arguments[name] = args.pop(0)
            elif name in kwargs and p.kind != Parameter.POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif p.default is _Empty and not partial:
                kind = ' keyword-only' if p.kind == Parameter.KEYWORD_ONLY else ''
                raise TypeError(f'missing a required{kind} argument: {name!r}')
        if args:
            raise TypeError('too many positional arguments')
        if kwargs:
            raise TypeError(f'got an unexpected keyword argument {next(iter(kwargs))!r}')
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def __str__(self):
        parts = []
        last = None
        star = False
        for p in self.parameters.values():
            if last == Parameter.POSITIONAL_ONLY and p.kind != Parameter.POSITIONAL_ONLY:
                parts.append('/')
            if p.kind == Parameter.VAR_POSITIONAL:
                star = True
            elif p.kind == Parameter.KEYWORD_ONLY and not star:
                parts.append('*')
                star = True
            parts.append(str(p))
            last = p.kind
        if last == Parameter.POSITIONAL_ONLY:
            parts.append('/')
        text = f"({', '.join(parts)})"
        if self.return_annotation is not _Empty:
            shown = self.return_annotation
            text += ' -> ' + (shown.__name__ if isinstance(shown, type) else repr(shown))
        return text

    def __repr__(self):
        return f'<Signature {self}>'

    def __eq__(self, other):
        return isinstance(other, Signature) and list(self.parameters.items()) == list(other.parameters.items())

    __hash__ = None


def signature(obj, *, follow_wrapped=True, **kwargs):
    import functools
    if not callable(obj):
        raise TypeError(f'{obj!r} is not a callable object')
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, '__signature__'))
    if isinstance(obj, types.MethodType):
        sig = signature(obj.__func__)
        return sig.replace(parameters=list(sig.parameters.values())[1:])
    if isinstance(obj, functools.partial):
        sig = signature(obj.func)
        left = list(sig.parameters.values())[len(obj.args):]
        return sig.replace(parameters=[p.replace(default=obj.keywords[p.name]) if p.name in obj.keywords else p for p in left])
    if isinstance(obj, type):
        init = obj.__init__ if obj.__init__ is not object.__init__ else obj.__new__
        if not isfunction(init):
            return Signature()
        sig = signature(init)
        return Signature(list(sig.parameters.values())[1:])
    if not isfunction(obj):
        call = getattr(type(obj), '__call__', None)
        if isfunction(call):
            return signature(types.MethodType(call, obj))
        raise ValueError(f'no signature found for builtin {obj!r}')
    code = obj.__code__
    names = code.co_varnames
    annotations = obj.__annotations__
    defaults = obj.__defaults__ or ()
    keyword_defaults = obj.__kwdefaults__ or {}
    count = code.co_argcount
    parameters = []
    for i, name in enumerate(names[:count]):
        kind = Parameter.POSITIONAL_ONLY if i < code.co_posonlyargcount else Parameter.POSITIONAL_OR_KEYWORD
        k = i - (count - len(defaults))
        parameters.append(Parameter(name, kind, default=defaults[k] if k >= 0 else _Empty, annotation=annotations.get(name, _Empty)))
    at = count + code.co_kwonlyargcount
    if code.co_flags & CO_VARARGS:
        parameters.append(Parameter(names[at], Parameter.VAR_POSITIONAL, annotation=annotations.get(names[at], _Empty)))
        at += 1
    for name in names[count:count + code.co_kwonlyargcount]:
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=keyword_defaults.get(name, _Empty),
                                    annotation=annotations.get(name, _Empty)))
    if code.co_flags & CO_VARKEYWORDS:
        parameters.append(Parameter(names[at], Parameter.VAR_KEYWORD, annotation=annotations.get(names[at], _Empty)))
    return Signature(parameters, return_annotation=annotations.get('return', _Empty))
