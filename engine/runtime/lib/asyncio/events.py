"""Which loop is the current one, and the policy that makes loops."""

import sys
import warnings

import _thread
from _asyncio import Handle, TimerHandle, _get_running_loop, _set_running_loop, get_running_loop

__all__ = ('AbstractEventLoopPolicy', 'AbstractEventLoop', 'AbstractServer', 'Handle', 'TimerHandle',
           'get_event_loop_policy', 'set_event_loop_policy', 'get_event_loop', 'set_event_loop', 'new_event_loop',
           'get_child_watcher', 'set_child_watcher', '_set_running_loop', 'get_running_loop', '_get_running_loop')


# --- what subclasses have to write -----------------------------------------------------------------------------------

def _face(name, doc, methods, coroutines=''):
    """A class whose methods are all still to be written."""
    def method(word):
        def missing(self, *args, **kwargs):
            raise NotImplementedError
        return _renamed(missing, word)

    def coroutine(word):
        async def missing(self, *args, **kwargs):
            raise NotImplementedError
        return _renamed(missing, word)

    def _renamed(function, word):
        function.__name__, function.__qualname__ = word, f'{name}.{word}'
        return function

    body = {word: method(word) for word in methods.split()} | {word: coroutine(word) for word in coroutines.split()}
    return type(name, (), {'__module__': __name__, '__doc__': doc, **body})


AbstractServer = _face('AbstractServer', 'What create_server() returns.', 'close get_loop is_serving close_clients '
                       'abort_clients', 'start_serving serve_forever wait_closed')
AbstractEventLoop = _face(
    'AbstractEventLoop', 'The face of an event loop.',
    'run_forever run_until_complete stop is_running is_closed close call_soon call_soon_threadsafe call_later call_at '
    'time create_future create_task set_task_factory get_task_factory run_in_executor set_default_executor add_reader '
    'remove_reader add_writer remove_writer add_signal_handler remove_signal_handler get_exception_handler '
    'set_exception_handler default_exception_handler call_exception_handler get_debug set_debug',
    'shutdown_asyncgens shutdown_default_executor getaddrinfo getnameinfo create_connection create_server '
    'create_unix_connection create_unix_server start_tls sendfile connect_accepted_socket create_datagram_endpoint '
    'connect_read_pipe connect_write_pipe subprocess_shell subprocess_exec sock_recv sock_recv_into sock_recvfrom '
    'sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept sock_sendfile')
AbstractEventLoopPolicy = _face('AbstractEventLoopPolicy', 'Says what the current event loop is.',
                                'get_event_loop set_event_loop new_event_loop get_child_watcher set_child_watcher')


# --- the usual policy ------------------------------------------------------------------------------------------------

def _refuse(what, value, kind):
    raise TypeError(f"{what} must be an instance of {kind} or None, not '{type(value).__name__}'")


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """Each thread has a loop of its own. The main thread gets one when it first asks; others must set theirs."""

    _loop_factory = None

    def __init__(self):
        self._of_thread = _thread._local()

    def get_event_loop(self):
        mine = vars(self._of_thread)
        if 'loop' not in mine and _thread.get_ident() == _thread._get_main_thread_ident():
            warnings.warn('There is no current event loop', DeprecationWarning, stacklevel=_levels_to_user())
            self.set_event_loop(self.new_event_loop())
        loop = mine.get('loop')
        if loop is None:
            import threading
            raise RuntimeError(f'There is no current event loop in thread {threading.current_thread().name!r}.')
        return loop

    def set_event_loop(self, loop):
        if not isinstance(loop, (AbstractEventLoop, type(None))):
            _refuse('loop', loop, 'AbstractEventLoop')
        self._of_thread.loop = loop

    def new_event_loop(self):
        return self._loop_factory()


def _levels_to_user():
    """The stack level of the first frame outside of this package, for the caller's warning."""
    frame, level = sys._getframe(1), 1
    while frame is not None:
        package = frame.f_globals.get('__name__', '').partition('.')[0]
        if package != 'asyncio':
            return level
        frame, level = frame.f_back, level + 1
    return 2


_chosen = []  # the policy, once there is one
_policy_lock = _thread._quiet_lock()


def get_event_loop_policy():
    with _policy_lock:
        if not _chosen:
            from . import DefaultEventLoopPolicy
            _chosen.append(DefaultEventLoopPolicy())
        return _chosen[0]


def set_event_loop_policy(policy):
    if not isinstance(policy, (AbstractEventLoopPolicy, type(None))):
        _refuse('policy', policy, 'AbstractEventLoopPolicy')
    _chosen[:] = [] if policy is None else [policy]


def get_event_loop():
    """The running loop; outside of one, the policy's."""
    running = _get_running_loop()
    return get_event_loop_policy().get_event_loop() if running is None else running


def set_event_loop(loop):
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    return get_event_loop_policy().new_event_loop()


def get_child_watcher():
    raise NotImplementedError('Loopscope does not have child watchers: they are deprecated and gone from Python 3.14')


def set_child_watcher(watcher):
    get_child_watcher()
