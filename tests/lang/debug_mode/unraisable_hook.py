"""sys.unraisablehook of the program gets what finalizers and callbacks raise; the built-in one prints it."""
import io
import sys


class Broken:
    def __del__(self):
        raise ValueError("in a finalizer")


def hook(args):
    print(type(args).__name__, args.exc_type.__name__, args.exc_value, args.err_msg, args.object.__qualname__,
          args.exc_traceback is not None, args[0] is args.exc_type, len(args))


print(sys.unraisablehook is sys.__unraisablehook__)
sys.unraisablehook = hook
broken = Broken()
del broken


def hook_that_fails(args):
    raise KeyError("in the hook")


def told():
    """What is printed, without addresses and lines."""
    sys.stderr = io.StringIO()
    broken = Broken()
    del broken
    lines = sys.stderr.getvalue().splitlines()
    sys.stderr = sys.__stderr__
    print(lines[0].partition(" at 0x")[0], "...", lines[-1])


sys.unraisablehook = hook_that_fails
told()
sys.unraisablehook = None
told()
sys.unraisablehook = sys.__unraisablehook__
told()
try:
    sys.__unraisablehook__("text")
except TypeError as error:
    print(error)

# expect: True
# expect: UnraisableHookArgs ValueError in a finalizer None Broken.__del__ True True 5
# expect: Exception ignored in sys.unraisablehook: <function hook_that_fails ... KeyError: 'in the hook'
# expect: Exception ignored in: <function Broken.__del__ ... ValueError: in a finalizer
# expect: Exception ignored in: <function Broken.__del__ ... ValueError: in a finalizer
# expect: sys.unraisablehook argument type must be UnraisableHookArgs
