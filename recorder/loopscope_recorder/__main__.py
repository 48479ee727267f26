"""python3 -m loopscope_recorder [-o OUT] app.py ARGS: runs a program as python3 would, and records it.

The program is run by a fresh interpreter in this process's place, which begins to record before the first line: so the
program's stack, its tracebacks, its exit status and how signals end it are the interpreter's own.
"""
import os
import subprocess
import sys

USAGE = "usage: python3 -m loopscope_recorder [-o OUT] app.py [ARGS...]"
HERE = os.path.dirname(os.path.abspath(__file__))


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
    if sys.flags.ignore_environment or sys.flags.no_site:
        fail("loopscope_recorder: the options -E, -I and -S keep the recorder from starting with the program; call\n"
             "loopscope_recorder.start() in the program instead")
    options = getattr(sys, "orig_argv", None)
    if options is not None and "-m" in options:
        options = options[1:options.index("-m")]
    else:
        options = subprocess._args_from_interpreter_flags()
    env = dict(os.environ, LOOPSCOPE_RECORD_OUT=os.path.abspath(out), LOOPSCOPE_RECORD_PROGRAM=args[0])
    before = os.environ.get("PYTHONPATH")
    if before is not None:
        env["LOOPSCOPE_RECORD_PYTHONPATH"] = before
    env["PYTHONPATH"] = os.pathsep.join(p for p in (os.path.join(HERE, "_startup"), before) if p)
    sys.stdout.flush()
    try:
        os.execve(sys.executable, [sys.executable, *options, *args], env)
    except OSError as error:
        fail("loopscope_recorder: cannot start %s: %s" % (sys.executable, error.strerror))


main()
