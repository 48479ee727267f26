"""Records a whole program: from before its first line to after its last atexit function."""
import atexit
import os
import sys

import loopscope_recorder

from . import _schema as s
from ._objects import shown


def begin(out):
    try:
        loopscope_recorder.start(out)
    except OSError as error:
        sys.stderr.write("loopscope_recorder: cannot write %s: %s\n" % (out, error.strerror))
        sys.stderr.flush()
        os._exit(2)
    recorder, patches = loopscope_recorder._active
    status = [0]
    leave = sys.exit

    def exit(status_=None, /):
        code = status_
        status[0] = 0 if code is None else code & 0xFF if isinstance(code, int) else 1
        leave(code)

    exit.__doc__ = leave.__doc__
    patches.put(sys, "exit", exit)

    def at_the_end():
        if loopscope_recorder._active is None or loopscope_recorder._active[0] is not recorder:
            return
        error = getattr(sys, "last_value", None)
        if error is not None:
            status[0] = 130 if isinstance(error, KeyboardInterrupt) else 1
            recorder.emit(s.UNHANDLED_ERROR, s.ERROR_KIND_MAIN, 0, recorder.journal.string(shown(error)))
        recorder.emit(s.PROGRAM_ENDED, status[0])
        loopscope_recorder.stop(exit_status=status[0])

    atexit.register(at_the_end)
    # The program's path: the first argument that is no option of the interpreter's.
    path = os.environ.pop("LOOPSCOPE_RECORD_PROGRAM", "")
    recorder.file.meta(program=os.path.abspath(path), argv=sys.argv[1:] if hasattr(sys, "argv") else [])
    recorder.emit(s.PROGRAM_STARTED, recorder.journal.string(path))
    recorder.guarded(recorder.sources.file, path)
