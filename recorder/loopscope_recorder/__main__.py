"""python3 -m loopscope_recorder [-o OUT] app.py ARGS: runs a program as python3 would, and records it."""
import atexit
import importlib.machinery
import io
import os
import signal
import sys
import types

import loopscope_recorder
from loopscope_recorder import _schema as s

USAGE = "usage: python3 -m loopscope_recorder [-o OUT] app.py [ARGS...]"
HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


def without_ours(error, seen=None):
    """Takes our frames out of the tracebacks, so that they read as without us."""
    seen = set() if seen is None else seen
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        first = error.__traceback__
        while first is not None and first.tb_frame.f_code.co_filename.startswith(HERE):
            first = first.tb_next
        at = first
        while at is not None:
            while at.tb_next is not None and at.tb_next.tb_frame.f_code.co_filename.startswith(HERE):
                at.tb_next = at.tb_next.tb_next
            at = at.tb_next
        error.__traceback__ = first
        without_ours(error.__cause__, seen)
        error = error.__context__


def fail(text):
    sys.stderr.write(text + "\n")
    sys.exit(2)


def parse(args):
    out = None
    while args and args[0].startswith("-"):
        option = args.pop(0)
        if option in ("-h", "--help"):
            print(USAGE + "\n\n-o OUT  the trace to write; the program's name with .loopscope, here, unless given")
            sys.exit(0)
        if option == "-o" and args:
            out = args.pop(0)
        elif option.startswith("-o") and len(option) > 2:
            out = option[2:]
        elif option == "--":
            break
        else:
            fail("%s\nloopscope_recorder: unknown option %s, or its value is missing" % (USAGE, option))
    if not args:
        fail(USAGE + "\nloopscope_recorder: which program?")
    return out or os.path.splitext(os.path.basename(args[0]))[0] + ".loopscope", args


def main():
    out, args = parse(sys.argv[1:])
    path = args[0]
    try:
        with io.open_code(path) as file:
            source = file.read()
    except OSError as error:
        fail("%s: can't open file %r: [Errno %s] %s" % (sys.executable, os.path.abspath(path), error.errno,
                                                       error.strerror))
    sys.argv[:] = args
    sys.path[0] = os.path.dirname(os.path.realpath(path))
    status = [0, None]
    try:
        loopscope_recorder.start(out)
    except OSError as error:
        fail("loopscope_recorder: cannot write %s: %s" % (out, error.strerror))
    recorder = loopscope_recorder._active[0]

    def at_the_end():
        if loopscope_recorder._active is not None and loopscope_recorder._active[0] is recorder:
            recorder.emit(s.PROGRAM_ENDED, status[0])
            loopscope_recorder.stop(exit_status=status[0])
        if status[1] is not None:
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except (OSError, ValueError, AttributeError):
                    pass
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)

    atexit.register(at_the_end)
    recorder.emit(s.PROGRAM_STARTED, recorder.journal.string(path))
    recorder.guarded(recorder.sources.file, path)
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = __builtins__
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
    module.__cached__ = None
    module.__annotations__ = {}
    keep = sys.modules["__main__"]
    sys.modules["__main__"] = module
    try:
        try:
            exec(compile(source, path, "exec", dont_inherit=True), vars(module))
        finally:
            del source
    except SystemExit as error:
        code = error.code
        status[0] = 0 if code is None else code & 0xFF if isinstance(code, int) else 1
        raise
    except BaseException as error:
        status[0] = 1
        without_ours(error)
        recorder.emit(s.UNHANDLED_ERROR, s.ERROR_KIND_MAIN, 0, recorder.journal.string(loopscope_recorder._shown(error)))
        sys.excepthook(type(error), error, error.__traceback__)
        if isinstance(error, KeyboardInterrupt):
            status[:] = 130, error
        sys.exit(status[0])
    finally:
        del keep


main()
