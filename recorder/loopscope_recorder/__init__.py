"""Records real asyncio programs for Loopscope: nothing but the standard library, CPython 3.9 to 3.14.

    python3 -m loopscope_recorder [-o OUT] app.py ARGS
    with loopscope_recorder.record("x.loopscope"): ...
    loopscope_recorder.start("x.loopscope") ... loopscope_recorder.stop()
"""
import asyncio
import contextlib
import os

from ._patches import Patches
from ._recorder import VERSION as __version__
from ._recorder import Recorder

__all__ = ["record", "start", "stop"]
_active = None


def start(path="program.loopscope"):
    """Begins to record, into `path`; within a running loop the tasks that exist are picked up."""
    global _active
    if _active is not None:
        raise RuntimeError("loopscope_recorder is recording already; call stop() first")
    recorder = Recorder(os.fspath(path))
    patches = Patches(recorder)
    _active = recorder, patches
    patches.install()
    loop = asyncio._get_running_loop()
    if isinstance(loop, asyncio.BaseEventLoop):
        recorder.guarded(_pick_up, recorder, loop)


def _pick_up(recorder, loop):
    recorder.loop(loop)
    current = asyncio.current_task(loop)
    for task in sorted(asyncio.all_tasks(loop), key=lambda t: t.get_name()):
        info = recorder.task(task)
        if task is not current:
            recorder.look(task, info, at_rest=True)


def stop(**end):
    """Ends the recording and closes the file. Nothing happens when none runs."""
    global _active
    if _active is None:
        return
    (recorder, patches), _active = _active, None
    patches.remove()
    recorder.finish(**end)


@contextlib.contextmanager
def record(path="program.loopscope"):
    start(path)
    try:
        yield
    finally:
        stop()


def _forked():
    """A child process is another program: it must not write into its parent's file."""
    global _active
    if _active is not None:
        (recorder, patches), _active = _active, None
        recorder.stopped = True
        recorder.file.close()
        recorder.journal.rows.clear()
        patches.remove()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
