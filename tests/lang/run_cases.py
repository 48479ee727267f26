#!/usr/bin/env python3
"""The language cases: one behaviour a file, its expectation inside.

    run_cases.py [--python /usr/bin/python3] [--only GLOB] FOLDER -- COMMAND...

In FOLDER/**/*.py, in order of appearance:
    # expect: TEXT             one line of stdout
    # expect-error: TEXT       the last line of stderr; the exit status is then 1
    # cpython: >=3.12          the first CPython that behaves so; an older --python is not asked
    # options: -X dev          put before the file
    # environment: NAME=VALUE  variables of the environment, beside those that are there
Each case runs under COMMAND, and under the real CPython to prove the expectation itself. The last line says
"N passed, N failed".
"""
import argparse
import concurrent.futures
import fnmatch
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import transcript  # noqa: E402


def expectation(path):
    out, error, since = [], None, (3, 0)
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.search(r"# expect: ?(.*)$", line):
            out.append(match[1])
        elif match := re.search(r"# expect-error: ?(.*)$", line):
            error = match[1]
        elif match := re.match(r"# cpython: >=(\d+)\.(\d+)", line):
            since = (int(match[1]), int(match[2]))
    return out, error, since


def run(command, path):
    """The case under the command, with the options and the environment that it asks for."""
    text = path.read_text(encoding="utf-8")
    options = re.search(r"(?m)^# options: (.*)$", text)
    environment = re.search(r"(?m)^# environment: (.*)$", text)
    return transcript.run([*command, *(options[1].split() if options else [])], path,
                          env=dict(each.split("=", 1) for each in environment[1].split()) if environment else None)


def differences(path, command):
    out, error, _ = expectation(path)
    try:
        got = run(command, path)
    except subprocess.TimeoutExpired:
        return ["timed out"]
    wrong = []
    lines = got.out.splitlines()
    if lines != out:
        for number in range(max(len(lines), len(out))):
            want = out[number] if number < len(out) else "<nothing>"
            have = lines[number] if number < len(lines) else "<nothing>"
            if want != have:
                wrong.append(f"line {number + 1} of stdout: expected {want!r}, got {have!r}")
                break
    last = got.err.rstrip("\n").split("\n")[-1]
    if error is not None and last != error:
        wrong.append(f"error: expected {error!r}, got {last!r}")
    if error is None and got.err and "# stderr: any" not in path.read_text(encoding="utf-8"):
        wrong.append(f"unexpected stderr: {last!r}")
    status = 0 if error is None else 1
    if got.status != status:
        wrong.append(f"exit status: expected {status}, got {got.status}")
    return wrong


def version_of(python):
    text = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=True)
    major, minor = text.stdout.split()
    return int(major), int(minor)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--only", default="*")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = [part for part in options.command if part != "--"]
    paths = [p for p in sorted(options.folder.rglob("*.py"))
             if p.name != "run_cases.py" and fnmatch.fnmatch(p.relative_to(options.folder).as_posix(), options.only)]
    have = version_of(options.python) if pathlib.Path(options.python).exists() else (0, 0)

    def check(path):
        found = [f"engine: {text}" for text in differences(path, command)] if command else []
        if have >= expectation(path)[2]:
            found += [f"the case itself is wrong, CPython {have[0]}.{have[1]}: {text}"
                      for text in differences(path, [options.python])]
        return path, found

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, found in pool.map(check, paths):
            if found:
                failed += 1
                print(f"FAIL {path.relative_to(options.folder)}")
                for text in found:
                    print(f"     {text}")
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
