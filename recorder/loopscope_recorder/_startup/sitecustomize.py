"""Found by an interpreter that `python3 -m loopscope_recorder` started: begins to record, then leaves no trace of
itself. The program is run by the interpreter as always: none of our frames is below its own."""
import os
import sys


def _begin():
    here = os.path.dirname(os.path.abspath(__file__))
    out = os.environ.pop("LOOPSCOPE_RECORD_OUT", None)
    before = os.environ.pop("LOOPSCOPE_RECORD_PYTHONPATH", None)
    if before is None:
        os.environ.pop("PYTHONPATH", None)
    else:
        os.environ["PYTHONPATH"] = before
    package = os.path.dirname(os.path.dirname(here))
    sys.path[:] = [p for p in sys.path if os.path.abspath(p) != here]
    # The first entry that names the package's folder is ours, unless the program has it too.
    ours = before is None or package not in [os.path.abspath(p) for p in before.split(os.pathsep) if p]
    if out is not None:
        sys.path.insert(0, package)
        from loopscope_recorder import _program
        del sys.path[0]
        _program.begin(out)
    if ours:
        sys.path[:] = [p for p in sys.path if os.path.abspath(p) != package]
    ours = sys.modules.pop("sitecustomize")
    try:
        import sitecustomize  # noqa: F401, the one that would have been found
    except ImportError as error:
        if error.name != "sitecustomize":
            raise
    finally:  # the import that runs now wants to find it
        sys.modules.setdefault("sitecustomize", ours)


_begin()
