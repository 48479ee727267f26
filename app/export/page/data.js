// The trace as the page needs it. Numbers come as differences to the ones before, in flat lists.

const trace = JSON.parse(document.getElementById("trace").textContent);

// The columns of a flat list of rows, those named by `sums` summed up.
function columns(flat, width, sums) {
  const count = flat.length / width;
  const result = [];
  for (let c = 0; c < width; ++c) {
    const column = new Float64Array(count);
    let sum = 0;
    for (let i = 0; i < count; ++i) {
      const value = flat[i * width + c];
      column[i] = sums.includes(c) ? (sum += value) : value;
    }
    result.push(column);
  }
  return result;
}

// The last index whose value is not greater, or -1.
function lastUpTo(list, value) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) low = middle + 1; else high = middle;
  }
  return low - 1;
}

// A row: where intervals begin and end (by the number of the event, and in nanoseconds), their states and labels.
function readRow(flat) {
  const [seq, ns, seqs, length, state, label] = columns(flat, 6, [0, 1]);
  return { seq, ns, endSeq: seq.map((s, i) => s + seqs[i]), endNs: ns.map((n, i) => n + length[i]), state, label };
}

for (const lane of trace.lanes) {
  lane.rows = lane.rows.map(readRow);
  const [seq, ns, kind, end, number] = columns(lane.marks, 5, [0, 1]);
  lane.marks = { seq, ns, kind, end, number };
  lane.chain = (lane.chain || []).map((flat) => {
    const [from, length, label, file, line] = columns(flat, 5, [0]);
    return { seq: from, endSeq: from.map((s, i) => s + length[i]), label, file, line };
  });
}
{
  const [seq, ns, file, line] = columns(trace.lines, 4, [0, 1]);
  trace.lines = { seq, ns, file, line };
}
{
  const [seq, ns, axis, tick] = columns(trace.ticks, 4, [0, 1, 2]);
  trace.ticks = { seq, ns, axis: axis.map((a) => a / 1e4), tick };
}

// Where an event lies on an axis. Between two boundaries of the tick ruler it lies by its number.
function axisOf(seq, ns, byTick) {
  if (!byTick) return ns;
  const t = trace.ticks;
  const i = Math.max(0, lastUpTo(t.seq, seq));
  if (i + 1 >= t.seq.length) return t.axis[i];
  const share = (seq - t.seq[i]) / Math.max(1, t.seq[i + 1] - t.seq[i]);
  return t.axis[i] + (t.axis[i + 1] - t.axis[i]) * Math.max(0, Math.min(1, share));
}

// The nearest event for a place on the axis: a line that was reached, or where anything begins.
function seqAt(axis, byTick) {
  if (byTick) {
    const t = trace.ticks;
    const i = Math.max(0, lastUpTo(t.axis, axis));
    if (i + 1 >= t.seq.length) return trace.last[1];
    const share = (axis - t.axis[i]) / Math.max(1e-9, t.axis[i + 1] - t.axis[i]);
    return Math.round(t.seq[i] + share * (t.seq[i + 1] - t.seq[i]));
  }
  return trace.times.seq[Math.max(0, lastUpTo(trace.times.ns, axis))];
}

// When an event was: from every instant that the page knows.
{
  const all = new Map([[trace.first[1], trace.first[0]], [trace.last[1], trace.last[0]]]);
  const put = (seq, ns) => { for (let i = 0; i < seq.length; ++i) all.set(seq[i], ns[i]); };
  put(trace.lines.seq, trace.lines.ns);
  for (const lane of trace.lanes) {
    for (const row of lane.rows) { put(row.seq, row.ns); put(row.endSeq, row.endNs); }
    put(lane.marks.seq, lane.marks.ns);
  }
  for (const out of trace.output) all.set(out.seq, out.ns);
  const sorted = [...all].sort((a, b) => a[0] - b[0]);
  trace.times = { seq: Float64Array.from(sorted, (p) => p[0]), ns: Float64Array.from(sorted, (p) => p[1]) };
}
function timeOf(seq) { return trace.times.ns[Math.max(0, lastUpTo(trace.times.seq, seq))]; }

// Steps of tasks and callbacks, for going from one to the next.
trace.steps = Float64Array.from(
  [...new Set(trace.lanes.filter((l) => l.kind === "loop").flatMap((l) => Array.from((l.rows[1] || { seq: [] }).seq)))]
    .sort((a, b) => a - b));

function formatTime(ns) {
  const size = Math.abs(ns);
  const [unit, name] = size >= 1e9 ? [1e9, "s"] : size >= 1e6 ? [1e6, "ms"] : size >= 1e3 ? [1e3, "\u00b5s"] : [1, "ns"];
  return `${+(ns / unit).toPrecision(6)} ${name}`;
}
