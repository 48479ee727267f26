#!/usr/bin/env python3
"""The benchmarks: each program on Loopscope and on CPython, in turn, in the same run.

    bench/run.py --loopscope build/release/bin/loopscope_cli [--python /usr/bin/python3] [--repeat 5] [NAME...]

Prints the median seconds of whole processes, minus those of an empty program, and the ratio to CPython: with the trace
recorded into memory and without. Below 1.00 Loopscope is faster. Machines are noisy: compare ratios, not seconds.
`--callgrind` counts instructions instead (needs valgrind), which is repeatable.
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAMS = pathlib.Path(__file__).resolve().parent / "programs"


def seconds(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def instructions(command):
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", *command],
                              check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loopscope", required=True)
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--callgrind", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    runners = {
        "cpython": [options.python],
        "loopscope": [options.loopscope, "run", "--record=none"],
        "recording": [options.loopscope, "run", "--record=memory"],
    }
    programs = [p for p in sorted(PROGRAMS.glob("*.py")) if not options.names or p.stem in options.names]
    if not programs:
        sys.exit(f"no such benchmark; there are: {', '.join(p.stem for p in sorted(PROGRAMS.glob('*.py')))}")

    with tempfile.NamedTemporaryFile(suffix=".py") as empty:
        if options.callgrind:
            for program in programs:
                for name in ("loopscope", "recording"):
                    spent = instructions([*runners[name], str(program)]) - instructions([*runners[name], empty.name])
                    print(f"{program.stem:10} {name:10} {spent / 1e6:12.1f} million instructions")
            return
        print(f"{'program':10} {'cpython':>9} {'loopscope':>10} {'ratio':>6} {'recording':>10} {'ratio':>6}")
        for program in programs:
            samples = {name: [] for name in runners}
            for _ in range(options.repeat):
                for name, command in runners.items():
                    samples[name].append(seconds([*command, str(program)]) - seconds([*command, empty.name]))
            m = {name: statistics.median(values) for name, values in samples.items()}
            print(f"{program.stem:10} {m['cpython']:8.3f}s {m['loopscope']:9.3f}s {m['loopscope'] / m['cpython']:6.2f} "
                  f"{m['recording']:9.3f}s {m['recording'] / m['cpython']:6.2f}")


if __name__ == "__main__":
    main()
