#!/usr/bin/env python3
"""Runs the shared oracle's check on all of its programs; exits with 77 (skipped) where the oracle is absent.

    check_oracle.py ORACLE -- COMMAND...
"""
import pathlib
import subprocess
import sys


def main():
    oracle = pathlib.Path(sys.argv[1]).resolve()  # the checker compares real paths
    command = sys.argv[sys.argv.index("--") + 1:]
    checker = oracle / "check.py"
    if not checker.exists():
        print(f"skipped: there is no oracle at {oracle} (its programs are not part of this repository)")
        return 77
    failed = [folder for folder in ("seed", "newer")
              if subprocess.run([sys.executable, checker, "--show", oracle / folder, "--", *command]).returncode]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
