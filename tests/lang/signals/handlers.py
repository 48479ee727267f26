import _thread
import signal
import time
print(signal.SIGINT, repr(signal.SIGINT), signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
def h(n, f): print('handler', signal.Signals(n).name, f.f_lineno)
print(signal.signal(signal.SIGUSR1, h), signal.getsignal(signal.SIGUSR1) is h)
signal.raise_signal(signal.SIGUSR1)
print('after')
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt as e: print(repr(e))
try: signal.signal(9, h)
except OSError as e: print(e)
try: signal.signal(signal.SIGUSR2, 'x')
except TypeError as e: print(e)
def t():
    try: signal.signal(signal.SIGUSR2, h)
    except ValueError as e: print(e)
    time.sleep(.5); signal.pthread_kill(_thread.get_ident(), signal.SIGUSR1)
_thread.start_new_thread(t, ())
t0=time.monotonic(); time.sleep(1); print(round(time.monotonic()-t0, 1))
signal.signal(signal.SIGALRM, lambda n,f: print('alarm', round(time.monotonic()-t0,1)))
print(signal.alarm(2), int(signal.setitimer(signal.ITIMER_REAL, .5, .5)[0]))
time.sleep(1.7)
print(signal.alarm(0))
signal.signal(signal.SIGUSR1, signal.SIG_IGN); signal.raise_signal(signal.SIGUSR1)
print(signal.strsignal(15), signal.signal(signal.SIGTERM, signal.SIG_DFL))

# expect: 2 <Signals.SIGINT: 2> <built-in function default_int_handler> 0
# expect: 0 True
# expect: handler SIGUSR1 7
# expect: after
# expect: KeyboardInterrupt()
# expect: [Errno 22] Invalid argument
# expect: signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object
# expect: signal only works in main thread of the main interpreter
# expect: handler SIGUSR1 21
# expect: 1.0
# expect: 0 1
# expect: alarm 1.5
# expect: alarm 2.0
# expect: alarm 2.5
# expect: 1
# expect: Terminated 0
