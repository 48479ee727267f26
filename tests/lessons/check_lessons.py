#!/usr/bin/env python3
"""Every lesson prints what its transcript says, under the engine and under the real CPython.

    check_lessons.py [--python /usr/bin/python3] [--write] SCENARIOS -- COMMAND...

NAME.expected stands beside NAME.py: stdout, a line "--- stderr", stderr, both normalised (tests/support).
`--write` records the transcripts from CPython.
"""
import argparse
import ast
import difflib
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import transcript  # noqa: E402

DIVIDER = "--- stderr\n"


def record(command, path):
    got = transcript.run(command, path)
    return transcript.normalise(got.out, path) + DIVIDER + transcript.normalise(got.err, path)


def flaws_of_docstring(path):
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraphs = text.split("\n\n")
    if len(paragraphs) < 4:
        yield "its docstring needs a title, one sentence for the card, what it shows, why, and where to look"
    if "Where to look" not in text:
        yield "its docstring does not say where to look"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("scenarios", type=pathlib.Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = [part for part in options.command if part != "--"]
    lessons = sorted(options.scenarios.glob("*.py"))
    failed = 0
    for path in lessons:
        expected = path.with_suffix(".expected")
        if options.write:
            expected.write_text(record([options.python], path), encoding="utf-8")
            continue
        problems = list(flaws_of_docstring(path))
        if not expected.exists():
            problems.append("has no transcript (check_lessons.py --write)")
        else:
            want = expected.read_text(encoding="utf-8")
            for name, how in (("CPython", [options.python]), ("the engine", command)):
                if not how:
                    continue
                # The real CPython runs in real time, on a machine that may be busy: it has three tries.
                tries = 3 if name == "CPython" else 1
                try:
                    for _ in range(tries):
                        got = record(how, path)
                        if got == want:
                            break
                except subprocess.TimeoutExpired:
                    problems.append(f"{name} does not end")
                    continue
                if got != want:
                    diff = difflib.unified_diff(want.splitlines(), got.splitlines(), "expected", name, lineterm="")
                    problems.append(f"{name} differs:\n" + "\n".join(diff))
        if problems:
            failed += 1
            print(f"FAIL {path.name}")
            print("\n".join(f"     {p}" for p in problems))
    print(f"{len(lessons) - failed} passed, {failed} failed")
    return 1 if failed or not lessons else 0


if __name__ == "__main__":
    sys.exit(main())
