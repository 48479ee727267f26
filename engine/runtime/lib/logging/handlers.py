"""Handlers that pass records on, so that a slow destination is not waited for where the record is made."""

import copy
import logging

__all__ = ['QueueHandler', 'QueueListener']


class QueueHandler(logging.Handler):
    """Puts records into a queue and returns at once."""

    listener = None

    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def prepare(self, record):
        """A copy whose text is made, so that it can be shown elsewhere and later."""
        ready = copy.copy(record)
        vars(ready).update(dict.fromkeys(('args', 'exc_info', 'exc_text', 'stack_info')))
        ready.msg = ready.message = self.format(record)
        return ready

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def emit(self, record):
        try:
            ready = self.prepare(record)
            self.enqueue(ready)
        except Exception:
            self.handleError(record)


class QueueListener:
    """Hands the records of a queue to handlers, in a thread of its own."""

    _sentinel = None  # in the queue: the end

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue = queue
        self.handlers = handlers
        self.respect_handler_level = respect_handler_level
        self._thread = None

    def dequeue(self, block):
        return self.queue.get(block)

    def enqueue_sentinel(self):
        self.queue.put_nowait(self._sentinel)

    def prepare(self, record):
        return record

    def handle(self, record):
        ready = self.prepare(record)
        least = (lambda handler: handler.level) if self.respect_handler_level else (lambda handler: ready.levelno)
        for handler in self.handlers:
            if ready.levelno >= least(handler):
                handler.handle(ready)

    def _listen(self):
        done = getattr(self.queue, 'task_done', lambda: None)
        for record in iter(lambda: self.dequeue(True), self._sentinel):
            self.handle(record)
            done()
        done()

    def start(self):
        import threading
        worker = threading.Thread(target=self._listen, daemon=True)
        self._thread = worker
        worker.start()

    def stop(self):
        """Handles what is in the queue and ends the thread."""
        worker, self._thread = self._thread, None
        if worker is not None:
            self.enqueue_sentinel()
            worker.join()
