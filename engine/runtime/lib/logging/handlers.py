"""Handlers that pass records on."""

import logging

__all__ = ['QueueHandler', 'QueueListener']


class QueueHandler(logging.Handler):
    """Puts records into a queue."""

    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def prepare(self, record):
        record.message = record.msg = self.format(record)
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """Not possible yet: it would need a thread."""

    def __init__(self, queue, *handlers, respect_handler_level=False):
        raise NotImplementedError('logging.handlers.QueueListener needs threads, which are not part of the simulated '
                                  'world yet')
