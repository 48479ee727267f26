"""Running a program under an interpreter, and making two transcripts comparable.

What is not behaviour is made equal on both sides: addresses, measured durations, the folder of the program, frames
of the interpreter's own library and the lines of carets under them, its lines in warnings.
"""
import dataclasses
import os
import re
import signal
import subprocess

# A job in the background may have been told to ignore Ctrl-C; programs under test must not inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

LIBRARY = re.compile(r'^\s*File "(?P<file>[^"]*)", line \d+')
PLACE = re.compile(r"(created at|running at|defined at|\(\) at) (?!<here>/)/?[^\s\]>]+:\d+")
WARNING = re.compile(r"^(?!<here>/)/\S+:\d+: (?=\w*Warning: )")
CARETS = re.compile(r"^[\s|]*[~^]+[~^\s]*$")


@dataclasses.dataclass
class Transcript:
    out: str
    err: str
    status: int


def run(command, program, *, timeout=60, env=None):
    """Runs `command PROGRAM` in the program's folder. A timeout raises subprocess.TimeoutExpired."""
    folder = os.path.dirname(os.path.abspath(program))
    if os.sep in command[0]:  # a relative path means the caller's folder
        command = [os.path.abspath(command[0]), *command[1:]]
    done = subprocess.run([*command, os.path.basename(program)], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=timeout, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})})
    return Transcript(done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), done.returncode)


def normalise(text, program):
    """`text` without what may differ between two interpreters."""
    folder = os.path.dirname(os.path.abspath(program))
    text = text.replace(folder + "/", "<here>/")
    text = re.sub(r"0x[0-9a-f]+", "0x<address>", text)
    text = re.sub(r"took \d+\.\d+ seconds", "took <n> seconds", text)
    text = PLACE.sub(r"\1 <library>", text)
    lines, skip_deeper_than = [], None
    for line in text.split("\n"):
        if CARETS.match(line) and line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        frame = LIBRARY.match(line)
        if skip_deeper_than is not None and not frame and line.strip() and depth > skip_deeper_than:
            continue
        skip_deeper_than = None
        if WARNING.match(line):
            line = WARNING.sub("<library>: ", line)
            skip_deeper_than = depth  # the source line that issued it
        if frame:
            name = frame["file"]
            if os.path.basename(name) != os.path.basename(program):
                skip_deeper_than = depth
                continue
            line = line.replace(f'"{name}"', f'"<here>/{os.path.basename(name)}"')
        lines.append(line)
    return "\n".join(lines)
