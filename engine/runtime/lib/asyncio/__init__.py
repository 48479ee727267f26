"""asyncio on Loopscope's own event loop."""

from .base_events import BaseEventLoop
from .coroutines import iscoroutine, iscoroutinefunction
from .events import (
    AbstractEventLoop, AbstractEventLoopPolicy, AbstractServer, BaseDefaultEventLoopPolicy, Handle, TimerHandle,
    get_child_watcher, get_event_loop, get_event_loop_policy, get_running_loop, new_event_loop, set_child_watcher,
    set_event_loop, set_event_loop_policy, _get_running_loop, _set_running_loop,
)
from .exceptions import (
    BrokenBarrierError, CancelledError, IncompleteReadError, InvalidStateError, LimitOverrunError,
    SendfileNotAvailableError, TimeoutError,
)
from .futures import Future, isfuture, wrap_future
from .locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from .protocols import BaseProtocol, BufferedProtocol, DatagramProtocol, Protocol, SubprocessProtocol
from .queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull, QueueShutDown
from .runners import Runner, run
from .servers import Server
from .streams import (
    StreamReader, StreamReaderProtocol, StreamWriter, open_connection, open_unix_connection, start_server,
    start_unix_server,
)
from .subprocess import create_subprocess_exec, create_subprocess_shell
from .taskgroups import TaskGroup
from .tasks import (
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Task, all_tasks, as_completed, create_eager_task_factory,
    create_task, current_task, eager_task_factory, ensure_future, gather, run_coroutine_threadsafe, shield, sleep,
    wait, wait_for, _enter_task, _leave_task, _register_task, _unregister_task,
)
from .threads import to_thread
from .timeouts import Timeout, timeout, timeout_at
from .transports import (
    BaseTransport, DatagramTransport, ReadTransport, SubprocessTransport, Transport, WriteTransport,
)
from .unix_events import DefaultEventLoopPolicy, EventLoop, SelectorEventLoop

__all__ = [
    'ALL_COMPLETED', 'AbstractEventLoop', 'AbstractEventLoopPolicy', 'AbstractServer', 'Barrier', 'BaseEventLoop',
    'BaseProtocol', 'BaseTransport', 'BoundedSemaphore', 'BrokenBarrierError', 'BufferedProtocol', 'CancelledError',
    'Condition', 'DatagramProtocol', 'DatagramTransport', 'DefaultEventLoopPolicy', 'Event', 'EventLoop',
    'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'Future', 'Handle', 'IncompleteReadError', 'InvalidStateError',
    'LifoQueue', 'LimitOverrunError', 'Lock', 'PriorityQueue', 'Protocol', 'Queue', 'QueueEmpty', 'QueueFull',
    'QueueShutDown', 'ReadTransport', 'Runner', 'SelectorEventLoop', 'Semaphore', 'SendfileNotAvailableError',
    'Server', 'StreamReader', 'StreamReaderProtocol', 'StreamWriter', 'SubprocessProtocol', 'SubprocessTransport',
    'Task', 'TaskGroup', 'Timeout', 'TimeoutError', 'TimerHandle', 'Transport', 'WriteTransport', 'all_tasks',
    'as_completed', 'create_eager_task_factory', 'create_subprocess_exec', 'create_subprocess_shell', 'create_task',
    'current_task', 'eager_task_factory', 'ensure_future', 'gather', 'get_child_watcher', 'get_event_loop',
    'get_event_loop_policy', 'get_running_loop', 'iscoroutine', 'iscoroutinefunction', 'isfuture', 'new_event_loop',
    'open_connection', 'open_unix_connection', 'run', 'run_coroutine_threadsafe', 'set_child_watcher',
    'set_event_loop', 'set_event_loop_policy', 'shield', 'sleep', 'start_server', 'start_unix_server', 'timeout',
    'timeout_at', 'to_thread', 'wait', 'wait_for', 'wrap_future', '_enter_task', '_get_running_loop', '_leave_task',
    '_register_task', '_set_running_loop', '_unregister_task',
]

import _asyncio

_asyncio._library_loaded()
del _asyncio
