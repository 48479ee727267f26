// What the page shows of the instant under the cursor, and how one moves through the trace.

const byId = (id) => document.getElementById(id);
const view = { byTick: trace.byTick, from: 0, to: 1, scroll: 0, cursor: trace.first[1], tops: [], content: 0 };

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// The first and the last place on the axis.
function ends() {
  const from = view.byTick ? 0 : trace.first[0];
  const to = view.byTick ? trace.ticks.axis[trace.ticks.axis.length - 1] : trace.last[0];
  return [from, Math.max(to, from + (view.byTick ? 0.01 : 1))];
}
function whole() {
  const [from, to] = ends();
  return [from - (to - from) * 0.02, to + (to - from) * 0.05];
}
function fit() { [view.from, view.to] = whole(); draw(); }

let asked = false;
function draw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; drawTimeline(view); });
}

function covering(row, seq) {
  const i = lastUpTo(row.seq, seq);
  return i >= 0 && seq < row.endSeq[i] ? i : -1;
}

let shownFile = 0;
function showSource(seq) {
  const i = lastUpTo(trace.lines.seq, seq);
  const number = i < 0 ? (trace.files[0] || { id: 0 }).id : trace.lines.file[i];
  const file = trace.files.find((f) => f.id === number);
  const pane = byId("source");
  if (!file) { pane.replaceChildren(element("p", "none", "The trace holds no source.")); return; }
  if (shownFile !== number) {
    shownFile = number;
    byId("file").textContent = file.path;
    byId("file").title = file.path;
    pane.replaceChildren(...file.text.split("\n").map((text, n) => {
      const line = element("div", "line");
      line.append(element("span", "number", n + 1), text);
      return line;
    }));
  }
  pane.querySelectorAll(".here").forEach((line) => line.classList.remove("here"));
  if (i < 0) return;
  const line = pane.children[trace.lines.line[i] - 1];
  if (!line) return;
  line.classList.add("here");
  const top = line.offsetTop - pane.offsetTop;
  if (top < pane.scrollTop + 20 || top > pane.scrollTop + pane.clientHeight - 40) pane.scrollTop = top - pane.clientHeight / 2;
}

const placeText = (file, line) => {
  const known = trace.files.find((f) => f.id === file);
  return file ? ` ${known ? known.path.split("/").pop() : trace.paths[file] || "?"}:${line}` : "";
};

// The chain from a task's own coroutine to what it awaits in the end. A place is where the awaiter stands.
function chainOf(lane, seq) {
  const links = [{ name: lane.detail, place: "" }];
  for (const row of lane.chain) {
    const i = covering(row, seq);
    if (i < 0) break;
    links[links.length - 1].place = placeText(row.file[i], row.line[i]);
    links.push({ name: trace.strings[row.label[i]], place: "" });
  }
  return links.filter((link) => link.name).map((link) => link.name + link.place);
}

const MOST_TASKS = 200;
function showTasks(seq) {
  const shown = [];
  let more = 0;
  for (const lane of trace.lanes) {
    if (lane.kind !== "task" || !lane.rows[0]) continue;
    const i = covering(lane.rows[0], seq);
    // What leaked stays, as it was when its loop closed.
    const leaked = i < 0 && trace.ends[lane.end].sign === "torn" && seq >= lane.death[1];
    if (i < 0 && !leaked) continue;
    if (shown.length === MOST_TASKS) { ++more; continue; }
    const style = leaked ? { name: "leaked", ink: "leaked" } : trace.states[lane.rows[0].state[i]];
    const task = element("div", "task");
    const state = element("span", "state", style.name);
    state.style.color = `var(--${style.ink})`;
    task.append(element("b", "", lane.name), state);
    const list = element("ol");
    for (const link of chainOf(lane, leaked ? lane.death[1] - 1 : seq)) list.append(element("li", "", link));
    task.append(list);
    shown.push(task);
  }
  if (more) shown.push(element("p", "none", `and ${more} more`));
  byId("tasks").replaceChildren(...(shown.length ? shown : [element("p", "none", "No task lives at this instant.")]));
}

const outputSeqs = trace.output.map((out) => out.seq);
let shownOutput = -1;
function showOutput(seq) {
  const count = lastUpTo(outputSeqs, seq) + 1;
  if (count === shownOutput) return;
  shownOutput = count;
  const pane = byId("output");
  // What was written in pieces on one line is one line here too.
  const parts = trace.output.slice(Math.max(0, count - 1000), count).reduce((list, out) => {
    const last = list[list.length - 1];
    if (last && last.kind === out.kind && !last.text.endsWith("\n") && (out.kind === "stdout" || out.kind === "stderr")) last.text += out.text;
    else list.push({ kind: out.kind, text: out.text });
    return list;
  }, []);
  pane.replaceChildren(...parts.map((out) => element("div", out.kind, out.text.replace(/\n$/, ""))));
  if (!count) pane.replaceChildren(element("p", "none", "Nothing has been written yet."));
  pane.scrollTop = pane.scrollHeight;
}

function showFindings() {
  const list = trace.findings.map((finding) => {
    const button = element("button", `finding ${finding.severity}`);
    button.append(element("b", "", finding.title), finding.sentence);
    button.onclick = () => go(finding.seq, true);
    return button;
  });
  byId("findings").replaceChildren(...(list.length ? list : [element("p", "none", "Nothing suspicious.")]));
}

function go(seq, reveal) {
  view.cursor = Math.max(trace.first[1], Math.min(trace.last[1], seq));
  const axis = axisOf(view.cursor, timeOf(view.cursor), view.byTick);
  if (reveal && (axis < view.from || axis > view.to)) {
    const half = (view.to - view.from) / 2;
    view.from = axis - half;
    view.to = axis + half;
  }
  if (document.activeElement !== byId("scrub")) {
    const [from, to] = ends();
    byId("scrub").value = (10000 * (axis - from)) / (to - from);
  }
  const tick = trace.ticks.tick.slice(0, lastUpTo(trace.ticks.seq, view.cursor) + 1).findLast((t) => t !== -1);
  byId("now").textContent = formatTime(timeOf(view.cursor)) + (tick > 0 ? `, tick ${tick}` : "") + `, event ${view.cursor}`;
  showSource(view.cursor);
  showTasks(view.cursor);
  showOutput(view.cursor);
  draw();
}

function nextIn(list, by) {
  const i = lastUpTo(list, view.cursor) + (by > 0 ? 1 : list[lastUpTo(list, view.cursor)] === view.cursor ? -1 : 0);
  if (i >= 0 && i < list.length) go(list[i], true);
  return i >= 0 && i < list.length;
}

function zoom(factor, x) {
  const share = Math.max(0, (x - HEADER) / (canvas.clientWidth - HEADER));
  const at = view.from + (view.to - view.from) * share;
  const least = view.byTick ? 1e-3 : 10, [from, to] = whole();
  const length = Math.max(least, Math.min((to - from) * 2, (view.to - view.from) * factor));
  view.from = at - length * share;
  view.to = view.from + length;
  draw();
}
function pan(share) {
  const move = (view.to - view.from) * share;
  view.from += move;
  view.to += move;
  draw();
}
function scroll(px) {
  view.scroll = Math.max(0, Math.min(view.scroll + px, view.content - canvas.clientHeight + RULER + 20));
  draw();
}

let playing = 0;
function play() {
  byId("play").textContent = playing ? "play" : "pause";
  if (playing) { clearInterval(playing); playing = 0; return; }
  if (view.cursor >= trace.last[1]) go(trace.first[1], true);
  playing = setInterval(() => { if (!nextIn(trace.steps, 1)) { go(trace.last[1], true); play(); } }, 350);
}

function setRuler(byTick) {
  view.byTick = byTick && trace.ticks.seq.length > 1;
  byId("ruler").textContent = view.byTick ? "ruler: tick" : "ruler: time";
  fit();
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  colors = trace.colors[name];
  for (const [ink, color] of Object.entries(colors)) document.documentElement.style.setProperty(`--${ink}`, color);
  document.documentElement.style.colorScheme = name;
  draw();
}

function pointed(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
function cursorTo(x) {
  const share = (x - HEADER) / (canvas.clientWidth - HEADER);
  go(seqAt(view.from + (view.to - view.from) * share, view.byTick), false);
}

function describe(x, y) {
  const index = view.tops.findIndex((top, i) => y >= top && y < top + rowHeight(trace.lanes[i]));
  if (index < 0 || y < RULER) return "";
  const lane = trace.lanes[index];
  let text = lane.name + (lane.detail ? ` ${lane.detail}` : "");
  if (trace.ends[lane.end].name) text += `, in the end ${trace.ends[lane.end].name}`;
  if (x < HEADER) return text;
  const seq = seqAt(view.from + ((view.to - view.from) * (x - HEADER)) / (canvas.clientWidth - HEADER), view.byTick);
  const inside = y - view.tops[index];
  const which = lane.kind === "loop" ? +(inside > 22) : Math.max(0, Math.ceil((inside - headHeight(lane) + 2) / SUB));
  const row = lane.rows[which];
  const i = row ? covering(row, seq) : -1;
  if (i < 0) return text;
  const label = trace.strings[row.label[i]];
  return `${lane.name}: ${trace.states[row.state[i]].name}${label ? ` ${label}` : ""} for ${formatTime(row.endNs[i] - row.ns[i])}, from ${formatTime(row.ns[i])}`;
}

let dragging = false;
canvas.onpointerdown = (event) => { dragging = true; canvas.setPointerCapture(event.pointerId); cursorTo(pointed(event)[0]); };
canvas.onpointermove = (event) => {
  const [x, y] = pointed(event);
  if (dragging) cursorTo(x);
  byId("tip").textContent = describe(x, y);
};
canvas.onpointerup = canvas.onpointercancel = () => { dragging = false; };
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const [x] = pointed(event);
  if (x < HEADER) scroll(event.deltaY);
  else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan((event.deltaX || event.deltaY) / 1000);
  else zoom(Math.exp(event.deltaY * 0.002), x);
}, { passive: false });

const keys = {
  ArrowRight: (e) => nextIn(e.shiftKey ? trace.steps : trace.times.seq, 1),
  ArrowLeft: (e) => nextIn(e.shiftKey ? trace.steps : trace.times.seq, -1),
  ArrowDown: () => scroll(32), ArrowUp: () => scroll(-32),
  Home: () => go(trace.first[1], true), End: () => go(trace.last[1], true),
  " ": play, t: () => setRuler(!view.byTick), f: fit,
  w: () => zoom(0.7, canvas.clientWidth / 2), s: () => zoom(1 / 0.7, canvas.clientWidth / 2),
  a: () => pan(-0.15), d: () => pan(0.15),
};
document.addEventListener("keydown", (event) => {
  const press = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!press || event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "BUTTON" || event.target.id === "scrub") return;
  event.preventDefault();
  press(event);
});

byId("scrub").oninput = (event) => {
  const [from, to] = ends();
  go(seqAt(from + ((to - from) * event.target.value) / 10000, view.byTick), true);
};
byId("back").onclick = () => nextIn(trace.steps, -1);
byId("forward").onclick = () => nextIn(trace.steps, 1);
byId("play").onclick = play;
byId("fit").onclick = fit;
byId("ruler").onclick = () => setRuler(!view.byTick);
byId("theme").onclick = () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
new ResizeObserver(draw).observe(canvas);

setTheme(document.documentElement.dataset.theme);
showFindings();
setRuler(view.byTick);
// "#event=120" opens the page at an event; else it opens where something went wrong, or where the first step begins.
const wanted = /event=(\d+)/.exec(location.hash);
const first = trace.findings.length ? trace.findings[0].seq : trace.steps.length ? trace.steps[0] : trace.first[1];
go(wanted ? +wanted[1] : first, true);
