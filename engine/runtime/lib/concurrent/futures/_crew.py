"""What pools have in common: a crew of threads, started as they are needed, and the jobs that wait for them."""

import collections
import threading
import weakref

import _loopscope
import _thread

from . import _base

_crews = {}  # of all pools whose threads are alive, in the order of their first thread
_exiting = False


class Job:
    """A call, and the future that gets its result."""

    def __init__(self, crew, fn, args, kwargs):
        self.future = _base.Future()
        self._call = fn, args, kwargs
        self._work = _loopscope.work_submitted(fn, crew.name)

    def run(self, do):
        """do(function, arguments, keyword arguments) makes the call."""
        if not self.future.set_running_or_notify_cancel():
            return
        _loopscope.work_begin(self._work)
        try:
            value = do(*self._call)
        except BaseException as error:
            _loopscope.work_end(self._work, True, error)
            self.future.set_exception(error)
            self = None  # the traceback holds this frame
        else:
            _loopscope.work_end(self._work, False, value)
            self.future.set_result(value)


class Crew:
    """A pool's threads and their jobs. It knows nothing of the executor, which may go while they work.

    Its subclasses say what a thread does: work() calls jobs() and runs these."""

    def __init__(self, name, most, failure):
        self.name, self.most, self._failure = name, most, failure
        self.door = _thread._quiet_lock('a thread pool')  # one at a time brings jobs or closes
        # Its holder may be the one whose garbage collection closes the crew.
        self._lock = _thread._quiet_rlock()
        self._news = threading._Changes(self._lock, 'work in a thread pool')
        self._jobs = collections.deque()
        self._idle = 0  # threads that have found nothing to do, less the jobs that have come since
        self.threads = []
        self.closed = False
        self.broken = None

    def check(self):
        if self.broken:
            raise self._failure(self.broken)

    def take_on(self, job):
        """With the door shut."""
        with self._lock:
            self.check()
            self._jobs.append(job)
            self._news.notify()
            found_idle = self._idle > 0
            self._idle -= found_idle
        if not found_idle and len(self.threads) < self.most:
            self._hire()

    def _hire(self):
        thread = threading.Thread(target=self.work, name=f'{self.name}_{len(self.threads)}')
        self.threads.append(thread)
        _crews[id(self)] = self
        thread.start()

    def jobs(self):
        """One after the other, as long as there may be more."""
        while (job := self._next_job()) is not None:
            yield job
            del job
        _crews.pop(id(self), None)  # the other threads, too, will find that nothing comes any more

    def _next_job(self):
        with self._lock:
            if not self._jobs and not self.closed:
                self._idle += 1
                self._news.wait_for(lambda: self._jobs or self.closed)
            return self._jobs.popleft() if self._jobs else None

    def break_down(self, reason, error):
        """From now on `reason` is what submit() raises; the jobs that wait get the error."""
        with self._lock:
            self.broken = reason
            jobs = self._drain()
        for job in jobs:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(error)

    def _drain(self):
        jobs = list(self._jobs)
        self._jobs.clear()
        return jobs

    def close(self, cancel=False):
        """The threads finish what there is, unless it is to be cancelled, and end."""
        with self._lock:
            self.closed = True
            jobs = self._drain() if cancel else ()
            self._news.notify_all()
        for job in jobs:
            job.future.cancel()

    def join(self):
        for thread in self.threads:
            thread.join()


def _at_exit():
    global _exiting
    _exiting = True
    crews = list(_crews.values())
    for crew in crews:
        with crew.door:
            crew.close()
    for crew in crews:
        crew.join()


threading._register_atexit(_at_exit)


class Pool(_base.Executor):
    """An executor with a crew."""

    def _employ(self, crew):
        self._crew = crew
        # A pool that nobody can give work to any more sends its threads home.
        crew.owner = weakref.ref(self, lambda _: crew.close())

    _max_workers = property(lambda self: self._crew.most)

    def submit(self, fn, /, *args, **kwargs):
        """Has fn(*args, **kwargs) called; returns its Future."""
        crew = self._crew
        with crew.door:
            crew.check()
            for over, what in ((crew.closed and not _exiting, 'shutdown'), (_exiting, 'interpreter shutdown')):
                if over:
                    raise RuntimeError(f'cannot schedule new futures after {what}')
            job = Job(crew, fn, args, kwargs)
            crew.take_on(job)
            return job.future

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Takes no more work; with `wait` it returns when all is done."""
        with self._crew.door:
            self._crew.close(cancel_futures)
        if wait:
            self._crew.join()


def check_initializer(initializer):
    if not (initializer is None or callable(initializer)):
        raise TypeError('initializer must be a callable')


def goes_well(initializer, arguments):
    """Calls the initializer, if any; logs what it raises."""
    try:
        if initializer is not None:
            initializer(*arguments)
        return True
    except BaseException:
        _base.LOGGER.critical('Exception in initializer:', exc_info=True)
        return False


def check_size(most):
    if most < 1:
        raise ValueError('max_workers must be greater than 0')
    return most
