#!/usr/bin/env python3
"""What a recording tells, read back: start() in a running loop, cancellation, errors, threads.

    check_tells.py PYTHON RECORDER LOOPSCOPE
"""
import json
import os
import subprocess
import sys
import tempfile

LATE = """
import asyncio, sys, loopscope_recorder

async def deep(event):
    await event.wait()

async def waits(event):
    await deep(event)

async def main():
    event = asyncio.Event()
    task = asyncio.create_task(waits(event), name="early")
    await asyncio.sleep(0)
    loopscope_recorder.start(sys.argv[1])
    event.set()
    await task
    await asyncio.sleep(0.01)
    loopscope_recorder.stop()
    await asyncio.sleep(0.01)
    print(type(asyncio.get_running_loop()._ready).__name__, "done")

asyncio.run(main())
"""
CANCEL = """
import asyncio, sys, time, loopscope_recorder

def slow():
    time.sleep(0.1)
    return 3

async def victim():
    await asyncio.sleep(60)

async def fails():
    raise ValueError("broken")

async def main():
    task = asyncio.create_task(victim(), name="victim")
    await asyncio.sleep(0)
    task.cancel()
    for each in (task, asyncio.create_task(fails(), name="fails")):
        try:
            await each
        except BaseException as error:
            print(type(error).__name__)
    print(await asyncio.get_running_loop().run_in_executor(None, slow))

with loopscope_recorder.record(sys.argv[1]):
    asyncio.run(main())
"""


def record(program, options):
    python, recorder, loopscope = options
    with tempfile.TemporaryDirectory() as folder:
        trace = os.path.join(folder, "t.loopscope")
        path = os.path.join(folder, "program.py")
        with open(path, "w") as file:
            file.write(program)
        done = subprocess.run([python, path, trace], env=dict(os.environ, PYTHONPATH=recorder), capture_output=True,
                              text=True, timeout=60)
        assert done.returncode == 0 and not done.stderr, done.stderr
        dumped = subprocess.run([loopscope, "dump", trace], capture_output=True, text=True, check=True)
        assert not dumped.stderr, dumped.stderr
        return done.stdout, [json.loads(line) for line in dumped.stdout.splitlines()]


def of(events, type, **fields):
    return [e for e in events if e["type"] == type and all(e.get(k) == v for k, v in fields.items())]


def main():
    options = [sys.argv[1], os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])]
    out, events = record(LATE, options)
    assert out == "deque done\n", out
    task, = (e["task"] for e in of(events, "task_created", name="early"))
    names = {e["coro"]: e["code"] for e in of(events, "coro_created")}
    codes = {e["code"]: e["name"] for e in of(events, "code_defined")}
    chain = [(codes[names[e["parent"]]], codes[names[e["child"]]]) for e in of(events, "coro_await_begin")]
    assert ("waits", "deep") in chain and ("deep", "wait") in chain, chain
    assert of(events, "task_done", task=task, outcome="result"), "the early task's end"

    out, events = record(CANCEL, options)
    assert out == "CancelledError\nValueError\n3\n", out
    tasks = {e["name"]: e["task"] for e in of(events, "task_created") + of(events, "task_renamed")}
    main_task = of(events, "task_created")[0]["task"]
    assert of(events, "task_done", task=tasks["victim"], outcome="cancelled")
    assert of(events, "task_done", task=tasks["fails"], outcome="exception", value="ValueError('broken')")
    counts = "import sys; sys.exit(sys.version_info < (3, 11))"  # tasks count requests since then
    if subprocess.run([options[0], "-c", counts]).returncode == 0:
        asked, = of(events, "task_cancel_requested", task=tasks["victim"])
        assert asked["in_task"] == main_task, asked
    begun, = of(events, "executor_work_begin")
    assert begun["in_thread"] != 1, begun
    assert of(events, "handle_scheduled_threadsafe", in_thread=begun["in_thread"])
    written = "".join(e["text"] for e in of(events, "stdout_written"))
    assert written == out, written
    # What begins ends, one within the other, and each handle that begins was scheduled once.
    running = {}
    for e in events:
        if e["type"] == "handle_begin":
            assert running.get(e["in_thread"]) is None, e
            running[e["in_thread"]] = e["handle"]
        elif e["type"] == "handle_end":
            assert running.pop(e["in_thread"]) == e["handle"], e
    scheduled = [e["handle"] for e in events if e["type"] in
                 ("handle_scheduled", "handle_scheduled_threadsafe", "timer_scheduled")]
    assert len(scheduled) == len(set(scheduled))
    assert {e["handle"] for e in of(events, "handle_begin")} <= set(scheduled)
    print("as it was")


if __name__ == "__main__":
    main()
