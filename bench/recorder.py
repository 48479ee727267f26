#!/usr/bin/env python3
"""What recording costs: a program bare, recorded, and in asyncio's debug mode, in turn, in one run.

    bench/recorder.py [--python /usr/bin/python3] [--repeat 3] [PROGRAM...]

Prints the median processor seconds of whole processes, minus those of a program that only imports asyncio, and their
ratios to the bare run. Without programs: the switch
benchmark, and one whose steps take a millisecond. Debug mode is left out with --no-debug: it takes long.
"""
import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
MILLISECOND = """
import asyncio, time

def busy():
    end = time.perf_counter() + 0.001
    while time.perf_counter() < end:
        pass

async def worker():
    for _ in range(100):
        busy()
        await asyncio.sleep(0)

async def main():
    await asyncio.gather(*[worker() for _ in range(20)])

asyncio.run(main())
"""


def seconds(command, env):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-debug", action="store_true")
    parser.add_argument("programs", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    bare_env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    recorder_env = dict(bare_env, PYTHONPATH=str(HERE.parent / "recorder"))
    with tempfile.TemporaryDirectory() as folder:
        slow = pathlib.Path(folder) / "millisecond_steps.py"
        slow.write_text(MILLISECOND)
        out = os.path.join(folder, "t.loopscope")
        runners = {"bare": ([options.python], bare_env),
                   "recorded": ([options.python, "-m", "loopscope_recorder", "-o", out], recorder_env)}
        if not options.no_debug:
            runners["debug mode"] = ([options.python, "-X", "dev"], bare_env)
        empty = pathlib.Path(folder) / "empty.py"
        empty.write_text("import asyncio\n")
        start = {name: statistics.median(seconds([*command, str(empty)], env) for _ in range(options.repeat))
                 for name, (command, env) in runners.items()}
        print(f"{'program':20}" + "".join(f"{name:>20}" for name in runners))
        for program in options.programs or [HERE / "programs" / "switches.py", slow]:
            samples = {name: [] for name in runners}
            for round in range(options.repeat):
                for name, (command, env) in runners.items():
                    if name != "debug mode" or round == 0:
                        samples[name].append(seconds([*command, str(program)], env) - start[name])
            middle = {name: statistics.median(values) for name, values in samples.items()}
            print(f"{program.stem:20}" + "".join(f"{s:12.3f}s {s / middle['bare']:5.2f}x" for s in middle.values()))


if __name__ == "__main__":
    main()
