#!/usr/bin/env python3
"""Fails when a folder includes what the layers forbid, or when a main folder's README leaves a child out.

    check_layers.py ROOT

The arrows are those of ARCHITECTURE.md: each folder may include itself and what stands behind it here.
"""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "engine/base": [],
    "engine/trace": ["engine/base"],
    "engine/lang": ["engine/base"],
    "engine/vm": ["engine/lang", "engine/trace", "engine/base"],
    "engine/loop": ["engine/vm", "engine/lang", "engine/trace", "engine/base"],
    "engine/runtime": ["engine/loop", "engine/vm", "engine/lang", "engine/trace", "engine/base"],
    "engine/analysis": ["engine/trace", "engine/base"],
    "engine/interchange": ["engine/analysis", "engine/trace", "engine/base"],
    "app": ["engine/"],
}
# The engine is to run in a browser one day: no GUI, and none of what its standard library lacks.
NOT_IN_ENGINE = re.compile(r"imgui|GLFW|glad|GL/|spdlog|png\.h|ft2build|CLI/|^(ranges|format|coroutine)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
MAIN_FOLDERS = ["app", "engine", "scenarios", "third_party", "assets", "tests", "bench", "docs", "recorder"]


def layer_of(path):
    for layer in MAY_INCLUDE:
        if path == layer or path.startswith(layer + "/"):
            return layer
    return None


def wrong_includes(root):
    for top in ("engine", "app"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".hpp", ".cpp", ".h", ".def"):
                continue
            name = file.relative_to(root).as_posix()
            layer = layer_of(name)
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                style, target = match.groups()
                if top == "engine" and NOT_IN_ENGINE.search(target):
                    yield f"{name}:{number}: the engine must not include {target}"
                if style == '"':
                    if not target.startswith(("engine/", "app/")):
                        if target.startswith(("imgui", "glad", "backends")):
                            continue
                        yield f"{name}:{number}: include \"{target}\" by its path from the root"
                        continue
                    allowed = [layer, *MAY_INCLUDE.get(layer, [])] if layer else []
                    if layer and not any(target.startswith(a if a.endswith("/") else a + "/") for a in allowed):
                        yield f"{name}:{number}: {layer} must not include {target}"


def missing_in_readmes(root):
    for folder in MAIN_FOLDERS:
        path = root / folder
        if not path.is_dir():
            continue
        readme = path / "README.md"
        if not readme.is_file():
            yield f"{folder}: has no README.md"
            continue
        text = readme.read_text(encoding="utf-8")
        for child in sorted(path.iterdir()):
            name = child.name
            if child.is_dir() and name != "__pycache__" and not re.search(rf"\b{re.escape(name)}\b", text):
                yield f"{folder}/README.md does not say what {name}/ is"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    problems = [*wrong_includes(root), *missing_in_readmes(root)]
    print("\n".join(problems) if problems else "layers and READMEs are in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
