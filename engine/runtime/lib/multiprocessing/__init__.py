"""Work in several interpreters side by side."""

import sys

from . import context, process

_context = context.default
_names = ('ProcessError', 'BufferTooShort', 'TimeoutError', 'AuthenticationError', 'Process', 'current_process',
          'parent_process', 'active_children', 'cpu_count', 'freeze_support', 'get_context', 'get_start_method',
          'set_start_method', 'get_all_start_methods')
globals().update({name: getattr(_context, name) for name in _names})

__all__ = [*_names, *context.HOME_OF]


def __getattr__(name):
    found = globals()[name] = _context._pool if name == 'Pool' else context.load(name)
    return found


def get_logger():
    import logging
    return logging.getLogger('multiprocessing')


# Children know the program under this name; what they send back must be found here.
if '__main__' in sys.modules:
    sys.modules.setdefault('__mp_main__', sys.modules['__main__'])
