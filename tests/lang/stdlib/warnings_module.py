# Filters, registries and the ways to show a warning.
# cpython: >=3.13
# stderr: any
import sys
import warnings


def shown(message, category, filename, lineno, file=None, line=None):
    print("shown:", category.__name__, message, file is None, line)


warnings.showwarning = shown
for action in ["always", "foo", 3]:
    try:
        warnings.simplefilter(action)
        print(warnings.filters[0])
    except ValueError as error:
        print(error)
for wrong in [dict(category=3), dict(category=int)]:
    try:
        warnings.filterwarnings("ignore", **wrong)
    except TypeError as error:
        print("category must be" in str(error))
warnings.resetwarnings()
warnings.filterwarnings("error", message="a.c", module="x")
print(warnings.filters)
warnings.filterwarnings("error", message="a.c", module="x", append=True)
print(len(warnings.filters))

# Patterns: the message from its start and without regard to case, the module from its start.
warnings.resetwarnings()
warnings.simplefilter("always")
warnings.filterwarnings("ignore", message=r"slow (read|write) \d+")
warnings.filterwarnings("error", module=r"shop\.(cart|till)$")
for text in ["slow read 3", "SLOW WRITE 44", "slow seek 3", "a slow read 3"]:
    warnings.warn(text)
for module in ["shop.cart", "shop.carts", "my.shop.cart"]:
    try:
        warnings.warn_explicit("price", UserWarning, "shop.py", 5, module=module)
    except UserWarning as error:
        print("raised", error, module)

# The first filter that fits decides.
warnings.resetwarnings()
warnings.filterwarnings("ignore", category=RuntimeWarning)
warnings.filterwarnings("error", category=Warning, append=True)
warnings.warn("nobody hears", RuntimeWarning)
try:
    warnings.warn("bad", DeprecationWarning)
except DeprecationWarning as error:
    print("raised", error)


def repeat(action):
    warnings.resetwarnings()
    warnings.simplefilter(action)
    print(action)
    for _ in range(2):
        warnings.warn(f"{action} first line")
    for _ in range(2):
        warnings.warn(f"{action} first line")


for action in ["default", "module", "once", "always", "ignore"]:
    repeat(action)

registry = {}
warnings.simplefilter("default")
warnings.warn_explicit("x", UserWarning, "f.py", 3, registry=registry)
warnings.warn_explicit("x", UserWarning, "f.py", 3, registry=registry)
warnings.warn_explicit("x", UserWarning, "f.py", 4, registry=registry)
print(sorted(key for key in registry if key != "version")[0][2])
warnings.simplefilter("error")
warnings.simplefilter("default")
warnings.warn_explicit("x", UserWarning, "f.py", 3, registry=registry)

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("hello")
    warnings.warn(ResourceWarning("unclosed"), source=log)
    print([str(w.message) for w in log], log[0].category, log[1].source is log, log[0].lineno)
    with warnings.catch_warnings(record=True) as inner:
        warnings.warn("inner")
    warnings.warn("outer")
    print(len(inner), len(log))
    warnings.showwarning = shown
    warnings.warn("own")
    print(len(log))
print(warnings.showwarning is shown, str(log[0]).replace(__file__, "FILE"))
guard = warnings.catch_warnings()
print(guard, warnings.catch_warnings(record=True))
try:
    guard.__exit__(None, None, None)
except RuntimeError as error:
    print(error)
with guard:
    try:
        guard.__enter__()
    except RuntimeError as error:
        print(error)
with warnings.catch_warnings(action="error"):
    try:
        warnings.warn("strict")
    except UserWarning as error:
        print("raised", error)

warnings.simplefilter("always")
for arguments in [("x", int), ("x", 3)]:
    try:
        warnings.warn(*arguments)
    except TypeError as error:
        print(error)
warnings.filters.insert(0, ("strange", None, Warning, None, 0))
try:
    warnings.warn("which action?")
except RuntimeError as error:
    print(error)
del warnings.filters[0]
print(warnings.formatwarning("m", UserWarning, "f.py", 3), end="")
print(warnings.formatwarning("m", UserWarning, "f.py", 3, "  the line "), end="")


class Standard:
    def write(self, text):
        print("stderr:", text, end="")

    def flush(self):
        pass


sys.stderr, kept = Standard(), sys.stderr
warnings.showwarning = lambda *a: sys.stderr.write(warnings.formatwarning(*a[:4], line="the line"))
warnings.warn_explicit("direct", UserWarning, "f.py", 9)
sys.stderr = kept


@warnings.deprecated("use new()")
def old(x):
    return x


@warnings.deprecated("use New")
class Old:
    def __init__(self, x):
        self.x = x


warnings.showwarning = shown
print(old(1), old.__deprecated__, Old(3).x, Old.__deprecated__)


class Derived(Old):
    pass


print(Derived(4).x)
for wrong in [lambda: warnings.deprecated(3), lambda: warnings.deprecated("x")(3)]:
    try:
        wrong()
    except TypeError as error:
        print(error)

# expect: ('always', None, <class 'Warning'>, None, 0)
# expect: invalid action: 'foo'
# expect: invalid action: 3
# expect: True
# expect: True
# expect: [('error', re.compile('a.c', re.IGNORECASE), <class 'Warning'>, re.compile('x'), 0)]
# expect: 1
# expect: shown: UserWarning slow seek 3 True None
# expect: shown: UserWarning a slow read 3 True None
# expect: raised price shop.cart
# expect: shown: UserWarning price True None
# expect: shown: UserWarning price True None
# expect: raised bad
# expect: default
# expect: shown: UserWarning default first line True None
# expect: shown: UserWarning default first line True None
# expect: module
# expect: shown: UserWarning module first line True None
# expect: once
# expect: shown: UserWarning once first line True None
# expect: always
# expect: shown: UserWarning always first line True None
# expect: shown: UserWarning always first line True None
# expect: shown: UserWarning always first line True None
# expect: shown: UserWarning always first line True None
# expect: ignore
# expect: shown: UserWarning x True None
# expect: shown: UserWarning x True None
# expect: 3
# expect: shown: UserWarning x True None
# expect: ['hello', 'unclosed'] <class 'UserWarning'> True 79
# expect: 1 3
# expect: shown: UserWarning own True None
# expect: 3
# expect: True {message : UserWarning('hello'), category : 'UserWarning', filename : 'FILE', lineno : 79, line : None}
# expect: catch_warnings() catch_warnings(record=True)
# expect: Cannot exit catch_warnings() without entering first
# expect: Cannot enter catch_warnings() twice
# expect: raised strict
# expect: category must be a Warning subclass, not 'type'
# expect: category must be a Warning subclass, not 'int'
# expect: Unrecognized action ('strange') in warnings.filters:
# expect:  ('strange', None, <class 'Warning'>, None, 0)
# expect: f.py:3: UserWarning: m
# expect: f.py:3: UserWarning: m
# expect:   the line
# expect: stderr: f.py:9: UserWarning: direct
# expect:   the line
# expect: shown: DeprecationWarning use new() True None
# expect: shown: DeprecationWarning use New True None
# expect: 1 use new() 3 use New
# expect: shown: DeprecationWarning use New True None
# expect: 4
# expect: Expected an object of type str for 'message', not 'int'
# expect: @deprecated decorator with non-None category must be applied to a class or callable, not 3
