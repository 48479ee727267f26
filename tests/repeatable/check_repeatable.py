#!/usr/bin/env python3
"""The same file and seed give the same trace, byte for byte.

    check_repeatable.py [--runs N] LOOPSCOPE PROGRAM_OR_FOLDER...

Runs each program N times (20) under `LOOPSCOPE run --dump`, with what it prints, and compares all runs with the first.
Half of the runs are made two at a time, so that the machine's own timing differs.
"""
import argparse
import concurrent.futures
import hashlib
import pathlib
import subprocess
import sys


def digest(loopscope, program):
    """Of the trace, the output and the exit status of one run."""
    done = subprocess.run([loopscope, "run", "--dump", program.name], cwd=program.parent, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300)
    seen = hashlib.sha256(done.stdout)
    seen.update(done.stderr + bytes([done.returncode & 255]))
    return seen.hexdigest(), done.stdout.count(b"\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("loopscope", type=pathlib.Path)
    parser.add_argument("programs", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    programs = [p for path in options.programs for p in ([path] if path.is_file() else sorted(path.rglob("*.py")))]
    loopscope = str(options.loopscope.resolve())
    failed = 0
    for program in programs:
        alone = options.runs - options.runs // 2
        runs = [digest(loopscope, program) for _ in range(alone)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            runs += pool.map(lambda _: digest(loopscope, program), range(options.runs - alone))
        different = sum(run != runs[0] for run in runs)
        if different or runs[0][1] == 0:
            failed += 1
            print(f"FAIL {program}: {different} of {len(runs)} runs differ from the first ({runs[0][1]} events)")
    print(f"{len(programs) - failed} programs repeat themselves in {options.runs} runs each, {failed} do not")
    return 1 if failed or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
