#!/usr/bin/env python3
"""Exports through the executable, of every lesson and of odd programs: Perfetto JSON by schema, SQLite by the documented
queries, CSV by its columns, and all three against the trace itself.

    check_exports.py LOOPSCOPE ROOT
"""
import csv
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import chrome_schema

ODD = '''
import asyncio
async def waits_for_ever():
    await asyncio.Event().wait()
async def main():
    name = 'a"b\\\\c,d;e\\n\\x01<script>&\\u2028 \\U0001F600 ' + "n" * 500
    task = asyncio.create_task(waits_for_ever(), name=name)
    asyncio.create_task(asyncio.sleep(1), name="")
    print('"quoted", and\\ttabbed </script><!--')
    await asyncio.sleep(0.5)
    task.cancel("because \\"of\\" this")
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
'''
LONG = '''
import asyncio
async def worker(n):
    for _ in range(400):
        await asyncio.sleep(n / 1000)
async def main():
    await asyncio.gather(*[worker(n) for n in range(50)])
asyncio.run(main())
'''
failures = []
BROWSER = shutil.which("chromium")
# What pages show of an event, by lesson.
IN_BROWSER = {
    "18_destroyed_pending": (10**6, ["Task that never ended", "leaked</span>", "saved 1 messages"]),
    "02_slow_callback": (10**6, ["Slow callback", "ms, event ", "No task lives at this instant"]),
}
RENDERER = shutil.which("rsvg-convert")


def expect(condition, text):
    if not condition:
        failures.append(text)
        print("FAIL", text)


def queries(document):
    return re.findall(r"```sql\n(.*?)```", document.read_text(encoding="utf-8"), re.S)


SVG = "{http://www.w3.org/2000/svg}"


def check_svg(source, path, rows, theme):
    """Whole, with text as text, nothing outside, everything in its place."""
    drawing = ElementTree.parse(path).getroot()
    width, height = float(drawing.get("width")), float(drawing.get("height"))
    expect(width >= 800 and 100 <= height < 20000, f"{source.name}: the picture is {width} by {height}")
    texts = [t.text or "" for t in drawing.iter(SVG + "text")]
    expect(source.name in texts, f"{source.name}: the picture has no title")
    for row in rows[:300]:
        shown = any(t and row["task"].startswith(t.rstrip("\u2026")) for t in texts) if row["task"].isprintable() else True
        expect(shown, f"{source.name}: the picture lacks {row['task']}")
    ground = drawing.find(SVG + "rect").get("fill")
    expect(ground == ("#ffffff" if theme == "light" else "#12151a"), f"{source.name}: {theme} is {ground}")
    drawn = 0
    for element in drawing.iter():
        expect(element.tag != SVG + "image" and not any("href" in key for key in element.attrib),
               f"{source.name}: the picture refers to something outside")
        for key in ("x", "y", "width", "height", "cx", "cy", "r"):
            if key in element.attrib:
                drawn += 1
                expect(abs(float(element.get(key))) <= 20000, f"{source.name}: {element.tag} has {key} {element.get(key)}")
    expect(drawn > 0, f"{source.name}: the picture is empty")
    if RENDERER:
        done = subprocess.run([RENDERER, path, "-o", path.with_suffix(".png")], capture_output=True, timeout=120)
        expect(done.returncode == 0, f"{source.name}: {done.stderr.decode()}")


def rows_of(flat, width, sums):
    """The rows of a flat list; the columns in `sums` are differences."""
    totals = [0] * width
    for at in range(0, len(flat), width):
        row = flat[at : at + width]
        for column in sums:
            totals[column] += row[column]
            row[column] = totals[column]
        yield row


def check_page(source, path, events):
    """One file with nothing outside, and the trace in it."""
    page = path.read_text(encoding="utf-8")
    outside = [r for r in re.findall(r"https?:\S+", re.sub(r'<script id="trace".*?</script>', "", page, flags=re.S))]
    expect(not outside, f"{source.name}: the page refers to {outside}")
    expect(page.count("<script") == 2 and page.count("</script>") == 2, f"{source.name}: a text of the trace ends a script")
    expect(not re.search(r"@[A-Z]+@", page.split('<script id="trace"')[0]), f"{source.name}: the page is not filled in")
    data = json.loads(re.search(r'<script id="trace" type="application/json">(.*?)</script>', page, re.S)[1])
    running = [k for k, s in data["states"].items() if s["name"] == "running" and s["ink"] == "running"]
    steps = sorted(row[0] for lane in data["lanes"] if lane["kind"] == "task" for row in rows_of(lane["rows"][0], 6, (0, 1))
                   if str(row[4]) in running)
    expect(steps == [e["event"] for e in events if e["type"] == "task_step_begin"], f"{source.name}: the page's steps")
    own = {e["file"] for e in events if e["type"] == "file_loaded" and not e["library"]}
    code = {e["code"]: e["first_line"]["file"] for e in events if e["type"] == "code_defined"}
    lines = [(e["event"], e["ns"], code[e["code"]], e["line"]) for e in events
             if e["type"] == "line_reached" and code[e["code"]] in own]
    expect([tuple(row) for row in rows_of(data["lines"], 4, (0, 1))] == lines, f"{source.name}: the page's lines")
    expect({f["text"] for f in data["files"]} == {e["text"] for e in events if e["type"] == "file_loaded" and not e["library"]},
           f"{source.name}: the page's sources")
    text = "".join(o["text"] for o in data["output"] if o["kind"] == "stdout")
    expect(text == "".join(e["text"] for e in events if e["type"] == "stdout_written"), f"{source.name}: the page's output")
    ticks = list(rows_of(data["ticks"], 4, (0, 1, 2)))
    expect(all(a[2] <= b[2] and a[0] <= b[0] for a, b in zip(ticks, ticks[1:])), f"{source.name}: the tick axis turns back")
    if BROWSER and source.stem in IN_BROWSER:
        done = subprocess.run(
            [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom",
             path.as_uri() + f"#event={IN_BROWSER[source.stem][0]}"], capture_output=True, timeout=120)
        shown = re.sub(r"<script.*?</script>", "", done.stdout.decode("utf-8", "replace"), flags=re.S)
        for words in IN_BROWSER[source.stem][1]:
            expect(words in shown, f"{source.name}: in the browser the page does not show {words!r}")


def main():
    loopscope, root = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
    documented = queries(root / "docs" / "sql.md")
    expect(len(documented) >= 10, "docs/sql.md has its queries")
    answered = [0] * len(documented)

    def run(*arguments):
        done = subprocess.run([loopscope, *arguments], capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def export(source, out, *more):
        status, _, err = run("export", source, "-o", out, *more)
        expect(status == 0, f"export {source.name} -o {out.name}: {err}")

    def check_again(source, path, folder, chrome):
        """What was exported comes back: every slice, at its time, under its name."""
        out = folder / "again.sqlite"
        slices = [e for e in chrome["traceEvents"] if e["ph"] in "Xb"]
        if not any(e["ph"] in "Xbi" for e in chrome["traceEvents"]):
            return
        export(path, out)
        database = sqlite3.connect(out)
        back = database.execute("""SELECT event.ns, code_defined.qualname FROM frame_entered JOIN event USING (event)
                                   JOIN code_defined USING (code)""").fetchall()
        left = database.execute("SELECT count(*) FROM frame_left").fetchone()[0]
        database.close()
        origin = min(round(e["ts"] * 1000) for e in chrome["traceEvents"] if e["ph"] in "Xbi")
        expect(sorted(ns for ns, _ in back) == sorted(round(e["ts"] * 1000) - origin for e in slices),
               f"{source.name}: {len(back)} slices come back of {len(slices)}")
        names = {e["name"] for e in slices if not e["name"].endswith(")")}
        expect(names <= {name for _, name in back}, f"{source.name}: names are lost: {names - {n for _, n in back}}")
        expect(left == len(back), f"{source.name}: {len(back) - left} slices that come back have no end")

    def check(source, folder):
        events = [json.loads(line) for line in run("run", "--dump", source)[1].splitlines()]
        steps = [e for e in events if e["type"] == "task_step_begin"]
        tasks = [e for e in events if e["type"] == "task_created"]

        out = folder / "trace.json"
        export(source, out)
        chrome = json.loads(out.read_text(encoding="utf-8"))
        for problem in chrome_schema.problems(chrome)[:5]:
            expect(False, f"{source.name}: {problem}")
        begun = sorted(round(e["ts"] * 1000) for e in chrome["traceEvents"] if e.get("cat") == "step")
        expect(begun == sorted(e["ns"] for e in steps), f"{source.name}: the steps of the JSON are not those of the trace")

        check_again(source, out, folder, chrome)

        out = folder / "trace.csv"
        export(source, out)
        with out.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        expect(len(rows) == len(tasks), f"{source.name}: {len(rows)} rows for {len(tasks)} tasks")
        expect(sum(int(r["steps"]) for r in rows) == len(steps), f"{source.name}: the CSV's steps")
        for row in rows:
            if row["ended_ns"]:
                parts = sum(int(row[c]) for c in ("running_ns", "ready_ns", "suspended_ns", "cancelling_ns"))
                expect(parts <= int(row["ended_ns"]) - int(row["created_ns"]), f"{source.name}: {row['task']} lasts too long")
            expect(int(row["longest_step_ns"]) <= int(row["running_ns"]), f"{source.name}: {row['task']}: longest step")

        for ruler, theme in (("time", "light"), ("tick", "dark")):
            out = folder / f"{ruler}.svg"
            export(source, out, "--ruler", ruler, "--theme", theme)
            check_svg(source, out, rows, theme)

        out = folder / "page.html"
        export(source, out)
        check_page(source, out, events)

        out = folder / "trace.sqlite"
        export(source, out)
        database = sqlite3.connect(out)
        expect(database.execute("PRAGMA integrity_check").fetchone() == ("ok",), f"{source.name}: a damaged database")
        expect(database.execute("SELECT count(*) FROM event").fetchone()[0] == len(events), f"{source.name}: events in SQL")
        for kind in {e["type"] for e in events}:
            count = database.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0]
            expect(count == sum(e["type"] == kind for e in events), f"{source.name}: table {kind}")
        texts = [t for (t,) in database.execute("SELECT text FROM stdout_written ORDER BY event")]
        expect(texts == [e["text"] for e in events if e["type"] == "stdout_written"], f"{source.name}: stdout in SQL")
        expect(database.execute("SELECT count(*) FROM steps").fetchone()[0] == len(steps), f"{source.name}: view steps")
        for i, query in enumerate(documented):
            try:
                answered[i] += len(database.execute(query).fetchall())
            except sqlite3.Error as error:
                expect(False, f"{source.name}: {error} in:\n{query}")
        sums = {str(t): (s, r) for t, s, r in database.execute("SELECT task, steps, running_ns FROM tasks")}
        expect(sums == {r["task_id"]: (int(r["steps"]), int(r["running_ns"])) for r in rows},
               f"{source.name}: SQL and CSV differ")
        database.close()
        return events

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for lesson in sorted((root / "scenarios").glob("*.py")):
            check(lesson, folder)
        for query, rows in zip(documented, answered):
            expect(rows > 0, f"no lesson gives an answer to:\n{query}")

        programs = {"empty.py": "", "odd 'name' \u00e9.py": ODD, "long.py": LONG, "syntax_error.py": "def (:\n"}
        for name, text in programs.items():
            (folder / name).write_text(text, encoding="utf-8")
            events = check(folder / name, folder)
            if name == "long.py":
                expect(len(events) > 100_000, "the long trace is long")

        many = folder / "many.py"
        many.write_text("import asyncio\nasync def main():\n"
                        "    await asyncio.gather(*[asyncio.sleep(0) for _ in range(1500)])\nasyncio.run(main())\n")
        check(many, folder)
        expect("more lanes are left out" in (folder / "time.svg").read_text(encoding="utf-8"), "a picture without end")

        # A piece: what it has is within it, and what lived before keeps its name.
        piece = folder / "piece.json"
        export(folder / "long.py", piece, "--from", "0.5", "--to", "0.6")
        chrome = json.loads(piece.read_text(encoding="utf-8"))
        expect(not chrome_schema.problems(chrome), f"piece: {chrome_schema.problems(chrome)[:3]}")
        steps = [e for e in chrome["traceEvents"] if e.get("cat") == "step"]
        expect(steps and all(5e5 <= e["ts"] <= 6e5 for e in steps), "the piece has its steps and no others")
        names = {e["args"]["name"] for e in chrome["traceEvents"] if e["name"] == "thread_name"}
        expect("Task-20 worker()" in names, "a task born before the piece has its name")
        # The same of a recorded trace.
        recorded = folder / "t.loopscope"
        run("run", "--trace", recorded, folder / "long.py")
        export(recorded, folder / "again.json", "--from", "0.5", "--to", "0.6")
        mine, theirs = piece.read_text(encoding="utf-8"), (folder / "again.json").read_text(encoding="utf-8")
        expect(mine == theirs, "a recorded trace and the run itself give different exports")

        lesson = next(iter(sorted((root / "scenarios").glob("*.py"))))
        copy = folder / "copy.py"
        copy.write_bytes(lesson.read_bytes())
        before = copy.read_bytes()
        for arguments, words in [
            (("export", copy, "-o", copy, "--format", "csv"), "cannot replace"),
            (("export", copy, "-o", folder / "x.txt"), "does not tell the format"),
            (("export", copy, "-o", folder / "none" / "x.csv"), "No such file or directory"),
            (("export", copy, "-o", folder / "none" / "x.sqlite"), "unable to open"),
            (("export", folder / "nowhere.py", "-o", folder / "x.csv"), "no such file"),
            (("export", copy, "-o", folder / "x.csv", "--from", "2", "--to", "1"), "not before"),
            (("export", copy, "-o", "/dev/full", "--format", "csv"), "No space left"),
            (("export", copy, "-o", "/dev/null", "--format", "sqlite"), "only be written to a file"),
        ]:
            if "/dev/full" in map(str, arguments) and not os.path.exists("/dev/full"):
                continue
            status, _, err = run(*arguments)
            expect(status == 2 and words in err, f"{' '.join(map(str, arguments[2:]))}: status {status}, says {err!r}")
        expect(copy.read_bytes() == before, "an export has replaced its source")
        expect(not list(folder.glob("*.part")), "an export has left a part of a file behind")

    print(f"{len(failures)} failures" if failures else "exports are in order")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
