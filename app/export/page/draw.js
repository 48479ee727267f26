// The timeline on a canvas: shapes and colours are the window's, from the tables that come with the trace.

const canvas = document.getElementById("timeline");
const pen = canvas.getContext("2d");
const HEADER = 200, RULER = 26;
let colors = {};

const SUB = 20; // of the rows below a thread: its calls
const headHeight = (lane) => (lane.kind === "loop" ? 56 : lane.kind === "output" ? 26 : 32);
const rowHeight = (lane) => headHeight(lane) + (lane.kind === "thread" ? SUB * (lane.rows.length - 1) : 0);

function drawShape(shape, ink, x0, x1, y0, y1) {
  const color = colors[ink], middle = (y0 + y1) / 2, width = x1 - x0;
  pen.fillStyle = pen.strokeStyle = color;
  const pale = (alpha) => { pen.globalAlpha = alpha; pen.fillRect(x0, y0, width, y1 - y0); pen.globalAlpha = 1; };
  const outline = () => { if (width > 2) { pen.lineWidth = 1; pen.strokeRect(x0 + 0.5, y0 + 0.5, width - 1, y1 - y0 - 1); } };
  switch (shape) {
    case "rail": pen.fillRect(x0, middle - 1, width, 2); break;
    case "double_rail": pen.fillRect(x0, y0, width, 1.5); pen.fillRect(x0, y1 - 1.5, width, 1.5); break;
    case "outline": pale(0.12); outline(); break;
    case "band": pale(0.2); pen.fillRect(x0, y0, width, 1); pen.fillRect(x0, y1 - 1, width, 1); break;
    case "dotted": {
      pale(0.16);
      if (width < 5) { pen.fillRect(x0, middle - 2, width, 4); break; }
      pen.beginPath();
      for (let x = Math.max(x0, HEADER - 8) + 4; x < Math.min(x1, canvas.clientWidth + 8); x += 8) {
        pen.moveTo(x + 2, middle); pen.arc(x, middle, 2, 0, 7);
      }
      pen.fill();
      break;
    }
    case "hatched": {
      pale(0.22);
      const left = Math.max(x0, HEADER - 20), right = Math.min(x1, canvas.clientWidth + 20);
      pen.save();
      pen.beginPath(); pen.rect(left, y0, Math.max(0, right - left), y1 - y0); pen.clip();
      pen.beginPath(); pen.lineWidth = 2.4;
      for (let x = left; x < right + y1 - y0; x += 8) { pen.moveTo(x, y0); pen.lineTo(x - (y1 - y0), y1); }
      pen.stroke(); pen.restore(); outline();
      break;
    }
    default: pen.beginPath(); pen.roundRect(x0, y0, width, y1 - y0, Math.min(2, width / 2)); pen.fill();
  }
}

// As much of the text as there is room for; nothing when that would say nothing.
function drawText(text, x, y, room, ink, clears) {
  if (!text || room < 30) return;
  let shown = text.length > 300 ? text.slice(0, 300) : text;
  while (shown.length > 2 && pen.measureText(shown).width > room) shown = shown.slice(0, Math.min(-2, -shown.length / 8)).trimEnd() + "\u2026";
  if (shown.length < 4 && shown !== text) return;
  if (clears) {
    pen.fillStyle = colors.ground;
    pen.fillRect(x - 4, y - 8, pen.measureText(shown).width + 8, 16);
  }
  pen.fillStyle = colors[ink];
  pen.fillText(shown, x, y);
}

function disc(x, y, r, ink) { pen.fillStyle = colors[ink]; pen.beginPath(); pen.arc(x, y, r, 0, 7); pen.fill(); }
function ring(x, y, r, ink, width, from = 0, to = 7) {
  pen.strokeStyle = colors[ink]; pen.lineWidth = width; pen.beginPath(); pen.arc(x, y, r, from, to); pen.stroke();
}
function path(points, ink, width) {
  pen.strokeStyle = colors[ink]; pen.lineWidth = width; pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y))); pen.stroke();
}
function polygon(points, ink) {
  pen.fillStyle = colors[ink]; pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y))); pen.fill();
}

// How a life ended.
function drawEnd(end, x, y) {
  const { ink, sign } = trace.ends[end];
  if (!sign) return;
  disc(x, y, 8.5, "ground");
  if (sign === "torn") {
    ring(x, y, 6, ink, 2, 0.6, 5.68); path([[x - 1, y], [x + 5, y]], ink, 1.8);
    path([[x + 2.5, y - 2.5], [x + 5, y], [x + 2.5, y + 2.5]], ink, 1.8);
    return;
  }
  disc(x, y, 7, ink);
  if (sign === "cross") {
    path([[x - 2.8, y - 2.8], [x + 2.8, y + 2.8]], "on_fill", 1.8); path([[x - 2.8, y + 2.8], [x + 2.8, y - 2.8]], "on_fill", 1.8);
  } else if (sign === "stop") {
    polygon([[x - 2.8, y - 2.8], [x + 2.8, y - 2.8], [x + 2.8, y + 2.8], [x - 2.8, y + 2.8]], "on_fill");
  } else if (sign === "sweep") {
    ring(x, y, 3, "on_fill", 1.6, 0.6, 5.2); polygon([[x + 3.9, y - 3.4], [x + 3.3, y + 0.2], [x + 0.4, y - 2.2]], "on_fill");
  } else {
    path([[x - 3.4, y + 0.2], [x - 1, y + 2.8], [x + 3.4, y - 2.6]], "on_fill", 1.8);
  }
}

function drawMark(kind, end, number, x, y, reach) {
  const { name, ink } = trace.marks[kind];
  const flag = (sign) => {
    path([[x, y - reach + 12], [x, y + reach - 3]], ink, 1.5);
    disc(x, y - reach + 8, 7, "ground"); disc(x, y - reach + 8, 6, ink);
    pen.fillStyle = colors.on_fill; pen.textAlign = "center"; pen.fillText(sign, x, y - reach + 8.5); pen.textAlign = "left";
  };
  switch (name) {
    case "wake": return;
    case "birth": disc(x - 5, y, 4.5, "ground"); ring(x - 5, y, 3.5, "text_dim", 1.75); return;
    case "leak":
    case "end": drawEnd(end, x + 9, y); break;
    case "first_iteration": polygon([[x - 2.5, y - 4], [x - 2.5, y + 4], [x + 3.5, y]], "text"); return;
    case "close_call": path([[x, y - 8], [x, y + 8]], "text", 2); break;
    case "cancel_request":
      polygon([[x - 4.5, y - 13], [x + 4.5, y - 13], [x, y - 7]], ink); path([[x, y - 8], [x, y + 8]], ink, 1.5); return;
    case "stdout_text": path([[x, y - 7], [x, y + 7]], ink, 2); return;
    case "stderr_text": path([[x, y - 9], [x, y + 9]], ink, 3); path([[x - 4, y - 8], [x + 4, y - 8]], ink, 2.5); return;
    case "log_record": pen.strokeStyle = colors[ink]; pen.lineWidth = 1.5; pen.strokeRect(x - 4, y - 5, 8, 10); return;
    case "warning":
    case "slow": polygon([[x, y - 7], [x + 7, y + 5], [x - 7, y + 5]], ink); return;
    case "error": flag("!"); return;
    case "finding": flag("?"); return;
    case "rejected": polygon([[x, y - 6], [x - 10, y - 8], [x - 4, y - 16]], ink); return;
    default: polygon([[x, y - 4], [x + 4, y], [x, y + 4], [x - 4, y]], ink);
  }
  if (number > 0) {
    const at = name === "close_call" ? x + 11 : x + 26;
    disc(at, y, 8, "ground"); ring(at, y, 8, "text", 1.25);
    pen.fillStyle = colors.text; pen.textAlign = "center"; pen.fillText(number, at, y + 0.5); pen.textAlign = "left";
  }
}

// One row of intervals. What is narrower than a pixel is drawn once for the pixel, so that a frame costs what it shows.
function drawRow(row, xOf, right, y0, y1, named) {
  const count = row.seq.length;
  let i = 0;
  { // the first that reaches into sight
    let low = 0, high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (xOf(row.endSeq[middle], row.endNs[middle]) < HEADER) low = middle + 1; else high = middle;
    }
    i = low;
  }
  while (i < count) {
    const x0 = xOf(row.seq[i], row.ns[i]);
    if (x0 > right) break;
    const x1 = xOf(row.endSeq[i], row.endNs[i]);
    const style = trace.states[row.state[i]], middle = (y0 + y1) / 2, half = ((y1 - y0) / 2) * style.height;
    if (x1 - x0 >= 1.5) {
      const gap = x1 - x0 > 5 && style.shape !== "rail" ? 1 : 0;
      drawShape(style.shape, style.ink, Math.max(x0, HEADER - 30), Math.min(x1 - gap, right + 30), middle - half, middle + half);
      const left = Math.max(x0, HEADER) + (style.clears ? 12 : 6);
      const label = trace.strings[row.label[i]] || (named ? style.name : "");
      drawText(label, left, named ? y0 + 9 : middle, Math.min(x1, right) - left - 6,
               style.shape === "solid" ? "on_fill" : "text_dim", style.clears);
      ++i;
      continue;
    }
    let low = i + 1, high = count;
    while (low < high) {
      const between = (low + high) >> 1;
      if (xOf(row.endSeq[between], row.endNs[between]) < x0 + 1.5) low = between + 1; else high = between;
    }
    // Of all that folds into the pixel, or a sample of it, the state that matters most.
    let shown = style;
    for (let k = i, stride = Math.ceil((low - i) / 24); k < low; k += stride) {
      const other = trace.states[row.state[k]];
      if (other.rank > shown.rank) shown = other;
    }
    const reach = ((y1 - y0) / 2) * shown.height;
    drawShape(shown.shape === "rail" ? "rail" : "solid", shown.ink, x0, x0 + 1.5, middle - reach, middle + reach);
    i = low;
  }
}

function drawHeader(lane, y) {
  pen.fillStyle = colors.header; pen.fillRect(0, y, HEADER, rowHeight(lane));
  const middle = y + headHeight(lane) / 2;
  let room = HEADER - 22;
  if (trace.ends[lane.end].sign) { drawEnd(lane.end, HEADER - 16, middle); room -= 24; }
  pen.font = fonts.text;
  const width = Math.min(pen.measureText(lane.name).width, room);
  drawText(lane.name, 12, middle, room, "text");
  pen.font = fonts.small;
  drawText(lane.detail, 20 + width, middle, room - width - 8, "text_faint");
}

const fonts = { text: '13px Inter, "Segoe UI", Arial, sans-serif', small: '11.5px Inter, "Segoe UI", Arial, sans-serif' };

function drawTimeRuler(view, xOf, right) {
  const unit = (view.to - view.from) / (right - HEADER);
  let step = Math.pow(10, Math.ceil(Math.log10(unit * 90)));
  if (step / 5 >= unit * 90) step /= 5; else if (step / 2 >= unit * 90) step /= 2;
  step = Math.max(1, step);
  for (let t = Math.ceil(view.from / step) * step; t <= view.to; t += step) rulerLine(xOf(0, t), formatTime(t), 90);
}

function drawTickRuler(view, xOf, right) {
  const t = trace.ticks;
  let last = -1e9;
  for (let i = Math.max(0, lastUpTo(t.axis, view.from)); i < t.seq.length && t.axis[i] <= view.to; ++i) {
    if (t.tick[i] === -1) continue;
    const x = xOf(t.seq[i], t.ns[i]);
    if (x - last < 64) continue;
    last = x;
    rulerLine(x, t.tick[i] === -2 ? "after" : t.tick[i] === 0 ? "before" : `tick ${t.tick[i]}`, 64);
  }
}

function rulerLine(x, label, room) {
  if (x < HEADER - 1) return;
  pen.fillStyle = colors.grid; pen.fillRect(x, RULER, 1, canvas.clientHeight);
  pen.fillStyle = colors.text_dim; pen.fillRect(x, RULER - 8, 1, 8);
  drawText(label, x + 5, RULER / 2 - 1, room, "text_dim");
}

function drawTimeline(view) {
  const width = canvas.clientWidth, height = canvas.clientHeight, scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale); canvas.height = Math.round(height * scale);
  }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.fillStyle = colors.ground; pen.fillRect(0, 0, width, height);
  pen.font = fonts.small; pen.textBaseline = "middle"; pen.textAlign = "left";
  const per = (width - HEADER) / (view.to - view.from);
  const xOf = (seq, ns) => HEADER + (axisOf(seq, ns, view.byTick) - view.from) * per;
  pen.fillStyle = colors.header; pen.fillRect(0, 0, width, RULER);
  pen.save(); pen.beginPath(); pen.rect(HEADER, 0, width, height); pen.clip();
  if (view.byTick) drawTickRuler(view, xOf, width); else drawTimeRuler(view, xOf, width);
  pen.restore();

  let y = RULER - view.scroll;
  view.tops = [];
  for (const lane of trace.lanes) {
    const h = rowHeight(lane);
    view.tops.push(y);
    if (y + h > RULER && y < height) {
      pen.save(); pen.beginPath(); pen.rect(0, RULER, width, height); pen.clip();
      pen.fillStyle = colors.grid; pen.fillRect(0, y + h - 1, width, 1);
      pen.save(); pen.beginPath(); pen.rect(HEADER, RULER, width, height); pen.clip();
      pen.font = fonts.small;
      const middle = y + headHeight(lane) / 2;
      if (lane.kind === "loop") {
        drawRow(lane.rows[0], xOf, width, y + 4, y + h - 4, true);
        if (lane.rows[1]) drawRow(lane.rows[1], xOf, width, y + 24, y + h - 8, false);
      } else if (lane.rows[0]) {
        drawRow(lane.rows[0], xOf, width, middle - 8, middle + 8, false);
        for (let k = 1; lane.kind === "thread" && k < lane.rows.length; ++k) {
          const top = y + headHeight(lane) - 2 + SUB * (k - 1);
          drawRow(lane.rows[k], xOf, width, top + 1, top + SUB - 1, false);
        }
      }
      if (trace.ends[lane.end].sign === "torn") {
        const x = xOf(lane.death[1], lane.death[0]);
        pen.strokeStyle = colors.leaked; pen.lineWidth = 2; pen.setLineDash([5, 5]);
        pen.beginPath(); pen.moveTo(Math.max(x, HEADER), middle); pen.lineTo(width, middle); pen.stroke(); pen.setLineDash([]);
      }
      let last = {};
      for (let i = 0; i < lane.marks.seq.length; ++i) {
        const x = xOf(lane.marks.seq[i], lane.marks.ns[i]), kind = lane.marks.kind[i];
        if (x < HEADER - 20 || x > width + 20 || x - (last[kind] ?? -1e9) < 4) continue;
        last[kind] = x;
        drawMark(kind, lane.marks.end[i], lane.marks.number[i], x, middle, headHeight(lane) / 2);
      }
      pen.restore();
      drawHeader(lane, y);
      pen.restore();
    }
    y += h;
  }
  view.content = y + view.scroll - RULER;
  pen.fillStyle = colors.border; pen.fillRect(HEADER - 1, 0, 1, height); pen.fillRect(0, RULER - 1, width, 1);
  const x = xOf(view.cursor, timeOf(view.cursor));
  if (x >= HEADER - 1) {
    pen.fillStyle = colors.accent; pen.fillRect(x - 0.75, 0, 1.5, height);
    polygon([[x - 5, 0], [x + 5, 0], [x, 7]], "accent");
  }
}
