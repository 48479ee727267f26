"""Tools for `with` and `async with`."""

import _loopscope
import sys
from collections import deque
from functools import wraps

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


class ContextDecorator:
    """A context manager that can also decorate a function, whose body is then its block."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class AsyncContextDecorator:
    """The same for coroutine functions."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)
        return inner


class _FromGenerator:
    """What both kinds of generator-based managers have."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, '__doc__', None) or type(self).__doc__

    def _recreate_cm(self):
        return type(self)(self.func, self.args, self.kwds)


def _came_from(error, value, stop_types):
    """Is `error` the RuntimeError that a generator makes of a StopIteration thrown into it?"""
    return isinstance(value, stop_types) and error.__cause__ is value


class _GeneratorContextManager(_FromGenerator, AbstractContextManager, ContextDecorator):
    """The block of a @contextmanager function."""

    def __enter__(self):
        # Only needed for _recreate_cm; keeping them would keep the arguments alive.
        del self.args, self.kwds, self.func
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        if typ is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                self.gen.close()
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as error:
            return error is not value
        except RuntimeError as error:
            if error is value:
                error.__traceback__ = traceback
                return False
            if _came_from(error, value, StopIteration):
                value.__traceback__ = traceback
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            error.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after throw()")
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(_FromGenerator, AbstractAsyncContextManager, AsyncContextDecorator):
    """The block of an @asynccontextmanager function."""

    async def __aenter__(self):
        del self.args, self.kwds, self.func
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        if value is None:
            value = typ()
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as error:
            return error is not value
        except RuntimeError as error:
            if error is value:
                error.__traceback__ = traceback
                return False
            if _came_from(error, value, (StopIteration, StopAsyncIteration)):
                value.__traceback__ = traceback
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            error.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after athrow()")
        finally:
            await self.gen.aclose()


def contextmanager(func):
    """Makes a context manager of a generator function that yields once."""
    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)
    return helper


def asynccontextmanager(func):
    """The same of an async generator function."""
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)
    return helper


class closing(AbstractContextManager):
    """Calls thing.close() at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Awaits thing.aclose() at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        _loopscope.closing(self.thing, _loopscope.BY_ACLOSING)
        await self.thing.aclose()


class _RedirectStream(AbstractContextManager):
    _stream = None

    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []

    def __enter__(self):
        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, exctype, excinst, exctb):
        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_RedirectStream):
    """What the block prints goes elsewhere."""
    _stream = 'stdout'


class redirect_stderr(_RedirectStream):
    """The same for sys.stderr."""
    _stream = 'stderr'


class suppress(AbstractContextManager):
    """Swallows the given exceptions; of a group, the part that consists of them."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        if exctype is None:
            return None
        if issubclass(exctype, self._exceptions):
            return True
        if issubclass(exctype, BaseExceptionGroup):
            rest = excinst.split(self._exceptions)[1]
            if rest is None:
                return True
            raise rest
        return False


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class chdir(AbstractContextManager):
    """Not possible: the simulated world has no files."""

    def __init__(self, path):
        raise NotImplementedError('contextlib.chdir: the simulated world has no files')


def _method_of_type(manager, name, protocol):
    try:
        return getattr(type(manager), name)
    except AttributeError:
        cls = type(manager)
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the {protocol} "
                        'protocol') from None


def _fix_context(new, old, outermost):
    """`new` was raised while `old` was handled: its chain must end there and not in a loop."""
    while True:
        context = new.__context__
        if context is None or context is old:
            return
        if context is outermost:
            break
        new = context
    new.__context__ = old


class _BaseExitStack:

    def __init__(self):
        self._exit_callbacks = deque()  # of (is_sync, callback)

    def pop_all(self):
        """Moves everything to a new stack."""
        stack = type(self)()
        stack._exit_callbacks, self._exit_callbacks = self._exit_callbacks, deque()
        return stack

    def push(self, exit):
        """Registers an object with __exit__, or a function with its signature."""
        method = getattr(type(exit), '__exit__', None)
        if method is None:
            self._exit_callbacks.append((True, exit))
        else:
            self._exit_callbacks.append((True, _bind(method, exit)))
        return exit

    def enter_context(self, cm):
        enter = _method_of_type(cm, '__enter__', 'context manager')
        leave = _method_of_type(cm, '__exit__', 'context manager')
        result = enter(cm)
        self._exit_callbacks.append((True, _bind(leave, cm)))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Registers a function to be called with these arguments."""
        def leave(exc_type, exc, tb):
            callback(*args, **kwds)
        leave.__wrapped__ = callback
        self._exit_callbacks.append((True, leave))
        return callback


def _bind(method, obj):
    def bound(*details):
        return method(obj, *details)
    return bound


class ExitStack(_BaseExitStack, AbstractContextManager):
    """Leaves any number of context managers, last in first out."""

    def __exit__(self, *details):
        return self._unwind(details[1])

    def _unwind(self, error):
        received = error is not None
        outermost = sys.exception()
        suppressed = False
        failed = False
        while self._exit_callbacks:
            _, leave = self._exit_callbacks.pop()
            try:
                details = (None, None, None) if error is None else (type(error), error, error.__traceback__)
                if leave(*details):
                    suppressed, failed, error = True, False, None
            except BaseException as new:
                _fix_context(new, error, outermost)
                failed, error = True, new
        if failed:
            context = error.__context__
            try:
                raise error
            except BaseException:
                error.__context__ = context  # the raise has changed it
                raise
        return received and suppressed

    def close(self):
        self.__exit__(None, None, None)


class AsyncExitStack(_BaseExitStack, AbstractAsyncContextManager):
    """The same, for both kinds of context managers."""

    async def enter_async_context(self, cm):
        enter = _method_of_type(cm, '__aenter__', 'asynchronous context manager')
        leave = _method_of_type(cm, '__aexit__', 'asynchronous context manager')
        result = await enter(cm)
        self._exit_callbacks.append((False, _bind(leave, cm)))
        return result

    def push_async_exit(self, exit):
        method = getattr(type(exit), '__aexit__', None)
        self._exit_callbacks.append((False, exit if method is None else _bind(method, exit)))
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        async def leave(exc_type, exc, tb):
            await callback(*args, **kwds)
        leave.__wrapped__ = callback
        self._exit_callbacks.append((False, leave))
        return callback

    async def aclose(self):
        await self.__aexit__(None, None, None)

    async def __aexit__(self, *details):
        error = details[1]
        received = error is not None
        outermost = sys.exception()
        suppressed = False
        failed = False
        while self._exit_callbacks:
            is_sync, leave = self._exit_callbacks.pop()
            try:
                info = (None, None, None) if error is None else (type(error), error, error.__traceback__)
                answer = leave(*info) if is_sync else await leave(*info)
                if answer:
                    suppressed, failed, error = True, False, None
            except BaseException as new:
                _fix_context(new, error, outermost)
                failed, error = True, new
        if failed:
            context = error.__context__
            try:
                raise error
            except BaseException:
                error.__context__ = context
                raise
        return received and suppressed
