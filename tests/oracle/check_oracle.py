#!/usr/bin/env python3
"""Runs the shared oracle's check on some of its programs; exits with 77 (skipped) where the oracle is absent.

    check_oracle.py ORACLE PATTERN... -- COMMAND...
"""
import pathlib
import subprocess
import sys


def main():
    split = sys.argv.index("--")
    oracle, *patterns = sys.argv[1:split]
    oracle = pathlib.Path(oracle).resolve()  # the checker compares real paths
    command = sys.argv[split + 1:]
    checker = oracle / "check.py"
    if not checker.exists():
        print(f"skipped: there is no oracle at {oracle} (its programs are not part of this repository)")
        return 77
    failed = 0
    for pattern in patterns:
        done = subprocess.run([sys.executable, checker, "--show", "--only", pattern, oracle / "seed", "--", *command])
        failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
