"""Weak references."""

from _weakref import ref, ReferenceType

__all__ = ['ref', 'proxy', 'getweakrefcount', 'WeakKeyDictionary', 'ReferenceType', 'ProxyType', 'WeakValueDictionary',
           'WeakSet', 'WeakMethod', 'finalize']


class ProxyType:
    """Stands for an object that it does not keep alive."""

    def __init__(self, obj, callback=None):
        object.__setattr__(self, '_ref', ref(obj, None if callback is None else lambda _: callback(self)))

    def __getattribute__(self, name):
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        return repr(_target(self))

    def __str__(self):
        return str(_target(self))

    def __bool__(self):
        return bool(_target(self))

    def __len__(self):
        return len(_target(self))

    def __getitem__(self, key):
        return _target(self)[key]

    def __setitem__(self, key, value):
        _target(self)[key] = value

    def __delitem__(self, key):
        del _target(self)[key]

    def __contains__(self, item):
        return item in _target(self)

    def __iter__(self):
        return iter(_target(self))

    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)

    def __eq__(self, other):
        return _target(self) == other

    __hash__ = None


CallableProxyType = ProxyType
ProxyTypes = (ProxyType,)


def _target(proxy_object):
    obj = object.__getattribute__(proxy_object, '_ref')()
    if obj is None:
        raise ReferenceError('weakly-referenced object no longer exists')
    return obj


def proxy(obj, callback=None):
    return ProxyType(obj, callback)


def getweakrefcount(obj):
    import _loopscope
    count = getattr(_loopscope, 'weakref_count', None)
    if count is None:
        raise NotImplementedError('weakref.getweakrefcount() is not supported by Loopscope')
    return count(obj)


class WeakMethod:
    """A weak reference to a bound method."""

    def __init__(self, meth, callback=None):
        try:
            self._obj = ref(meth.__self__, None if callback is None else lambda _: callback(self))
            self._func = ref(meth.__func__)
        except AttributeError:
            raise TypeError(f'argument should be a bound method, not {type(meth)}') from None
        self._type = type(meth)

    def __call__(self):
        obj = self._obj()
        func = self._func()
        return None if obj is None or func is None else self._type(func, obj)

    def __eq__(self, other):
        return isinstance(other, WeakMethod) and self() == other() and self() is not None

    def __hash__(self):
        return hash(self._func)


class WeakSet:
    """A set that does not keep its members alive."""

    def __init__(self, data=None):
        self.data = {}
        if data is not None:
            self.update(data)

    def _key(self, item):
        holder = ref(self)
        key = hash(item)

        def gone(dead):
            self = holder()
            if self is not None:
                self._drop(key, dead)
        return key, ref(item, gone)

    def _drop(self, key, dead):
        bucket = self.data.get(key)
        if bucket is None:
            return
        bucket[:] = [r for r in bucket if r is not dead]
        if not bucket:
            self.data.pop(key, None)

    def add(self, item):
        if item not in self:
            key, r = self._key(item)
            self.data.setdefault(key, []).append(r)

    def __contains__(self, item):
        try:
            bucket = self.data.get(hash(item), ())
        except TypeError:
            return False
        return any(r() is item or r() == item for r in bucket)

    def __iter__(self):
        for bucket in list(self.data.values()):
            for r in list(bucket):
                item = r()
                if item is not None:
                    yield item

    def __len__(self):
        return sum(1 for _ in self)

    def discard(self, item):
        bucket = self.data.get(hash(item))
        if bucket is not None:
            bucket[:] = [r for r in bucket if not (r() is item or r() == item)]
            if not bucket:
                del self.data[hash(item)]

    def remove(self, item):
        if item not in self:
            raise KeyError(item)
        self.discard(item)

    def pop(self):
        for item in self:
            self.discard(item)
            return item
        raise KeyError('pop from empty WeakSet')

    def clear(self):
        self.data.clear()

    def copy(self):
        return type(self)(self)

    def update(self, other):
        for item in other:
            self.add(item)

    def union(self, other):
        result = self.copy()
        result.update(other)
        return result

    __or__ = union

    def difference(self, other):
        return type(self)(item for item in self if item not in other)

    __sub__ = difference

    def intersection(self, other):
        return type(self)(item for item in self if item in other)

    __and__ = intersection

    def issubset(self, other):
        return all(item in other for item in self)

    def issuperset(self, other):
        return all(item in self for item in other)

    def __eq__(self, other):
        return isinstance(other, WeakSet) and set(self) == set(other)

    __hash__ = None

    def __repr__(self):
        return repr(set(self))


class WeakValueDictionary:
    """A mapping that does not keep its values alive."""

    def __init__(self, other=(), /, **kw):
        self.data = {}
        self.update(other, **kw)

    def __setitem__(self, key, value):
        holder = ref(self)

        def gone(dead):
            self = holder()
            if self is not None and self.data.get(key) is dead:
                del self.data[key]
        self.data[key] = ref(value, gone)

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        r = self.data.get(key)
        return r is not None and r() is not None

    def __len__(self):
        return sum(1 for r in self.data.values() if r() is not None)

    def __iter__(self):
        return iter([k for k, r in list(self.data.items()) if r() is not None])

    def keys(self):
        return iter(self)

    def values(self):
        for r in list(self.data.values()):
            value = r()
            if value is not None:
                yield value

    def items(self):
        for key, r in list(self.data.items()):
            value = r()
            if value is not None:
                yield key, value

    def get(self, key, default=None):
        r = self.data.get(key)
        value = None if r is None else r()
        return default if value is None else value

    def pop(self, key, *args):
        r = self.data.pop(key, None)
        value = None if r is None else r()
        if value is None:
            if args:
                return args[0]
            raise KeyError(key)
        return value

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = value = default
        return value

    def update(self, other=(), /, **kwargs):
        for key, value in (other.items() if hasattr(other, 'items') else other):
            self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def clear(self):
        self.data.clear()

    def copy(self):
        return type(self)(self.items())

    def valuerefs(self):
        return list(self.data.values())

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x}>'


class WeakKeyDictionary:
    """A mapping that does not keep its keys alive."""

    def __init__(self, dict=None):
        self.data = {}
        if dict is not None:
            self.update(dict)

    def _find(self, key):
        for entry in self.data.get(hash(key), ()):
            found = entry[0]()
            if found is key or (found is not None and found == key):
                return entry
        return None

    def __setitem__(self, key, value):
        entry = self._find(key)
        if entry is not None:
            entry[1] = value
            return
        holder = ref(self)
        h = hash(key)

        def gone(dead):
            self = holder()
            if self is not None:
                bucket = self.data.get(h)
                if bucket is not None:
                    bucket[:] = [e for e in bucket if e[0] is not dead]
                    if not bucket:
                        del self.data[h]
        self.data.setdefault(h, []).append([ref(key, gone), value])

    def __getitem__(self, key):
        entry = self._find(key)
        if entry is None:
            raise KeyError(key)
        return entry[1]

    def __delitem__(self, key):
        entry = self._find(key)
        if entry is None:
            raise KeyError(key)
        bucket = self.data[hash(key)]
        bucket.remove(entry)
        if not bucket:
            del self.data[hash(key)]

    def __contains__(self, key):
        try:
            return self._find(key) is not None
        except TypeError:
            return False

    def items(self):
        for bucket in list(self.data.values()):
            for entry in list(bucket):
                key = entry[0]()
                if key is not None:
                    yield key, entry[1]

    def __iter__(self):
        for key, _ in self.items():
            yield key

    keys = __iter__

    def values(self):
        for _, value in self.items():
            yield value

    def __len__(self):
        return sum(1 for _ in self.items())

    def get(self, key, default=None):
        entry = self._find(key)
        return default if entry is None else entry[1]

    def pop(self, key, *args):
        entry = self._find(key)
        if entry is None:
            if args:
                return args[0]
            raise KeyError(key)
        del self[key]
        return entry[1]

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other=(), /):
        for key, value in (other.items() if hasattr(other, 'items') else other):
            self[key] = value

    def clear(self):
        self.data.clear()

    def copy(self):
        return type(self)(self)

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x}>'


class finalize:
    """Calls a function when an object dies, or at exit."""

    _registry = {}

    def __init__(self, obj, func, /, *args, **kwargs):
        import atexit
        if not finalize._registry:
            atexit.register(finalize._exit)
        token = object()
        self._token = token
        self.atexit = True
        registry = finalize._registry

        def gone(_):
            entry = registry.pop(token, None)
            if entry is not None:
                entry[1](*entry[2], **entry[3])
        registry[token] = (ref(obj, gone), func, args, kwargs, self)

    def __call__(self, _=None):
        entry = finalize._registry.pop(self._token, None)
        if entry is not None:
            return entry[1](*entry[2], **entry[3])

    def detach(self):
        entry = finalize._registry.get(self._token)
        obj = entry and entry[0]()
        if obj is not None and finalize._registry.pop(self._token, None):
            return obj, entry[1], entry[2], entry[3]

    def peek(self):
        entry = finalize._registry.get(self._token)
        obj = entry and entry[0]()
        if obj is not None:
            return obj, entry[1], entry[2], entry[3]

    @property
    def alive(self):
        return self._token in finalize._registry

    @classmethod
    def _exit(cls):
        for token, entry in reversed(list(cls._registry.items())):
            if entry[4].atexit and cls._registry.pop(token, None):
                entry[1](*entry[2], **entry[3])
