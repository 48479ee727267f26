"""Looking at live objects."""

import sys
import types

_FLAGS = {'OPTIMIZED': 1, 'NEWLOCALS': 2, 'VARARGS': 4, 'VARKEYWORDS': 8, 'NESTED': 16, 'GENERATOR': 32,
          'COROUTINE': 128, 'ITERABLE_COROUTINE': 256, 'ASYNC_GENERATOR': 512}
globals().update({f'CO_{name}': value for name, value in _FLAGS.items()})
globals().update({f'{kind}_{state}': f'{kind}_{state}' for kind in ('GEN', 'CORO', 'AGEN')
                  for state in ('CREATED', 'RUNNING', 'SUSPENDED', 'CLOSED')})


# --- what something is -----------------------------------------------------------------------------------------------

def _tells(name, *kinds):
    """A predicate for objects of these types."""
    def tell(object):
        return isinstance(object, kinds)

    tell.__name__ = tell.__qualname__ = name
    return tell


_PREDICATES = {
    'ismodule': ('Module',), 'ismethod': ('Method',), 'isfunction': ('Function',), 'isbuiltin': ('BuiltinFunction',),
    'isgenerator': ('Generator',), 'iscoroutine': ('Coroutine',), 'isasyncgen': ('AsyncGenerator',),
    'isframe': ('Frame',), 'istraceback': ('Traceback',), 'iscode': ('Code',),
    'ismethodwrapper': ('MethodWrapper',),
    'isroutine': ('BuiltinFunction', 'Function', 'Method', 'MethodDescriptor', 'WrapperDescriptor', 'MethodWrapper',
                  'ClassMethodDescriptor'),
}
for _name, _kinds in _PREDICATES.items():
    globals()[_name] = _tells(_name, *(getattr(types, kind + 'Type') for kind in _kinds))
isclass = _tells('isclass', type)


def _has_any(kind, *names):
    return any(name in vars(cls) for cls in kind.__mro__ for name in names)


def isabstract(object):
    """A class that cannot have instances, because methods are missing."""
    return isclass(object) and len(getattr(object, '__abstractmethods__', ())) > 0


def isdatadescriptor(object):
    """Something in a class that decides about assignments."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return _has_any(type(object), '__set__', '__delete__')


def ismethoddescriptor(object):
    """Something in a class that becomes a method, and is no Python function."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return _has_any(type(object), '__get__') and not _has_any(type(object), '__set__', '__delete__')


def isawaitable(object):
    """Whether `await` takes it."""
    if isgenerator(object):
        return bool(object.gi_code.co_flags & _FLAGS['ITERABLE_COROUTINE'])
    return iscoroutine(object) or _has_any(type(object), '__await__')


def _function_behind(f):
    """The function that a method or a partial leads to."""
    while True:
        inner = getattr(f, '__func__', None) if ismethod(f) else getattr(f, 'func', None) if _is_partial(f) else None
        if inner is None:
            return f
        f = inner


def _is_partial(f):
    functools = sys.modules.get('functools')
    return functools is not None and isinstance(f, functools.partial)


def _makes(flag):
    def tell(obj):
        function = _function_behind(obj)
        return isfunction(function) and function.__code__.co_flags & _FLAGS[flag] != 0

    return tell


isgeneratorfunction, isasyncgenfunction, _is_async_def = map(_makes, ('GENERATOR', 'ASYNC_GENERATOR', 'COROUTINE'))
_MARK = '_is_coroutine_mark'


def markcoroutinefunction(func):
    """Lets a function that returns an awaitable pass for a coroutine function."""
    setattr(_function_behind(func), _MARK, True)
    return func


def iscoroutinefunction(obj):
    return _is_async_def(obj) or getattr(_function_behind(obj), _MARK, None) is True


# --- how far something has run ---------------------------------------------------------------------------------------

def _observers(kind, prefix):
    """get…state() and get…locals() of one kind of generator."""
    def state(object):
        if getattr(object, prefix + 'running'):
            word = 'RUNNING'
        elif getattr(object, prefix + 'suspended'):
            word = 'SUSPENDED'
        else:
            word = 'CREATED' if getattr(object, prefix + 'frame') else 'CLOSED'
        return f'{kind}_{word}'

    def local_variables(object):
        frame = getattr(object, prefix + 'frame')
        return {} if frame is None else frame.f_locals

    return state, local_variables


getgeneratorstate, getgeneratorlocals = _observers('GEN', 'gi_')
getcoroutinestate, getcoroutinelocals = _observers('CORO', 'cr_')
getasyncgenstate, getasyncgenlocals = _observers('AGEN', 'ag_')


# --- frames ----------------------------------------------------------------------------------------------------------

def currentframe():
    return sys._getframe(1)


class _Place(tuple):
    """filename, lineno, function, code_context, index; the names are those of CPython."""

    __slots__ = ()
    _fields = ('filename', 'lineno', 'function', 'code_context', 'index')

    def __repr__(self):
        return f'{type(self).__name__}({", ".join(f"{n}={v!r}" for n, v in zip(self._fields, self))})'


class FrameInfo(_Place):
    """The same, and the frame itself before it."""

    __slots__ = ()
    _fields = ('frame', *_Place._fields)

    def __new__(cls, *values):
        return tuple.__new__(cls, values)


class Traceback(_Place):
    __slots__ = ()


for _kind in (FrameInfo, Traceback):
    for _i, _name in enumerate(_kind._fields):
        setattr(_kind, _name, property(lambda self, i=_i: self[i]))


def _surroundings(filename, lineno, context):
    """The lines around a place, and which of them it is."""
    import linecache
    lines = linecache.getlines(filename) if context > 0 else []
    if not lines:
        return None, None
    first = max(0, min(lineno - 1 - context // 2, len(lines) - context))
    return lines[first:first + context], lineno - 1 - first


def getframeinfo(frame, context=1):
    """Where a frame or a traceback stands."""
    lineno = frame.tb_lineno if istraceback(frame) else frame.f_lineno
    code = (frame.tb_frame if istraceback(frame) else frame).f_code
    return Traceback((code.co_filename, lineno, code.co_name, *_surroundings(code.co_filename, lineno, context)))


def _chain(first, link):
    while first is not None:
        yield first
        first = getattr(first, link)


def getouterframes(frame, context=1):
    return [FrameInfo(one, *getframeinfo(one, context)) for one in _chain(frame, 'f_back')]


def getinnerframes(tb, context=1):
    return [FrameInfo(one.tb_frame, *getframeinfo(one, context)) for one in _chain(tb, 'tb_next')]


def stack(context=1):
    """From the caller outwards."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """From here to where the handled exception was raised."""
    handled = sys.exception()
    return getinnerframes(handled.__traceback__ if handled else None, context)


# --- source and documentation ----------------------------------------------------------------------------------------

def getdoc(object):
    """The docstring without its indentation; a class's method has that of the method which it overrides."""
    doc = getattr(object, '__doc__', None)
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    """Lines without the indentation that all but the first have in common, and without blank ones around."""
    first, *rest = doc.expandtabs().split('\n')
    indents = [len(line) - len(line.lstrip()) for line in rest if not line.isspace() and line]
    cut = min(indents, default=0)
    text = '\n'.join([first.lstrip(), *(line[cut:] for line in rest)])
    while text.startswith('\n'):
        text = text[1:]
    return text.rstrip('\n')


def getmodule(object):
    return object if ismodule(object) else sys.modules.get(getattr(object, '__module__', None))


# How to come from an object closer to its code.
_CLOSER = (('Method', '__func__'), ('Function', '__code__'), ('Traceback', 'tb_frame'), ('Frame', 'f_code'))


def getfile(object):
    """The name of the file in which it was defined."""
    if ismodule(object) or isclass(object):
        module = getmodule(object)
        path = getattr(module, '__file__', None)
        if path:
            return path
        if ismodule(object) or module is not sys.modules.get('__main__'):
            raise TypeError(f'{object!r} is a built-in {"module" if ismodule(object) else "class"}')
        raise OSError('source code not available')
    for kind, attribute in _CLOSER:
        if isinstance(object, getattr(types, kind + 'Type')):
            object = getattr(object, attribute)
    if not iscode(object):
        raise TypeError('module, class, method, function, traceback, frame, or code object was expected, got '
                        + type(object).__name__)
    return object.co_filename


def getsourcefile(object):
    return getfile(object)


def _indent(line):
    return len(line) - len(line.lstrip())


def _block(lines, start):
    """The lines of the definition that begins at lines[start], decorators included."""
    margin = _indent(lines[start])
    end, header = start + 1, lines[start].lstrip().startswith('@')
    for i, line in enumerate(lines[start + 1:], start + 1):
        if not line.strip():
            continue
        if _indent(line) <= margin and not line.lstrip().startswith((')', ']', '}')):
            if not header:
                break
            header = line.lstrip().startswith('@')
        end = i + 1
    return lines[start:end]


def findsource(object):
    """All lines of its file, and the index of its first one."""
    import linecache
    lines = linecache.getlines(getfile(object))
    if not lines:
        raise OSError('could not get source code')
    if ismodule(object):
        return lines, 0
    if isclass(object):
        for i, line in enumerate(lines):
            words = line.replace('(', ' ').replace(':', ' ').split()
            if words[:2] == ['class', object.__name__]:
                return lines, i
        raise OSError('could not find class definition')
    function = _function_behind(object)
    for kind, attribute in _CLOSER:
        if isinstance(function, getattr(types, kind + 'Type')):
            function = getattr(function, attribute)
    return lines, function.co_firstlineno - 1


def getsourcelines(object):
    """Its lines, and the number of the first one."""
    lines, start = findsource(unwrap(object))
    return (lines, 0) if ismodule(object) else (_block(lines, start), start + 1)


def getsource(object):
    return ''.join(getsourcelines(object)[0])


# --- members ---------------------------------------------------------------------------------------------------------

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
