"""Tools for `with` and `async with`."""

import _loopscope
import sys
from functools import wraps
from types import MethodType

__all__ = ['asynccontextmanager', 'contextmanager', 'closing', 'nullcontext', 'AbstractContextManager',
           'AbstractAsyncContextManager', 'AsyncExitStack', 'ContextDecorator', 'ExitStack', 'redirect_stdout',
           'redirect_stderr', 'suppress', 'aclosing', 'chdir', 'AsyncContextDecorator']


class AbstractContextManager:
    """__enter__ returns self; __exit__ is up to the subclass."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None


class AbstractAsyncContextManager:
    """The same for `async with`."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc_value, traceback):
        return None


# --- managers that decorate functions

class _Decorating:
    """A manager as a decorator: each call of the function runs in a block of what `_recreate_cm` returns."""

    def _recreate_cm(self):
        return self


class ContextDecorator(_Decorating):
    """A context manager that can also decorate a function, whose body is then its block."""

    def __call__(self, func):
        def within(*args, **kwargs):
            with self._recreate_cm():
                return func(*args, **kwargs)
        return wraps(func)(within)


class AsyncContextDecorator(_Decorating):
    """The same for coroutine functions."""

    def __call__(self, func):
        async def within(*args, **kwargs):
            async with self._recreate_cm():
                return await func(*args, **kwargs)
        return wraps(func)(within)


# --- managers made of generators

class _OfGenerator:
    """A block that a generator surrounds. Subclasses drive it; what its end means is decided here, for both kinds."""

    _ends = ()  # what the generator may raise when it is exhausted, its own kind first
    _thrower = ''

    def __init__(self, func, args, kwds):
        self._origin = func, args, kwds
        self.gen = func(*args, **kwds)
        self.__doc__ = getattr(func, '__doc__', None) or type(self).__doc__

    def _recreate_cm(self):
        return type(self)(*self._origin)

    def _begun(self):
        # What is only needed for another block would keep the arguments alive during this one.
        del self._origin

    def _swallowed(self, raised, thrown, traceback):
        """What __exit__ has to return when the generator raised this; None: `raised` goes on."""
        if raised is not thrown and isinstance(raised, self._ends[0]):
            return thrown is not None
        # A generator cannot let a StopIteration of the block through: it comes back inside a RuntimeError.
        disguised = isinstance(thrown, self._ends) and isinstance(raised, RuntimeError) and raised.__cause__ is thrown
        if thrown is None or not (raised is thrown or disguised):
            return None
        thrown.__traceback__ = traceback
        return False

    def _endless(self, thrown):
        return RuntimeError("generator didn't stop" + (f' after {self._thrower}()' if thrown else ''))


class _GeneratorContextManager(_OfGenerator, AbstractContextManager, ContextDecorator):
    """The block of a @contextmanager function."""

    _ends = (StopIteration,)
    _thrower = 'throw'

    def __enter__(self):
        self._begun()
        value = next(self.gen, self)
        if value is self:
            raise RuntimeError("generator didn't yield")
        return value

    def __exit__(self, typ, value, traceback):
        thrown = typ() if typ and value is None else value
        try:
            next(self.gen) if thrown is None else self.gen.throw(thrown)
        except BaseException as raised:
            answer = self._swallowed(raised, thrown, traceback)
            if answer is None:
                raise
            return answer
        try:
            raise self._endless(thrown)
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_OfGenerator, AbstractAsyncContextManager, AsyncContextDecorator):
    """The block of an @asynccontextmanager function."""

    _ends = (StopAsyncIteration, StopIteration)
    _thrower = 'athrow'

    async def __aenter__(self):
        self._begun()
        value = await anext(self.gen, self)
        if value is self:
            raise RuntimeError("generator didn't yield")
        return value

    async def __aexit__(self, typ, value, traceback):
        thrown = typ() if typ and value is None else value
        try:
            await (anext(self.gen) if thrown is None else self.gen.athrow(thrown))
        except BaseException as raised:
            answer = self._swallowed(raised, thrown, traceback)
            if answer is None:
                raise
            return answer
        try:
            raise self._endless(thrown)
        finally:
            await self.gen.aclose()


def _maker(manager):
    def decorate(func):
        def make(*args, **kwds):
            return manager(func, args, kwds)
        return wraps(func)(make)
    return decorate


def contextmanager(func):
    """Makes a context manager of a generator function that yields once."""
    return _maker(_GeneratorContextManager)(func)


def asynccontextmanager(func):
    """The same of an async generator function."""
    return _maker(_AsyncGeneratorContextManager)(func)


# --- small managers

class _Closing:

    def __init__(self, thing):
        self.thing = thing


class closing(_Closing, AbstractContextManager):
    """Calls thing.close() at the end of the block."""

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(_Closing, AbstractAsyncContextManager):
    """Awaits thing.aclose() at the end of the block."""

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        _loopscope.closing(self.thing, _loopscope.BY_ACLOSING)
        await self.thing.aclose()


class _Redirected(AbstractContextManager):
    """Replaces a stream of sys; the same object may be entered again within its own block."""

    def __init__(self, new_target):
        self._new_target = new_target
        self._replaced = []

    def __enter__(self):
        name = type(self)._of_sys
        self._replaced += [getattr(sys, name)]
        setattr(sys, name, self._new_target)
        return self._new_target

    def __exit__(self, *exc_info):
        setattr(sys, type(self)._of_sys, self._replaced.pop())


class redirect_stdout(_Redirected):
    """What the block prints goes elsewhere."""

    _of_sys = 'stdout'


class redirect_stderr(_Redirected):
    """The same for sys.stderr."""

    _of_sys = 'stderr'


class suppress(AbstractContextManager):
    """Swallows the given exceptions; of a group, the part that consists of them."""

    def __init__(self, *exceptions):
        self._unwanted = exceptions

    def __enter__(self):
        return None

    def __exit__(self, kind, error, traceback):
        if kind is None:
            return None
        if issubclass(kind, self._unwanted):
            return True
        if not issubclass(kind, BaseExceptionGroup):
            return False
        _, kept = error.split(self._unwanted)
        if kept is not None:
            raise kept
        return True


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *exc_info):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *exc_info):
        pass


class chdir(AbstractContextManager):
    """Not possible: the simulated world has no files."""

    def __init__(self, path):
        raise NotImplementedError('contextlib.chdir: the simulated world has no files')


# --- stacks of managers

def _special(manager, names, kind):
    """The methods of the protocol, looked up where a with statement looks them up: on the type."""
    cls = type(manager)
    try:
        return [getattr(cls, name) for name in names]
    except AttributeError:
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the {kind} protocol") from None


class _Unwinding:
    """The way out of a stack: which exception is under way, and what each exit makes of it."""

    def __init__(self, exits, error):
        self.exits = exits
        self.received = self.current = error
        self.surrounding = sys.exception()
        self.swallowed = self.replaced = False

    def __iter__(self):
        while self.exits:
            yield self.exits.pop()

    def details(self):
        error = self.current
        return (None,) * 3 if error is None else (type(error), error, error.__traceback__)

    def answered(self, answer):
        if answer:
            self.current, self.replaced, self.swallowed = None, False, True

    def raised(self, error):
        """As in nested with statements, `error` happened while the current exception was handled and not, as the
        interpreter has noted, while the surrounding one was: the end of its chain is corrected."""
        last = error
        while last.__context__ is not None and last.__context__ is not self.current:
            if last.__context__ is self.surrounding:
                last.__context__ = self.current
                break
            last = last.__context__
        self.current, self.replaced = error, True

    @property
    def to_raise(self):
        return self.current if self.replaced else None

    def result(self):
        return self.received is not None and self.swallowed


class _Stack:

    def __init__(self):
        self._exits = []  # of (to be awaited, function of the three details)

    def _add(self, exit, awaited=False):
        self._exits.append((awaited, exit))

    def _add_method(self, method, manager, awaited=False):
        self._add(MethodType(method, manager), awaited)

    def _add_any(self, exit, name, awaited=False):
        method = getattr(type(exit), name, None)
        if method:
            self._add_method(method, exit, awaited)
        else:
            self._add(exit, awaited)
        return exit

    def pop_all(self):
        """Moves everything to a new stack."""
        other = type(self)()
        other._exits, self._exits = self._exits, other._exits
        return other

    def push(self, exit):
        """Registers an object with __exit__, or a function with its signature."""
        return self._add_any(exit, '__exit__')

    def enter_context(self, cm):
        """Enters a context manager and registers its exit."""
        enter, leave = _special(cm, ('__enter__', '__exit__'), 'context manager')
        value = enter(cm)
        self._add_method(leave, cm)
        return value

    def callback(self, callback, /, *args, **kwds):
        """Registers a function to be called with these arguments."""
        def call(*details):
            callback(*args, **kwds)
        call.__wrapped__ = callback
        self._add(call)
        return callback


class ExitStack(_Stack, AbstractContextManager):
    """Leaves any number of context managers, last in first out."""

    def __exit__(self, *details):
        unwinding = _Unwinding(self._exits, details[1])
        for _, leave in unwinding:
            try:
                unwinding.answered(leave(*unwinding.details()))
            except BaseException as error:
                unwinding.raised(error)
        if unwinding.to_raise:
            context = unwinding.to_raise.__context__
            try:
                raise unwinding.to_raise
            finally:
                unwinding.to_raise.__context__ = context  # the raise has changed it
        return unwinding.result()

    def close(self):
        """Leaves everything now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_Stack, AbstractAsyncContextManager):
    """The same, for both kinds of context managers."""

    async def __aexit__(self, *details):
        unwinding = _Unwinding(self._exits, details[1])
        for awaited, leave in unwinding:
            try:
                answer = leave(*unwinding.details())
                unwinding.answered(await answer if awaited else answer)
            except BaseException as error:
                unwinding.raised(error)
        if unwinding.to_raise:
            context = unwinding.to_raise.__context__
            try:
                raise unwinding.to_raise
            finally:
                unwinding.to_raise.__context__ = context
        return unwinding.result()

    async def aclose(self):
        """Leaves everything now."""
        await self.__aexit__(None, None, None)

    async def enter_async_context(self, cm):
        """Enters an asynchronous context manager and registers its exit."""
        enter, leave = _special(cm, ('__aenter__', '__aexit__'), 'asynchronous context manager')
        value = await enter(cm)
        self._add_method(leave, cm, awaited=True)
        return value

    def push_async_exit(self, exit):
        """Registers an object with __aexit__, or a coroutine function with its signature."""
        return self._add_any(exit, '__aexit__', awaited=True)

    def push_async_callback(self, callback, /, *args, **kwds):
        """Registers a coroutine function to be called with these arguments."""
        async def call(*details):
            await callback(*args, **kwds)
        call.__wrapped__ = callback
        self._add(call, awaited=True)
        return callback
