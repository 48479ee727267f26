#!/usr/bin/env python3
"""What can be done with trace files from the command line: run --trace, info, dump, cut, and their errors.

    check_commands.py LOOPSCOPE SCENARIOS
"""
import json
import pathlib
import subprocess
import sys
import tempfile

failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)
        print("FAIL", text)


def main():
    loopscope, scenarios = (pathlib.Path(p).resolve() for p in sys.argv[1:3])

    def run(*arguments):
        done = subprocess.run([loopscope, *arguments], capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for lesson in sorted(scenarios.glob("*.py")):
            trace = folder / "lesson.loopscope"
            plain = run("run", lesson)
            recorded = run("run", "--trace", trace, lesson)
            expect(plain == recorded, f"{lesson.name}: --trace changes what the program prints or its status")
            status, out, err = run("dump", trace)
            expect(status == 0 and out == run("run", "--dump", lesson)[1], f"{lesson.name}: dump differs from run --dump")
            first = trace.read_bytes()
            run("run", "--trace", trace, lesson)
            expect(first == trace.read_bytes(), f"{lesson.name}: the same run gives another file")

        slow, mended = scenarios / "02_slow_callback.py", scenarios / "02_slow_callback_fixed.py"
        recorded = folder / "slow.loopscope"
        run("run", "--trace", recorded, slow)
        status, out, err = run("diff", recorded, slow)
        expect(status == 0 and b"in the same order" in out, f"a trace differs from its program: {out}{err}")
        status, out, err = run("diff", slow, mended)
        expect(status == 1 and b"First difference" in out, f"diff of two programs: {status} {out}{err}")
        expect(run("diff", slow)[0] == 2 and run("diff", slow, folder / "none")[0] == 2, "diff of what is not there")

        status, out, err = run("info", trace)
        expect(status == 0 and b"complete    yes" in out and b"bytes an event" in out, "info of a whole trace")
        info = json.loads(run("info", "--json", trace)[1])
        expect(info["complete"] and info["events"] > 0 and info["meta"]["source"] == "engine", "info --json")

        middle = info["end_ns"] / 2e9
        piece = folder / "piece.loopscope"
        status, out, err = run("cut", trace, "--from", str(middle), "--out", piece)
        expect(status == 0 and "events are in the piece" in err, f"cut: {err}")
        cut = json.loads(run("info", "--json", piece)[1])
        expect(0 < cut["events"] < info["events"] and cut["chunks"].get("CKPT") == 1, "the piece is smaller")
        expect(cut["meta"]["cut_from"]["from_s"] == middle, "the piece says what it is of")

        text = folder / "text.loopscope"
        text.write_text("no trace\n")
        torn = folder / "torn.loopscope"
        torn.write_bytes(first[: len(first) * 2 // 3])
        for arguments, status, words in (
            (("info", folder / "missing.loopscope"), 2, "No such file"),
            (("dump", text), 2, "no Loopscope trace"),
            (("info", folder), 2, "it is no file"),
            (("cut", trace, "--from", "3", "--to", "2", "--out", piece), 2, "is not before"),
            (("cut", trace, "--out", trace), 2, "cannot replace the file"),
            (("cut", trace, "--out", folder / "no" / "where"), 2, "cannot write"),
            (("run", "--trace", folder / "no" / "where", lesson), 2, "cannot write"),
            (("run", "--trace", "/dev/full", lesson), 2, "could not be written whole: No space left"),
            (("dump", torn), 0, "was not closed"),
        ):
            got = run(*arguments)
            expect(got[0] == status and words in got[2], f"{arguments}: {got[0]}, {got[2]!r}")

    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
