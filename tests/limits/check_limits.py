#!/usr/bin/env python3
"""Wrong and hostile input ends in a clear error, in time, within memory, and never by a signal.

    check_limits.py COMMAND...

COMMAND runs a file (as `loopscope run`). Each case names what stderr must say and the exit status.
"""
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

SECONDS = 60
BYTES = 6 << 30  # address space, far above the engine's own cap of live memory

# name, contents (None: no file), what stderr says (regular expression), exit status
CASES = [
    ("missing file", None, r"can't open file '.*': \[Errno 2\] No such file or directory", 2),
    ("binary file", bytes(range(128, 256)) * 50, r"SyntaxError", 1),
    ("nul byte", b"print(1)\0\n", r"SyntaxError: source code (string )?cannot contain null bytes", 1),
    ("syntax error", b"def f(:\n    pass\n", r"SyntaxError: invalid syntax", 1),
    ("unclosed bracket", b"x = (1,\n", r"SyntaxError: '\(' was never closed", 1),
    ("bad indentation", b"if True:\nprint(1)\n", r"IndentationError: expected an indented block", 1),
    ("missing module", b"import sqlite3\n", r"(ModuleNotFound|Import)Error: .*sqlite3", 1),
    ("infinite loop", b"while True:\n    pass\n", r"StopRequested|budget", 1),
    ("infinite loop that catches everything", b"while True:\n    try:\n        while True: pass\n    except BaseException: pass\n",
     r"StopRequested|budget", 1),
    ("infinite recursion", b"def f(): return f()\nf()\n", r"RecursionError: maximum recursion depth exceeded", 1),
    ("too many descriptors", b"import os\nwhile True: os.pipe()\n", r"OSError: \[Errno 24\] Too many open files", 1),
    ("too much on its way", b"import socket\nkeep = []\nwhile True:\n    a, b = socket.socketpair()\n    a.setblocking(False)\n"
     b"    a.send(bytes(200_000))\n    keep += [a, b]\n", r"OSError: \[Errno (24|105)\]", 1),
    ("a process that starts itself", b"import subprocess, sys\nsys.exit(subprocess.call([sys.executable, __file__]))\n",
     r"MemoryError|BlockingIOError|RecursionError", 1),
    ("recursion through C++", b"class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n", r"RecursionError", 1),
    ("recursion through sort", b"class A:\n    def __lt__(self, o): return sorted([A(), A()])\nsorted([A(), A()])\n", r"RecursionError", 1),
    ("recursion of awaits", b"import asyncio\nasync def f(): await f()\nasyncio.run(f())\n", r"RecursionError", 1),
    ("nested list repr", b"a = []\nfor _ in range(100000): a = [a]\nrepr(a)\n", r"RecursionError", 1),
    ("10 GB list", b"x = [0] * 10**10\n", r"MemoryError", 1),
    ("growing list", b"x = []\nwhile True: x.append(x)\n", r"MemoryError", 1),
    ("growing objects", b"x = None\nwhile True: x = (x, x)\n", r"MemoryError", 1),
    ("growing text", b"s = 'x'\nwhile True: s += s\n", r"MemoryError", 1),
    ("huge text", b"s = 'x' * 10**12\n", r"MemoryError", 1),
    ("huge int", b"x = 10 ** 10 ** 10\n", r"MemoryError|OverflowError", 1),
    ("huge shift", b"x = 1 << 10 ** 13\n", r"MemoryError|OverflowError", 1),
    ("deep parentheses", b"x = " + b"(" * 10000 + b")" * 10000 + b"\n", r"SyntaxError|MemoryError", 1),
    ("deep blocks", b"".join(b" " * i + b"if 1:\n" for i in range(150)) + b" " * 150 + b"pass\n", r"(Syntax|Indentation)Error", 1),
    ("long expression", b"x = " + b"+".join([b"1"] * 20000) + b"\nprint(x)\n", r"^$|RecursionError|SyntaxError|MemoryError", None),
    ("many tasks", b"import asyncio\nasync def w(): await asyncio.sleep(1)\nasync def m(): await asyncio.gather(*[w() for _ in range(50000)])\nasyncio.run(m())\n", r"^$", 0),
    ("deep deallocation", b"a = None\nfor _ in range(1000000): a = [a]\ndel a\nprint('fine')\n", r"^$", 0),
    ("two locks, taken crosswise", b"import threading, time\na, b = threading.Lock(), threading.Lock()\ndef f(x, y):\n  with x:\n"
     b"    time.sleep(.1)\n    with y: pass\nfor n, p in ('one', (a, b)), ('two', (b, a)): threading.Thread(target=f, args=p, name=n).start()\n",
     r"one waits for a lock held by two, two waits for a lock held by one", 1),
    ("a thread that never ends", b"import threading\ndef f():\n  while True: pass\nthreading.Thread(target=f).start()\n",
     r"StopRequested.*budget|the program was stopped", 1),
    ("recursion in a thread", b"import threading\ndef f(): return f()\nthreading.Thread(target=f).start()\n",
     r"Exception in thread Thread-1 \(f\)[\s\S]*RecursionError", 0),
    ("threads without end", b"import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()\n",
     r"RuntimeError: can't start new thread", 1),
    ("workers that start workers", b"import multiprocessing as m\ndef f(): m.Process(target=f).start()\nf()\n",
     r"RuntimeError: \s*An attempt has been made to start a new process|BlockingIOError|AssertionError", None),
    ("workers of workers, out of budget", b"import concurrent.futures as cf\ndef rec(n):\n  if n == 0: return 0\n"
     b"  with cf.ProcessPoolExecutor(1) as ex: return ex.submit(rec, n - 1).result() + 1\n"
     b"if __name__ == '__main__': print(rec(2))\n", r"StopRequested", None, "--max-instructions", "110000"),
    ("a finalizer that makes another one", b"class A:\n    def __del__(self): A()\nA()\n", r"RecursionError", 0),
    ("finalizers far apart", b"class A:\n    def __del__(self): [[[[[[[[[[[[A()]]]]]]]]]]]]\nA()\n", r"RecursionError|budget", 0,
     "--max-instructions", "50000000"),
    ("growing bytearray", b"b = bytearray()\nwhile True: b += b'x' * 10**8\n", r"MemoryError", 1),
    ("growing bytearray by slices", b"b = bytearray()\nwhile True: b[0:0] = b'x' * 10**8\n", r"MemoryError", 1),
    ("open a file", b"open('/etc/passwd')\n", r"Error: ", 1),
]


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main():
    command = sys.argv[1:]
    sanitized = "--no-address-limit" in command
    command = [c for c in command if c != "--no-address-limit"]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        def check(name, file, said, status, *options):
            begin = time.monotonic()
            try:
                done = subprocess.run([*command, *options, str(file)], stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                                      preexec_fn=None if sanitized else limit)
            except subprocess.TimeoutExpired:
                return f"{name}: still running after {SECONDS} s"
            err = done.stderr.decode("utf-8", "replace")
            if done.returncode < 0 or done.returncode in (134, 139):
                return f"{name}: died of a signal ({done.returncode}): {err[-300:]}"
            if status is not None and done.returncode != status:
                return f"{name}: exit status {done.returncode}, expected {status}: {err[-300:]}"
            if not re.search(said, err, re.MULTILINE):
                return f"{name}: stderr does not say /{said}/: {err[-300:]}"
            spent = time.monotonic() - begin
            return f"{name}: took {spent:.0f} s" if spent > SECONDS / 2 and not sanitized else None

        problems = []
        file = pathlib.Path(folder) / "case.py"
        for name, contents, said, status, *options in CASES:
            file.unlink(missing_ok=True)
            if contents is not None:
                file.write_bytes(contents)
            problems.append(check(name, file, said, status, *options))
        problems.append(check("a folder", folder, r"folder|directory|__main__", None))
        problems = [p for p in problems if p]
        failed = len(problems)
        print("\n".join(f"FAIL {p}" for p in problems))
    print(f"{len(CASES) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
