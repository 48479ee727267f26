#!/usr/bin/env python3
"""Programs print the same, and end the same, with the recorder and without.

    check_same.py [--python PYTHON] [--loopscope BINARY] RECORDER FOLDER...

Each program runs bare twice: what differs between these two is chance (addresses, times, the order of threads), and a
program that is never the same is compared by its sorted lines. With --loopscope each trace is read back, and must be
complete, without a note and without a trouble of the recorder.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SKIPPED = 77


def normal(text):
    text = re.sub(r"0x[0-9a-fA-F]+", "0x", text)
    return re.sub(r"\d+\.\d+", "N", text)


def run(command, env, program):
    try:
        done = subprocess.run([*command, str(program)], env=env, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=120, cwd=program.parent)
    except subprocess.TimeoutExpired:
        return ("", "", "timed out")
    return normal(done.stdout), normal(done.stderr), done.returncode


def as_lines(result):
    return sorted(result[0].splitlines()), sorted(result[1].splitlines()), result[2]


def compare(program, options, env, folder):
    """What is wrong, or nothing."""
    first, second = (run([options.python], env, program) for _ in range(2))
    if first[2] == "timed out":
        return None
    out = pathlib.Path(folder) / (program.stem + ".loopscope")
    for attempt in range(3):  # a machine under load may change the order of threads and timers
        recorded = run([options.python, "-m", "loopscope_recorder", "-o", str(out)], env, program)
        if recorded in (first, second):
            break
        if first != second and as_lines(recorded) == as_lines(first):
            break
    else:
        for what, bare, mine in zip(("stdout", "stderr", "status"), first, recorded):
            if bare != mine:
                return "%s is\n%s\nwith the recorder, and bare\n%s" % (what, mine, bare)
    if not out.exists():
        return "no trace was written"
    if options.loopscope:
        told = subprocess.run([options.loopscope, "info", "--json", str(out)], capture_output=True, text=True)
        if told.returncode:
            return "its trace cannot be read: " + told.stderr
        if '"trouble"' in told.stdout or "cannot be understood" in told.stdout + told.stderr:
            return "its trace tells of trouble: " + told.stdout[-500:]
        dumped = subprocess.run([options.loopscope, "dump", str(out)], capture_output=True, text=True)
        events = [json.loads(line) for line in dumped.stdout.splitlines()]
        if dumped.stderr:
            return "its trace is not whole: " + dumped.stderr
        ended = [e["exit_status"] for e in events if e["type"] == "program_ended"]
        if ended != [recorded[2]]:
            return "its trace tells the exit statuses %s, and it ended with %s" % (ended, recorded[2])
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--loopscope")
    parser.add_argument("recorder")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env.update(PYTHONPATH=os.path.abspath(options.recorder), PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    programs = [p for folder in options.folders for p in sorted(pathlib.Path(folder).rglob("*.py"))]
    if not programs:
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda p: compare(p.resolve(), options, env, folder), programs))
    for program, wrong in zip(programs, results):
        if wrong:
            print("%s: %s\n" % (program, wrong))
    failed = sum(r is not None for r in results)
    print("%d of %d programs are the same with the recorder" % (len(programs) - failed, len(programs)))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
