#!/usr/bin/env python3
"""A trace whose writer is killed can be read up to the last whole chunk.

    check_killed.py [--kills N] LOOPSCOPE

Kills `LOOPSCOPE run --trace` at N random moments, and compares what can be read with the whole trace of the same
program: it must be its beginning, and the file must say that its end is missing.
"""
import argparse
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = """\
import asyncio

async def worker(name):
    for i in range(4000):
        await asyncio.sleep(0)
        if i % 1000 == 0:
            print(name, i)

async def main():
    async with asyncio.TaskGroup() as group:
        for i in range(25):
            group.create_task(worker(f"worker {i}"))

asyncio.run(main())
"""


def events(text):
    """The lines of a dump without its number of events, so that two can be compared as bytes."""
    return text.count(b"\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("loopscope", type=pathlib.Path)
    options = parser.parse_args()
    loopscope = str(options.loopscope.resolve())
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        program, trace = folder / "program.py", folder / "trace.loopscope"
        program.write_text(PROGRAM)
        command = [loopscope, "run", "--trace", str(trace), str(program)]
        begin = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        usual = time.monotonic() - begin
        whole = subprocess.run([loopscope, "dump", str(trace)], check=True, capture_output=True).stdout
        failed = whole_anyway = 0
        seen = []
        for _ in range(options.kills):
            trace.unlink(missing_ok=True)
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, usual * 0.9))
            process.send_signal(signal.SIGKILL)
            process.wait()
            if not trace.exists():
                seen.append(0)
                continue
            info = subprocess.run([loopscope, "info", "--json", str(trace)], capture_output=True)
            if info.returncode == 2 and trace.stat().st_size < 16:
                seen.append(0)  # not even the header: an error says so
                continue
            told = json.loads(info.stdout)
            got = subprocess.run([loopscope, "dump", str(trace)], capture_output=True).stdout
            seen.append(events(got))
            problems = []
            if not whole.startswith(got):
                problems.append("what can be read is not the beginning of the trace")
            if told["events"] != events(got):
                problems.append(f"info says {told['events']} events, dump gives {events(got)}")
            if told["complete"]:
                whole_anyway += 1
                if got != whole:
                    problems.append("it says that it is complete, and is not")
            elif not any("was not closed" in note for note in told["notes"]):
                problems.append("it does not say that its end is missing")
            if problems:
                failed += 1
                print(f"FAIL after {events(got)} events: {'; '.join(problems)}")
        print(f"{options.kills} kills, {failed} bad; readable events {min(seen)} to {max(seen)} of {events(whole)}, "
              f"{len(set(seen))} different lengths, {whole_anyway} had ended before")
        # A test in which every run was over, or had not begun, would prove nothing.
        proves = len(set(seen)) > 2 and whole_anyway < options.kills
        return 1 if failed or not proves else 0


if __name__ == "__main__":
    sys.exit(main())
