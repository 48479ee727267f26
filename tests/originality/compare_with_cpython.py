#!/usr/bin/env python3
"""Proves that Loopscope's Python library is its own writing and not CPython's.

    compare_with_cpython.py [--all] [--show] [MODULE.py ...]

Compares every module of engine/runtime/lib (or those named, by their path below it) with the standard library of each
CPython found on the machine, in three measures, and fails when a module passes a limit in any of them:

- run: the longest sequence of lines that stands in one file of CPython's too, layout, quotes and comments aside;
- share: the part of the module's lines, trivial ones aside, that one file of CPython's has too, in percent;
- shape: the longest sequence of statements within a function that CPython's module of that name has too once local
  names are made equal, in nodes of the syntax tree: what was copied and renamed.

Names, signatures and messages are the API, and a module with CPython's behaviour must share them: the limits are not
zero. --all prints every module, --show also what is shared. Exit status 77 (skipped): no CPython library was found.
"""

import argparse
import ast
import copy
import pathlib
import re
import sys

RUN_LIMIT = 5
SHARE_LIMIT = 25
SHAPE_LIMIT = 100
SMALL = 15  # a module with fewer lines is little but names and constants: its share says nothing

LIBRARY = pathlib.Path(__file__).resolve().parents[2] / "engine/runtime/lib"
NOT_LIBRARY = {"test", "tests", "idlelib", "lib2to3", "site-packages", "dist-packages", "turtledemo", "ensurepip",
               "tkinter", "pydoc_data"}
TRIVIAL = re.compile(
    r"(pass|return|else:|try:|finally:|continue|break|raise( NotImplementedError)?|yield|(global|nonlocal) \w+"
    r"|return (self|cls|result|None|True|False|NotImplemented|\d+)|(async )?def \w+\(self\):|def \w+\(self, \w+\):"
    r"|(async )?def __\w+__\(.*\):|(import|from) [\w., ]+( import [\w., *()]+)?|class \w+(\(\w+\))?:|@\w+(\.\w+)?"
    r"|(if|while) (True|not \w+|\w+( is( not)? None)?):|except \w*:|with self\.\w+:|'\w+',?|[][(){},:]+)")
BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


def cpython_libraries():
    """Folders of the standard libraries on this machine."""
    patterns = ["/usr/lib/python3.*", "/usr/local/lib/python3.*"]
    found = [path for pattern in patterns for path in pathlib.Path("/").glob(pattern[1:])]
    found += (pathlib.Path.home() / ".pyenv/versions").glob("*/lib/python3.*")
    found.append(pathlib.Path(ast.__file__).parent)
    return sorted({path.resolve() for path in found if (path / "asyncio/base_events.py").exists()})


def library_files(root):
    for path in sorted(root.rglob("*.py")):
        if not NOT_LIBRARY & set(path.relative_to(root).parts):
            yield path


def normal_lines(text):
    """The lines without layout, comments and kinds of quotes; empty ones are left out."""
    lines = (re.sub(r"\s+", " ", line.split("  #")[0].strip()).replace('"', "'") for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def positions_of(sequence):
    positions = {}
    for i, item in enumerate(sequence):
        positions.setdefault(item, []).append(i)
    return positions


def heaviest_run(mine, positions, weight):
    """The common run of two sequences with the greatest sum of weights, as (sum, the run's slice of mine)."""
    best, best_slice, previous = 0, slice(0, 0), {}
    for i, item in enumerate(mine):
        current = {}
        for j in positions.get(item, ()):
            total, length = previous.get(j - 1, (0, 0))
            current[j] = total, length = total + weight(item), length + 1
            if total > best:
                best, best_slice = total, slice(i + 1 - length, i + 1)
        previous = current
    return best, best_slice


class LocalNames(ast.NodeTransformer):
    """Replaces local names by their order within one statement."""

    def __init__(self, local):
        self.local, self.order = local, {}

    def renamed(self, name):
        return self.order.setdefault(name, f"v{len(self.order)}") if name in self.local else name

    def visit_Name(self, node):
        return ast.Name(self.renamed(node.id), node.ctx)

    def visit_arg(self, node):
        return ast.arg(self.renamed(node.arg))


def local_names(function):
    names = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
    names |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return names - {"self", "cls"}


def statement_shapes(function):
    """The function's statements in the order of the text, local names made equal; nested functions stand apart."""
    local, shapes = local_names(function), []

    def walk(body):
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            head = copy.copy(node)
            for field in BODIES:
                if hasattr(head, field):
                    setattr(head, field, [])
            shapes.append(ast.dump(LocalNames(local).visit(copy.deepcopy(head))))
            for field in BODIES:
                walk(getattr(node, field, []))

    walk(function.body)
    return shapes


def functions_of(text):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def nodes_in(shape):
    return shape.count("(")


class Module:
    """What was found about one module of ours: each measure with the file where it is worst."""

    def __init__(self, path):
        self.name = str(path.relative_to(LIBRARY))
        text = path.read_text()
        self.lines = normal_lines(text)
        self.telling = [line for line in self.lines if not TRIVIAL.fullmatch(line)]
        self.functions = [(f.name, statement_shapes(f), f) for f in functions_of(text)]
        self.run, self.share, self.shape = (0, "", []), (0, "", []), (0, "", [])

    def compare_lines(self, file, lines):
        run, where = heaviest_run(self.lines, positions_of(lines), lambda line: 1)
        if run > self.run[0]:
            self.run = run, file, self.lines[where]
        theirs = set(lines)
        shared = [line for line in self.telling if line in theirs]
        share = 100 * len(shared) // max(len(self.lines), 1)
        if len(self.lines) >= SMALL and share > self.share[0]:
            self.share = share, file, shared

    def is_like(self, root, path):
        """Whether the file is CPython's place for what this module does: collections/abc.py, _collections_abc.py."""
        ours, theirs = (re.split(r"[/._]", name.lstrip("_"))[0] for name in (self.name, str(path.relative_to(root))))
        return ours == theirs or path.name == pathlib.Path(self.name).name

    def compare_shapes(self, file, their_functions):
        for name, shapes in their_functions:
            positions = positions_of(shapes)
            for my_name, mine, _ in self.functions:
                weight, where = heaviest_run(mine, positions, nodes_in)
                if where.stop - where.start > 2 and weight > self.shape[0]:
                    self.shape = weight, f"{file} {name}", [f"{my_name}: statements {where.start} to {where.stop}"]

    def too_close(self):
        return self.run[0] > RUN_LIMIT or self.share[0] > SHARE_LIMIT or self.shape[0] > SHAPE_LIMIT


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args()
    libraries = cpython_libraries()
    if not libraries:
        print("skipped: no CPython standard library was found to compare with")
        return 77
    paths = [LIBRARY / name for name in options.modules] or sorted(LIBRARY.rglob("*.py"))
    modules = [Module(path) for path in paths]
    for root in libraries:
        for path in library_files(root):
            text = path.read_text(errors="replace")
            lines, shapes, file = normal_lines(text), None, f"{root.name}/{path.relative_to(root)}"
            for module in modules:
                module.compare_lines(file, lines)
                if module.is_like(root, path):
                    if shapes is None:
                        shapes = [(f.name, statement_shapes(f)) for f in functions_of(text)]
                    module.compare_shapes(file, shapes)
    bad = [module for module in modules if module.too_close()]
    print(f"compared with {', '.join(map(str, libraries))}\nlimits: run {RUN_LIMIT} lines, share {SHARE_LIMIT} %, "
          f"shape {SHAPE_LIMIT} nodes")
    for module in sorted(modules if options.all else bad, key=lambda m: (-m.too_close(), -m.run[0], -m.share[0])):
        print(f"{'CLOSE' if module.too_close() else 'ok   '} {module.name}: run {module.run[0]} ({module.run[1]}), "
              f"share {module.share[0]} % ({module.share[1]}), shape {module.shape[0]} ({module.shape[1]})")
        if options.show:
            for what, (_, _, lines) in ("run", module.run), ("share", module.share), ("shape", module.shape):
                print(*(f"    {what}: {line}" for line in lines), sep="\n")
    print(f"{len(bad)} of {len(modules)} modules too close")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
