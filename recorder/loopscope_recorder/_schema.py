"""The events of a trace. Made by generate_schema.py from events.def and enums.def: change those."""
PROGRAM_STARTED = 1
PROGRAM_ENDED = 2
FILE_LOADED = 3
CODE_DEFINED = 4
LINE_REACHED = 5
FRAME_ENTERED = 6
FRAME_LEFT = 7
COLLECTION_BEGIN = 8
COLLECTION_END = 9
THREAD_STARTED = 10
THREAD_ENDED = 11
GIL_WAIT_BEGIN = 12
GIL_ACQUIRED = 13
GIL_RELEASED = 14
THREAD_BLOCKED = 15
THREAD_UNBLOCKED = 16
THREAD_OF_PROCESS = 17
THREAD_RENAMED = 18
LOOP_CREATED = 20
LOOP_DEBUG_CHANGED = 21
LOOP_SLOW_THRESHOLD_CHANGED = 22
LOOP_RUN_BEGIN = 23
LOOP_RUN_END = 24
LOOP_STOP_REQUESTED = 25
LOOP_CLOSED = 26
ITERATION_BEGIN = 27
SELECT_BEGIN = 28
SELECT_END = 29
TIMERS_BEGIN = 30
RUN_BEGIN = 31
ITERATION_END = 32
SELECTOR_REGISTERED = 33
SELECTOR_UNREGISTERED = 34
SELECTOR_READY = 35
SELECT_SLOW = 36
SHUTDOWN_ASYNCGENS_BEGIN = 37
SHUTDOWN_ASYNCGENS_END = 38
HANDLE_SCHEDULED = 50
HANDLE_SCHEDULED_THREADSAFE = 51
TIMER_SCHEDULED = 52
TIMER_AIMED = 53
TIMER_READY = 54
HANDLE_CANCELLED = 55
HANDLE_BEGIN = 56
HANDLE_END = 57
HANDLE_SLOW = 58
HANDLE_DROPPED = 59
TASK_CREATED = 65
TASK_RENAMED = 66
TASK_STEP_BEGIN = 67
TASK_STEP_END = 68
TASK_SUSPENDED = 69
TASK_CANCEL_REQUESTED = 70
TASK_UNCANCELLED = 71
TASK_DONE = 72
TASK_DESTROYED_PENDING = 73
TASK_PENDING_AT_CLOSE = 74
TASK_EAGER_START = 75
TASK_FREED = 76
CORO_CREATED = 90
CORO_AWAIT_BEGIN = 91
CORO_AWAIT_END = 92
CORO_AWAITS_FUTURE = 93
CORO_RESUMED = 94
CORO_SUSPENDED = 95
CORO_YIELDED = 96
CORO_FIRST_ITERATION = 97
CORO_LAST_REFERENCE = 98
ASYNCGEN_HOOK_CALLED = 99
CORO_CLOSE_BEGIN = 100
CORO_FINISHED = 101
CORO_GENERATOR_EXIT_IGNORED = 102
CORO_NEVER_AWAITED = 103
ASYNCGEN_OP_BEGIN = 104
ASYNCGEN_OP_END = 105
ASYNCGEN_BUSY = 106
CORO_FREED = 107
CORO_THROWN = 108
FUTURE_CREATED = 120
FUTURE_RESOLVED = 121
FUTURE_CALLBACK_ADDED = 122
FUTURE_CALLBACK_REMOVED = 123
FUTURE_RETRIEVED = 124
FUTURE_NEVER_RETRIEVED = 125
FUTURE_FREED = 126
SYNC_CREATED = 140
SYNC_ACQUIRED = 141
SYNC_RELEASED = 142
SYNC_WAITER_ADDED = 143
SYNC_WAITER_WOKEN = 144
SYNC_WAITER_REMOVED = 145
SYNC_VALUE_CHANGED = 146
SYNC_SHUTDOWN = 147
SYNC_FREED = 148
STDOUT_WRITTEN = 160
STDERR_WRITTEN = 161
LOG_RECORDED = 162
WARNING_ISSUED = 163
UNHANDLED_ERROR = 164
EXECUTOR_SUBMITTED = 180
EXECUTOR_WORK_BEGIN = 181
EXECUTOR_WORK_END = 182
SIGNAL_RAISED = 183
SIGNAL_HANDLED = 184
PROCESS_STARTED = 185
PROCESS_ENDED = 186
CORO_KIND_COROUTINE = 0
CORO_KIND_GENERATOR = 1
CORO_KIND_ASYNC_GENERATOR = 2
OUTCOME_RESULT = 0
OUTCOME_EXCEPTION = 1
OUTCOME_CANCELLED = 2
RESUME_HOW_SEND = 0
RESUME_HOW_THROW = 1
RESUME_HOW_CLOSE = 2
FINISH_HOW_RETURNED = 0
FINISH_HOW_RAISED = 1
FINISH_HOW_CLOSED = 2
FINISH_HOW_CLOSED_UNSTARTED = 3
CLOSE_BY_UNKNOWN = 0
CLOSE_BY_EXPLICIT = 1
CLOSE_BY_ACLOSING = 2
CLOSE_BY_GC_HOOK = 3
CLOSE_BY_SHUTDOWN_ASYNCGENS = 4
CLOSE_BY_DEALLOC = 5
ASYNCGEN_OP_ANEXT = 0
ASYNCGEN_OP_ASEND = 1
ASYNCGEN_OP_ATHROW = 2
ASYNCGEN_OP_ACLOSE = 3
BLOCK_REASON_SLEEP = 0
BLOCK_REASON_LOCK = 1
BLOCK_REASON_JOIN = 2
BLOCK_REASON_IO = 3
BLOCK_REASON_SELECT = 4
BLOCK_REASON_QUEUE = 5
BLOCK_REASON_OTHER = 6
GIL_RELEASE_BLOCKING = 0
GIL_RELEASE_SWITCH_INTERVAL = 1
GIL_RELEASE_THREAD_END = 2
SYNC_KIND_LOCK = 0
SYNC_KIND_EVENT = 1
SYNC_KIND_SEMAPHORE = 2
SYNC_KIND_CONDITION = 3
SYNC_KIND_QUEUE = 4
SYNC_KIND_BARRIER = 5
SYNC_KIND_THREAD_LOCK = 6
SYNC_KIND_THREAD_QUEUE = 7
WAIT_ROLE_ACQUIRE = 0
WAIT_ROLE_WAIT = 1
WAIT_ROLE_GET = 2
WAIT_ROLE_PUT = 3
WAIT_ROLE_JOIN = 4
ERROR_KIND_MAIN = 0
ERROR_KIND_LOOP_HANDLER = 1
ERROR_KIND_UNRAISABLE = 2
ERROR_KIND_THREAD = 3
SCHEMA = \
{'events': [{'number': 1, 'name': 'program_started', 'fields': [{'kind': 'Str', 'name': 'path'}]},
            {'number': 2, 'name': 'program_ended', 'fields': [{'kind': 'U32', 'name': 'exit_status'}]},
            {'number': 3,
             'name': 'file_loaded',
             'fields': [{'kind': 'File', 'name': 'file'}, {'kind': 'Str', 'name': 'path'},
                        {'kind': 'Str', 'name': 'text'}, {'kind': 'Bool', 'name': 'library'}]},
            {'number': 4,
             'name': 'code_defined',
             'fields': [{'kind': 'Code', 'name': 'code'}, {'kind': 'Str', 'name': 'name'},
                        {'kind': 'Str', 'name': 'qualname'}, {'kind': 'Place', 'name': 'first_line'}]},
            {'number': 5,
             'name': 'line_reached',
             'fields': [{'kind': 'Code', 'name': 'code'}, {'kind': 'U32', 'name': 'line'},
                        {'kind': 'Coro', 'name': 'coro'}]},
            {'number': 6,
             'name': 'frame_entered',
             'fields': [{'kind': 'Code', 'name': 'code'}, {'kind': 'U32', 'name': 'line'}]},
            {'number': 7,
             'name': 'frame_left',
             'fields': [{'kind': 'Code', 'name': 'code'}, {'kind': 'Bool', 'name': 'raised'}]},
            {'number': 8, 'name': 'collection_begin', 'fields': [{'kind': 'U32', 'name': 'generation'}]},
            {'number': 9, 'name': 'collection_end', 'fields': [{'kind': 'U32', 'name': 'freed'}]},
            {'number': 10,
             'name': 'thread_started',
             'fields': [{'kind': 'Thread', 'name': 'thread'}, {'kind': 'Str', 'name': 'name'},
                        {'kind': 'Bool', 'name': 'daemon'}]},
            {'number': 11, 'name': 'thread_ended', 'fields': [{'kind': 'Thread', 'name': 'thread'}]},
            {'number': 12, 'name': 'gil_wait_begin', 'fields': [{'kind': 'Thread', 'name': 'holder'}]},
            {'number': 13, 'name': 'gil_acquired', 'fields': []},
            {'number': 14, 'name': 'gil_released', 'fields': [{'kind': 'GilRelease', 'name': 'why'}]},
            {'number': 15,
             'name': 'thread_blocked',
             'fields': [{'kind': 'BlockReason', 'name': 'reason'}, {'kind': 'Str', 'name': 'what'},
                        {'kind': 'Ns', 'name': 'until'}]},
            {'number': 16, 'name': 'thread_unblocked', 'fields': []},
            {'number': 17,
             'name': 'thread_of_process',
             'fields': [{'kind': 'Thread', 'name': 'thread'}, {'kind': 'Process', 'name': 'process'}]},
            {'number': 18,
             'name': 'thread_renamed',
             'fields': [{'kind': 'Thread', 'name': 'thread'}, {'kind': 'Str', 'name': 'name'}]},
            {'number': 20,
             'name': 'loop_created',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'Str', 'name': 'name'}]},
            {'number': 21,
             'name': 'loop_debug_changed',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'Bool', 'name': 'enabled'}]},
            {'number': 22,
             'name': 'loop_slow_threshold_changed',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'Ns', 'name': 'threshold'}]},
            {'number': 23, 'name': 'loop_run_begin', 'fields': [{'kind': 'Loop', 'name': 'loop'}]},
            {'number': 24, 'name': 'loop_run_end', 'fields': [{'kind': 'Loop', 'name': 'loop'}]},
            {'number': 25, 'name': 'loop_stop_requested', 'fields': [{'kind': 'Loop', 'name': 'loop'}]},
            {'number': 26, 'name': 'loop_closed', 'fields': [{'kind': 'Loop', 'name': 'loop'}]},
            {'number': 27,
             'name': 'iteration_begin',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'iteration'}]},
            {'number': 28,
             'name': 'select_begin',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'Ns', 'name': 'timeout'}]},
            {'number': 29,
             'name': 'select_end',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'ready'}]},
            {'number': 30, 'name': 'timers_begin', 'fields': [{'kind': 'Loop', 'name': 'loop'}]},
            {'number': 31,
             'name': 'run_begin',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'handles'}]},
            {'number': 32,
             'name': 'iteration_end',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'iteration'}]},
            {'number': 33,
             'name': 'selector_registered',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'fd'},
                        {'kind': 'U32', 'name': 'interest'}, {'kind': 'Handle', 'name': 'handle'},
                        {'kind': 'Str', 'name': 'what'}]},
            {'number': 34,
             'name': 'selector_unregistered',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'fd'}]},
            {'number': 35,
             'name': 'selector_ready',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'fd'},
                        {'kind': 'U32', 'name': 'interest'}, {'kind': 'Handle', 'name': 'handle'}]},
            {'number': 36,
             'name': 'select_slow',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'Ns', 'name': 'took'}]},
            {'number': 37,
             'name': 'shutdown_asyncgens_begin',
             'fields': [{'kind': 'Loop', 'name': 'loop'}, {'kind': 'U32', 'name': 'alive'}]},
            {'number': 38, 'name': 'shutdown_asyncgens_end', 'fields': [{'kind': 'Loop', 'name': 'loop'}]},
            {'number': 50,
             'name': 'handle_scheduled',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Loop', 'name': 'loop'},
                        {'kind': 'Str', 'name': 'label'}, {'kind': 'Task', 'name': 'task'},
                        {'kind': 'Future', 'name': 'cause'}]},
            {'number': 51,
             'name': 'handle_scheduled_threadsafe',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Loop', 'name': 'loop'},
                        {'kind': 'Str', 'name': 'label'}, {'kind': 'Task', 'name': 'task'},
                        {'kind': 'Future', 'name': 'cause'}]},
            {'number': 52,
             'name': 'timer_scheduled',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Loop', 'name': 'loop'},
                        {'kind': 'Str', 'name': 'label'}, {'kind': 'Ns', 'name': 'when'}]},
            {'number': 53,
             'name': 'timer_aimed',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Future', 'name': 'future'}]},
            {'number': 54,
             'name': 'timer_ready',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Loop', 'name': 'loop'}]},
            {'number': 55, 'name': 'handle_cancelled', 'fields': [{'kind': 'Handle', 'name': 'handle'}]},
            {'number': 56,
             'name': 'handle_begin',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Loop', 'name': 'loop'}]},
            {'number': 57, 'name': 'handle_end', 'fields': [{'kind': 'Handle', 'name': 'handle'}]},
            {'number': 58,
             'name': 'handle_slow',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Ns', 'name': 'took'},
                        {'kind': 'Str', 'name': 'what'}]},
            {'number': 59,
             'name': 'handle_dropped',
             'fields': [{'kind': 'Handle', 'name': 'handle'}, {'kind': 'Loop', 'name': 'loop'}]},
            {'number': 65,
             'name': 'task_created',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'Coro', 'name': 'coro'},
                        {'kind': 'Loop', 'name': 'loop'}, {'kind': 'Str', 'name': 'name'},
                        {'kind': 'Place', 'name': 'place'}]},
            {'number': 66,
             'name': 'task_renamed',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'Str', 'name': 'name'}]},
            {'number': 67,
             'name': 'task_step_begin',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'Str', 'name': 'thrown'}]},
            {'number': 68, 'name': 'task_step_end', 'fields': [{'kind': 'Task', 'name': 'task'}]},
            {'number': 69,
             'name': 'task_suspended',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'Future', 'name': 'future'},
                        {'kind': 'Str', 'name': 'label'}]},
            {'number': 70,
             'name': 'task_cancel_requested',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'Str', 'name': 'message'},
                        {'kind': 'Future', 'name': 'forwarded'}, {'kind': 'U32', 'name': 'requests'}]},
            {'number': 71,
             'name': 'task_uncancelled',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'U32', 'name': 'requests'}]},
            {'number': 72,
             'name': 'task_done',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'Outcome', 'name': 'outcome'},
                        {'kind': 'Str', 'name': 'value'}]},
            {'number': 73, 'name': 'task_destroyed_pending', 'fields': [{'kind': 'Task', 'name': 'task'}]},
            {'number': 74,
             'name': 'task_pending_at_close',
             'fields': [{'kind': 'Task', 'name': 'task'}, {'kind': 'Loop', 'name': 'loop'}]},
            {'number': 75, 'name': 'task_eager_start', 'fields': [{'kind': 'Task', 'name': 'task'}]},
            {'number': 76, 'name': 'task_freed', 'fields': [{'kind': 'Task', 'name': 'task'}]},
            {'number': 90,
             'name': 'coro_created',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'CoroKind', 'name': 'kind'},
                        {'kind': 'Code', 'name': 'code'}, {'kind': 'Place', 'name': 'place'}]},
            {'number': 91,
             'name': 'coro_await_begin',
             'fields': [{'kind': 'Coro', 'name': 'parent'}, {'kind': 'Coro', 'name': 'child'},
                        {'kind': 'U32', 'name': 'line'}]},
            {'number': 92, 'name': 'coro_await_end', 'fields': [{'kind': 'Coro', 'name': 'parent'}]},
            {'number': 93,
             'name': 'coro_awaits_future',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'Future', 'name': 'future'},
                        {'kind': 'U32', 'name': 'line'}, {'kind': 'Str', 'name': 'label'}]},
            {'number': 94,
             'name': 'coro_resumed',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'ResumeHow', 'name': 'how'}]},
            {'number': 95,
             'name': 'coro_suspended',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'U32', 'name': 'line'}]},
            {'number': 96,
             'name': 'coro_yielded',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'U32', 'name': 'line'},
                        {'kind': 'Str', 'name': 'value'}]},
            {'number': 97,
             'name': 'coro_first_iteration',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'Loop', 'name': 'loop'}]},
            {'number': 98,
             'name': 'coro_last_reference',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'Place', 'name': 'place'}]},
            {'number': 99,
             'name': 'asyncgen_hook_called',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'Loop', 'name': 'loop'}]},
            {'number': 100,
             'name': 'coro_close_begin',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'CloseBy', 'name': 'by'}]},
            {'number': 101,
             'name': 'coro_finished',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'FinishHow', 'name': 'how'},
                        {'kind': 'Str', 'name': 'value'}]},
            {'number': 102,
             'name': 'coro_generator_exit_ignored',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'U32', 'name': 'line'}]},
            {'number': 103, 'name': 'coro_never_awaited', 'fields': [{'kind': 'Coro', 'name': 'coro'}]},
            {'number': 104,
             'name': 'asyncgen_op_begin',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'AsyncgenOp', 'name': 'op'}]},
            {'number': 105,
             'name': 'asyncgen_op_end',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'AsyncgenOp', 'name': 'op'}]},
            {'number': 106,
             'name': 'asyncgen_busy',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'AsyncgenOp', 'name': 'op'},
                        {'kind': 'Task', 'name': 'holder'}]},
            {'number': 107, 'name': 'coro_freed', 'fields': [{'kind': 'Coro', 'name': 'coro'}]},
            {'number': 108,
             'name': 'coro_thrown',
             'fields': [{'kind': 'Coro', 'name': 'coro'}, {'kind': 'Str', 'name': 'exception'}]},
            {'number': 120,
             'name': 'future_created',
             'fields': [{'kind': 'Future', 'name': 'future'}, {'kind': 'Loop', 'name': 'loop'},
                        {'kind': 'Str', 'name': 'label'}, {'kind': 'Place', 'name': 'place'}]},
            {'number': 121,
             'name': 'future_resolved',
             'fields': [{'kind': 'Future', 'name': 'future'}, {'kind': 'Outcome', 'name': 'outcome'},
                        {'kind': 'Str', 'name': 'value'}]},
            {'number': 122,
             'name': 'future_callback_added',
             'fields': [{'kind': 'Future', 'name': 'future'}, {'kind': 'Str', 'name': 'label'},
                        {'kind': 'Task', 'name': 'task'}]},
            {'number': 123,
             'name': 'future_callback_removed',
             'fields': [{'kind': 'Future', 'name': 'future'}, {'kind': 'U32', 'name': 'count'}]},
            {'number': 124, 'name': 'future_retrieved', 'fields': [{'kind': 'Future', 'name': 'future'}]},
            {'number': 125,
             'name': 'future_never_retrieved',
             'fields': [{'kind': 'Future', 'name': 'future'}, {'kind': 'Str', 'name': 'exception'}]},
            {'number': 126, 'name': 'future_freed', 'fields': [{'kind': 'Future', 'name': 'future'}]},
            {'number': 140,
             'name': 'sync_created',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'SyncKind', 'name': 'kind'},
                        {'kind': 'U32', 'name': 'size'}, {'kind': 'Str', 'name': 'name'},
                        {'kind': 'Place', 'name': 'place'}]},
            {'number': 141,
             'name': 'sync_acquired',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'U32', 'name': 'value'}]},
            {'number': 142,
             'name': 'sync_released',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'U32', 'name': 'value'}]},
            {'number': 143,
             'name': 'sync_waiter_added',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'Future', 'name': 'future'},
                        {'kind': 'WaitRole', 'name': 'role'}]},
            {'number': 144,
             'name': 'sync_waiter_woken',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'Future', 'name': 'future'}]},
            {'number': 145,
             'name': 'sync_waiter_removed',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'Future', 'name': 'future'}]},
            {'number': 146,
             'name': 'sync_value_changed',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'U32', 'name': 'value'}]},
            {'number': 147,
             'name': 'sync_shutdown',
             'fields': [{'kind': 'Sync', 'name': 'sync'}, {'kind': 'Bool', 'name': 'immediate'}]},
            {'number': 148, 'name': 'sync_freed', 'fields': [{'kind': 'Sync', 'name': 'sync'}]},
            {'number': 160,
             'name': 'stdout_written',
             'fields': [{'kind': 'Str', 'name': 'text'}, {'kind': 'Place', 'name': 'place'}]},
            {'number': 161,
             'name': 'stderr_written',
             'fields': [{'kind': 'Str', 'name': 'text'}, {'kind': 'Place', 'name': 'place'}]},
            {'number': 162,
             'name': 'log_recorded',
             'fields': [{'kind': 'U32', 'name': 'level'}, {'kind': 'Str', 'name': 'logger'},
                        {'kind': 'Str', 'name': 'message'}, {'kind': 'Place', 'name': 'place'}]},
            {'number': 163,
             'name': 'warning_issued',
             'fields': [{'kind': 'Str', 'name': 'category'}, {'kind': 'Str', 'name': 'message'},
                        {'kind': 'Place', 'name': 'place'}, {'kind': 'Coro', 'name': 'coro'}]},
            {'number': 164,
             'name': 'unhandled_error',
             'fields': [{'kind': 'ErrorKind', 'name': 'kind'}, {'kind': 'Str', 'name': 'message'},
                        {'kind': 'Str', 'name': 'exception'}, {'kind': 'Future', 'name': 'future'},
                        {'kind': 'Str', 'name': 'traceback'}]},
            {'number': 180,
             'name': 'executor_submitted',
             'fields': [{'kind': 'U32', 'name': 'work'}, {'kind': 'Future', 'name': 'future'},
                        {'kind': 'Str', 'name': 'label'}, {'kind': 'Str', 'name': 'pool'}]},
            {'number': 181, 'name': 'executor_work_begin', 'fields': [{'kind': 'U32', 'name': 'work'}]},
            {'number': 182,
             'name': 'executor_work_end',
             'fields': [{'kind': 'U32', 'name': 'work'}, {'kind': 'Outcome', 'name': 'outcome'},
                        {'kind': 'Str', 'name': 'value'}]},
            {'number': 183,
             'name': 'signal_raised',
             'fields': [{'kind': 'U32', 'name': 'signal'}, {'kind': 'Str', 'name': 'name'}]},
            {'number': 184,
             'name': 'signal_handled',
             'fields': [{'kind': 'U32', 'name': 'signal'}, {'kind': 'Handle', 'name': 'handle'}]},
            {'number': 185,
             'name': 'process_started',
             'fields': [{'kind': 'Process', 'name': 'process'}, {'kind': 'Str', 'name': 'command'},
                        {'kind': 'Bool', 'name': 'worker'}]},
            {'number': 186,
             'name': 'process_ended',
             'fields': [{'kind': 'Process', 'name': 'process'}, {'kind': 'U32', 'name': 'status'}]}],
 'enums': {'CoroKind': ['coroutine', 'generator', 'async_generator'],
           'Outcome': ['result', 'exception', 'cancelled'],
           'ResumeHow': ['send', 'throw', 'close'],
           'FinishHow': ['returned', 'raised', 'closed', 'closed_unstarted'],
           'CloseBy': ['unknown', 'explicit', 'aclosing', 'gc_hook', 'shutdown_asyncgens', 'dealloc'],
           'AsyncgenOp': ['anext', 'asend', 'athrow', 'aclose'],
           'BlockReason': ['sleep', 'lock', 'join', 'io', 'select', 'queue', 'other'],
           'GilRelease': ['blocking', 'switch_interval', 'thread_end'],
           'SyncKind': ['lock', 'event', 'semaphore', 'condition', 'queue', 'barrier', 'thread_lock', 'thread_queue'],
           'WaitRole': ['acquire', 'wait', 'get', 'put', 'join'],
           'ErrorKind': ['main', 'loop_handler', 'unraisable', 'thread']}}
