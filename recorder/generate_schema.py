#!/usr/bin/env python3
"""Writes loopscope_recorder/_schema.py from the engine's events.def and enums.def.

    generate_schema.py [--check]

With --check nothing is written: the status is 1 when the file is not what it should be.
"""
import pathlib
import pprint
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TRACE = HERE.parent / "engine" / "trace"
TARGET = HERE / "loopscope_recorder" / "_schema.py"


def without_comments(name):
    return re.sub(r"^\s*//.*$", "", (TRACE / name).read_text(), flags=re.M)


def generate():
    events, names = [], []
    for block in without_comments("events.def").split("LOOPSCOPE_EVENT(")[1:]:
        head = re.match(r'(\d+),\s*(\w+),\s*"(\w+)"', block)
        fields = re.findall(r"LOOPSCOPE_FIELD\((\w+), (\w+)\)", block)
        events.append((int(head[1]), head[3], [list(f) for f in fields]))
        names.append((head[3].upper(), int(head[1])))
    enums = {}
    for block in without_comments("enums.def").split("LOOPSCOPE_ENUM(")[1:]:
        enums[re.match(r"\w+", block)[0]] = re.findall(r'LOOPSCOPE_ITEM\(\w+, "(\w+)"\)', block)
    lines = ['"""The events of a trace. Made by generate_schema.py from events.def and enums.def: change those."""']
    lines += [f"{name} = {number}" for name, number in names]
    for enum, items in enums.items():
        prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", enum).upper()
        lines += [f"{prefix}_{item.upper()} = {i}" for i, item in enumerate(items)]
    schema = {"events": [{"number": n, "name": name, "fields": [{"kind": k, "name": f} for k, f in fields]}
                         for n, name, fields in events], "enums": enums}
    lines += ["SCHEMA = \\", pprint.pformat(schema, width=118, sort_dicts=False, compact=True)]
    return "\n".join(lines) + "\n"


def main():
    text = generate()
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text() != text:
            sys.exit(f"{TARGET} does not fit events.def: run {HERE.name}/generate_schema.py")
        return
    TARGET.write_text(text)


if __name__ == "__main__":
    main()
