#!/usr/bin/env python3
"""CPython's own tests of asyncio pass while recorded, as they do bare.

    check_asyncio_suite.py RECORDER [MODULE...]

Status 77, skipped, where this Python has no such tests (Debian: libpython3.11-testsuite).
"""
import importlib.util
import os
import subprocess
import sys
import tempfile

MODULES = ("test_tasks", "test_locks", "test_queues", "test_taskgroups", "test_timeouts", "test_runners", "test_futures",
           "test_base_events")
RUN = """
import sys, unittest, loopscope_recorder
if sys.argv[2]: loopscope_recorder.start(sys.argv[2])
r = unittest.main(module="test.test_asyncio." + sys.argv[1], argv=["x"], exit=False, verbosity=0).result
trouble = sys.argv[2] and loopscope_recorder._active[0].trouble
if sys.argv[2]: loopscope_recorder.stop()
bad = sorted(str(t) for t, _ in r.failures + r.errors)
print("RESULT", r.testsRun, len(r.skipped), bad, trouble or "")
"""


def run(module, recorder, out):
    env = dict(os.environ, PYTHONPATH=recorder)
    done = subprocess.run([sys.executable, "-c", RUN, module, out], env=env, capture_output=True, text=True, timeout=400)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    return lines[-1] if lines else "no result: " + done.stderr[-2000:]


def main():
    recorder = os.path.abspath(sys.argv[1])
    if importlib.util.find_spec("test") is None or importlib.util.find_spec("test.test_asyncio") is None:
        print("this Python has no test_asyncio")
        sys.exit(77)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for module in sys.argv[2:] or MODULES:
            if importlib.util.find_spec("test.test_asyncio." + module) is None:
                continue
            bare = run(module, recorder, "")
            recorded = run(module, recorder, os.path.join(folder, module + ".loopscope"))
            print("%-18s %s" % (module, recorded))
            if recorded != bare or not bare.startswith("RESULT"):
                print("bare it is:\n%s" % bare)
                failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
