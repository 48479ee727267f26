"""What a file in the Chrome trace format must look like: the rules of the format, and those of our own exports."""

PHASES = {
    # phase: the fields beyond name, ph, pid, tid and ts that must be there, with their types
    "M": {"args": dict},
    "X": {"cat": str, "dur": float},
    "b": {"cat": str, "id": str},
    "e": {"cat": str, "id": str},
    "s": {"cat": str, "id": int},
    "f": {"cat": str, "id": int, "bp": str},
    "i": {"cat": str, "s": str},
    "C": {"cat": str, "args": dict},
}
COMMON = {"name": str, "ph": str, "pid": int, "tid": int, "ts": float}
OPTIONAL = {"args": dict}


def shape_problems(event):
    """What is wrong with one event by itself."""
    if not isinstance(event, dict):
        return [f"not an object: {event!r}"]
    phase = event.get("ph")
    if phase not in PHASES:
        return [f"unknown phase {phase!r}"]
    wanted = {**COMMON, **PHASES[phase]}
    found = [f"{phase}: {key} is missing" for key in wanted if key not in event]
    for key, value in event.items():
        kind = wanted.get(key) or OPTIONAL.get(key)
        if kind is None:
            found.append(f"{phase}: unexpected field {key}")
        elif not isinstance(value, kind):
            found.append(f"{phase}: {key} is {value!r}, not {kind.__name__}")
    if phase == "X" and event.get("dur", 0) < 0:
        found.append(f"X: lasts {event['dur']}")
    if phase == "i" and event.get("s") not in ("t", "p", "g"):
        found.append(f"i: scope {event.get('s')!r}")
    return found


def nesting_problems(slices):
    """Slices of one track nest: none begins within another and ends behind it."""
    found = []
    stack = []
    for event in sorted(slices, key=lambda e: (round(e["ts"] * 1000), -round(e["dur"] * 1000))):
        begin = round(event["ts"] * 1000)
        end = begin + round(event["dur"] * 1000)
        while stack and stack[-1][1] <= begin:
            stack.pop()
        if stack and end > stack[-1][1]:
            found.append(f"{event['name']} at {begin} ns ends behind {stack[-1][0]}, which it began in")
        stack.append((event["name"], end))
    return found


def problems(trace):
    """What is wrong with a whole file of ours."""
    if not isinstance(trace, dict) or not isinstance(trace.get("traceEvents"), list):
        return ["no object with a list traceEvents"]
    events = trace["traceEvents"]
    found = [text for event in events for text in shape_problems(event)]
    if found:
        return found
    named = {(e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["ph"] == "M"}
    slices, waits, flows = {}, {}, {}
    for event in events:
        track = (event["pid"], event["tid"])
        if event["ph"] == "X":
            slices.setdefault(track, []).append(event)
        elif event["ph"] in "be":
            waits.setdefault((event["cat"], event["id"]), []).append(event)
        elif event["ph"] in "sf":
            flows.setdefault(event["id"], []).append(event)
        elif event["ph"] == "C" and event["args"]["handles"] < 0:
            found.append(f"counter {event['name']} falls below zero at {event['ts']}")
    for track, these in slices.items():
        if track not in named:
            found.append(f"track {track} has slices but no name")
        found += nesting_problems(these)
    for key, these in waits.items():
        for begin, end in zip(these[::2], these[1::2]):
            if (begin["ph"], end["ph"]) != ("b", "e") or begin["name"] != end["name"] or end["ts"] < begin["ts"]:
                found.append(f"{key}: {begin['name']} and {end['name']} are no pair")
        if len(these) % 2:
            found.append(f"{key}: the last one never ends")
    for number, ends in flows.items():
        if [e["ph"] for e in ends] != ["s", "f"]:
            found.append(f"flow {number} is {[e['ph'] for e in ends]}")
            continue
        for end in ends:
            at = round(end["ts"] * 1000)
            around = slices.get((end["pid"], end["tid"]), [])
            if end["ph"] == "f" and not any(round(e["ts"] * 1000) == at for e in around):
                found.append(f"flow {number} ends at {at} ns on {end['pid']}/{end['tid']}, where no slice begins")
        if ends[0]["ts"] > ends[1]["ts"]:
            found.append(f"flow {number} runs backwards")
    return found
