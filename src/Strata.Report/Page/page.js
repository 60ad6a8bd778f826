"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = id => document.getElementById(id);
  const share = "#3b8ea5", accent = "#1b6ca8", dark = "#222", quiet = "#555", pale = "#ddd";

  // Colours as the canvas wants them: 0xAABBGGRR.
  const packed = hex => (0xff000000 | parseInt(hex.slice(4, 6), 16) << 16 | parseInt(hex.slice(2, 4), 16) << 8 | parseInt(hex.slice(0, 2), 16)) >>> 0;
  const magma = Uint32Array.from({ length: 256 }, (_, i) => packed(data.magma.slice(6 * i, 6 * i + 6)));
  const undefinedColour = packed(data.undefined);

  const bytesOf = id => Uint8Array.from(atob($(id).textContent), letter => letter.charCodeAt(0));

  /** A comparison's values (and standard errors), decoded when first asked for: see MatrixEncoding. */
  const decoded = new Map();
  function matrix(index) {
    if (decoded.has(index)) return decoded.get(index);
    const comparison = data.comparisons[index];
    const rows = data.axes[comparison.rows].layers.length, columns = data.axes[comparison.columns].layers.length;
    const bytes = bytesOf("values-" + index);
    const codes = comparison.bytes === 2 ? new Uint16Array(bytes.length / 2) : bytes;
    if (comparison.bytes === 2) for (let i = 0; i < codes.length; i++) codes[i] = bytes[2 * i] | bytes[2 * i + 1] << 8;
    const greatest = comparison.bytes === 2 ? 65535 : 255;
    const errorCodes = comparison.bytes === 2 ? bytesOf("errors-" + index) : null;
    const at = (row, column) => !comparison.triangle ? row * columns + column : row >= column ? row * (row + 1) / 2 + column : column * (column + 1) / 2 + row;
    const result = {
      rows, columns,
      value(row, column) {
        const code = codes[at(row, column)];
        return code === 0 ? NaN : (code - 1) / (greatest - 1) * 2 - 1;
      },
      error(row, column) {
        const code = errorCodes ? errorCodes[at(row, column)] : 0;
        return code === 0 ? NaN : code === 1 ? 0 : Math.pow(10, (code - 2) / 253 * 5 - 5);
      },
    };
    decoded.set(index, result);
    return result;
  }

  /** One pixel per cell, the first row at the bottom. */
  function image(index, transposed) {
    const source = matrix(index);
    const rows = transposed ? source.columns : source.rows, columns = transposed ? source.rows : source.columns;
    const canvas = document.createElement("canvas");
    canvas.width = columns;
    canvas.height = rows;
    const context = canvas.getContext("2d"), picture = context.createImageData(columns, rows), pixels = new Uint32Array(picture.data.buffer);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = (transposed ? source.value(column, row) : source.value(row, column)) / data.comparisons[index].brightest;
        pixels[(rows - 1 - row) * columns + column] = Number.isNaN(value) ? undefinedColour : magma[Math.round(Math.min(1, Math.max(0, value)) * 255)];
      }
    }
    context.putImageData(picture, 0, 0);
    return canvas;
  }

  /** A canvas of so many CSS pixels, sharp on this screen. */
  function prepare(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = canvas.width / ratio + "px";
    canvas.style.height = canvas.height / ratio + "px";
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  function bars(context, x, y, width, height, shares, dominant) {
    const cell = width / shares.length;
    shares.forEach((value, i) => {
      context.fillStyle = value === null ? "#" + data.undefined : share;
      const tall = value === null ? height : height * Math.min(1, Math.max(0, value));
      context.fillRect(x + i * cell, y + height - tall, cell, tall);
    });
    context.strokeStyle = dark;
    context.lineWidth = 0.75;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x, y + height * (1 - dominant));
    context.lineTo(x + width, y + height * (1 - dominant));
    context.stroke();
    context.setLineDash([]);
    context.lineWidth = 1;
    context.strokeStyle = pale;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }

  /** Lines over the layers of the axis; layers without a value are passed over. */
  function lines(context, x, y, width, height, strip) {
    const at = value => y + height * (1 - Math.min(1, Math.max(0, (value - strip.bottom) / (strip.top - strip.bottom))));
    context.strokeStyle = pale;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    if (strip.reference !== null) {
      context.strokeStyle = quiet;
      context.lineWidth = 0.75;
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(x, at(strip.reference));
      context.lineTo(x + width, at(strip.reference));
      context.stroke();
      context.setLineDash([]);
    }
    context.textAlign = "left";
    let name = y + 24;
    for (const line of strip.lines) {
      const cell = width / line.values.length;
      const points = line.values.flatMap((value, i) => value === null ? [] : [[x + (i + 0.5) * cell, at(value)]]);
      context.strokeStyle = context.fillStyle = line.colour;
      context.lineWidth = 1.25;
      context.beginPath();
      points.forEach(([left, top], i) => i === 0 ? context.moveTo(left, top) : context.lineTo(left, top));
      context.stroke();
      for (const [left, top] of points) {
        context.beginPath();
        context.arc(left, top, Math.min(2.2, Math.max(1.2, cell)), 0, 2 * Math.PI);
        context.fill();
      }
      if (line.name === "") continue;
      context.fillText(line.name, x + width + 5, name);
      name += 13;
    }
    context.lineWidth = 1;
    context.fillStyle = quiet;
    context.fillText(strip.top, x + width + 5, y + 9);
    context.fillText(strip.bottom, x + width + 5, y + height);
    context.fillStyle = dark;
    context.textAlign = "right";
    strip.title.split(" ").forEach((word, i) => context.fillText(word, x - 8, y + height / 2 + 13 * i));
  }

  /** The best match of every row, white in black so that it shows on every colour. */
  function path(context, matches, width, height, left, bottom) {
    const radius = Math.min(3, Math.max(1.4, 0.4 * Math.min(width, height)));
    for (const [more, colour] of [[0.9, "#000"], [0, "#fff"]]) {
      context.fillStyle = colour;
      matches.forEach((column, row) => {
        if (column === null) return;
        context.beginPath();
        context.arc(left + (column + 0.5) * width, bottom - (row + 0.5) * height, radius + more, 0, 2 * Math.PI);
        context.fill();
      });
    }
  }

  // --- thumbnails: the first at once, the others when they come near the window ---
  const side = 135;
  function thumbnail(button) {
    const index = Number(button.dataset.comparison), comparison = data.comparisons[index], canvas = button.querySelector(".thumbnail");
    if (comparison.bytes === 0) return canvas.replaceWith(Object.assign(document.createElement("span"), { className: "nothing", textContent: "left out here" }));
    const map = image(index, "transposed" in button.dataset), ratio = window.devicePixelRatio || 1, room = side * ratio;
    // Whole pixels per cell where they fit; deeper networks are averaged down.
    const width = map.width <= room ? Math.floor(room / map.width) * map.width : room, height = map.height <= room ? Math.floor(room / map.height) * map.height : room;
    const context = prepare(canvas, width / ratio, height / ratio);
    context.imageSmoothingEnabled = map.width > room || map.height > room;
    context.imageSmoothingQuality = "high";
    context.drawImage(map, 0, 0, width / ratio, height / ratio);
    const strip = button.querySelector(".strip");
    if (strip) bars(prepare(strip, width / ratio, 16), 0, 0, width / ratio, 16, comparison.shares, comparison.dominant);
  }
  const buttons = [...document.querySelectorAll("button.map")];
  const waiting = new Set(buttons);
  function thumbnailOnce(button) {
    if (!waiting.delete(button)) return;
    watcher.unobserve(button);
    thumbnail(button);
  }
  const watcher = new IntersectionObserver(
    entries => entries.filter(entry => entry.isIntersecting).forEach(entry => thumbnailOnce(entry.target)), { rootMargin: "600px" });
  // Paper has no window to come near to.
  const drawAll = () => [...waiting].forEach(thumbnailOnce);
  window.addEventListener("beforeprint", drawAll);
  window.matchMedia("print").addEventListener("change", event => { if (event.matches) drawAll(); });
  // A page that is printed or pictured as soon as it is loaded waits for no event: as many as take no time to speak of are there by then.
  buttons.slice(0, 64).forEach(thumbnailOnce);
  // The rest is drawn while nothing else is to do, a few at a time, so that the page opens at once and is whole soon after.
  const idle = window.requestIdleCallback ?? (draw => setTimeout(draw, 50));
  idle(function rest() {
    [...waiting].slice(0, 4).forEach(thumbnailOnce);
    if (waiting.size > 0) idle(rest);
  });
  buttons.forEach(button => {
    if (waiting.has(button)) watcher.observe(button);
    button.addEventListener("click", () => { show(Number(button.dataset.comparison)); reveal(); });
  });

  const key = $("key").getContext("2d"), ramp = key.createImageData(256, 1);
  new Uint32Array(ramp.data.buffer).set(magma);
  key.putImageData(ramp, 0, 0);

  // --- one map ---
  const heatmap = $("heatmap"), cross = $("cross");
  let opened = -1, plot = null, cell = null;

  function reveal() {
    const heading = $("opened");
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  }

  function show(index) {
    const comparison = data.comparisons[index];
    opened = index;
    cell = null;
    $("model").hidden = false;
    $("measure").textContent = comparison.measure;
    $("opened").textContent = comparison.label + (comparison.a === comparison.b && !data.models[comparison.a].trained && !/untrained/.test(comparison.label) ? " (untrained control)" : "");
    heatmap.setAttribute("aria-label", "Heatmap of " + comparison.label + ": " + comparison.measure + " of every pair of layers");
    buttons.forEach(button => Number(button.dataset.comparison) === index ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current"));
    fill($("facts"), comparison.facts.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
    fill($("cautions"), comparison.warnings.map(warning => element("li", warning)));
    fill($("files"), [".png", ".svg"].flatMap(end => {
      const link = element("a", comparison.figure.replace(/^figures\//, "") + end);
      link.href = comparison.figure + end;
      return [link, document.createElement("br")];
    }));
    fill($("curve"), []);
    if (comparison.a === comparison.b && !comparison.derived && data.models[comparison.a].curve) curve($("curve"), data.models[comparison.a].curve);
    draw();
    read();
  }

  function ticks(count, length, apart) {
    let step = 1;
    for (let i = 0; step * length / count < apart; i++) step = i % 3 === 1 ? step / 2 * 5 : step * 2;
    return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  }

  function draw() {
    const comparison = data.comparisons[opened];
    if (comparison.bytes === 0) {
      prepare(heatmap, 400, 60).fillText("This map is left out of the page to keep it small.", 10, 30);
      prepare(cross, 1, 1);
      plot = null;
      return;
    }
    const rowAxis = data.axes[comparison.rows], columnAxis = data.axes[comparison.columns], map = image(opened, false);
    const ratio = window.devicePixelRatio || 1, left = 74, top = comparison.windows.length > 0 ? 26 : 8, right = 64, strip = (comparison.shares ? 46 : 0) + 66 * comparison.strips.length;
    const room = Math.max(160, Math.min(540, heatmap.parentElement.clientWidth - left - right));
    const whole = count => count <= room * ratio ? Math.max(1, Math.floor(room * ratio / count)) * count / ratio : room;
    const width = whole(map.width), height = whole(map.height), bottom = top + height;
    const context = prepare(heatmap, left + width + right, bottom + strip + 66);
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    context.imageSmoothingEnabled = map.width > room * ratio || map.height > room * ratio;
    context.drawImage(map, left, top, width, height);
    context.strokeStyle = quiet;
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
    plot = { left, top, width, height, rows: map.height, columns: map.width };
    Object.assign(heatmap.dataset, plot);
    let y = bottom;
    if (comparison.shares) {
      bars(context, left, y + 7, width, 36, comparison.shares, comparison.dominant);
      context.fillStyle = share;
      context.textAlign = "right";
      context.fillText("PC1", left - 8, y + 24);
      context.fillText("share", left - 8, y + 37);
      y += 46;
    }
    for (const found of comparison.strips) {
      lines(context, left, y + 6, width, 58, found);
      y += 66;
    }
    if (comparison.path) path(context, comparison.path, width / map.width, height / map.height, left, bottom);
    context.fillStyle = dark;
    context.textAlign = "center";
    for (const i of ticks(map.width, width, 42)) {
      const x = left + (i + 0.5) * width / map.width;
      context.fillRect(x - 0.5, y + 1, 1, 4);
      context.fillText(i, x, y + 17);
    }
    context.textAlign = "right";
    for (const i of ticks(map.height, height, 30)) {
      const at = bottom - (i + 0.5) * height / map.height;
      context.fillRect(left - 5, at - 0.5, 4, 1);
      context.fillText(i, left - 8, at + 4);
    }
    context.textAlign = "center";
    for (const segment of columnAxis.segments) stage(context, segment, width / map.width, (from, to) => [left + from, y + 23, to - from, 16], false);
    for (const segment of rowAxis.segments) stage(context, segment, height / map.height, (from, to) => [left - 50, bottom - to, 16, to - from], true);
    context.fillStyle = quiet;
    const within = comparison.a === comparison.b;
    context.fillText(within ? "layer" : data.models[comparison.b].label, left + width / 2, y + 56, width);
    upwards(context, within ? "layer" : data.models[comparison.a].label, left - 64, top + height / 2, height);
    brackets(context, comparison.windows, width / map.width, left, top, width);
    const ramp = context.createLinearGradient(0, bottom, 0, top);
    for (let i = 0; i < 256; i += 5) ramp.addColorStop(i / 255, "#" + data.magma.slice(6 * i, 6 * i + 6));
    context.fillStyle = ramp;
    context.fillRect(left + width + 14, top, 12, height);
    context.fillStyle = dark;
    context.textAlign = "left";
    for (let i = 0; i <= 5; i++) context.fillText((comparison.brightest * i / 5).toFixed(comparison.brightest === 1 ? 1 : 2), left + width + 31, bottom - i * height / 5 + 4);
    prepare(cross, left + width + right, bottom + strip + 66);
  }

  /** A bracket above each large window; the one that the verdict rests on stands out, and others have a label where there is room. */
  function brackets(context, windows, cell, left, top, width) {
    const taken = [];
    for (const mark of [...windows].sort((a, b) => b.rests - a.rests)) {
      const from = left + mark.first * cell, to = left + (mark.last + 1) * cell, thick = mark.rests ? 3 : 1;
      context.fillStyle = mark.rests ? accent : quiet;
      context.fillRect(from, top - 8, to - from, thick);
      context.fillRect(from, top - 8, thick, 6);
      context.fillRect(to - thick, top - 8, thick, 6);
      const label = (mark.rests ? "layers " : "") + mark.first + "–" + mark.last, half = context.measureText(label).width / 2;
      const middle = Math.min(Math.max((from + to) / 2, left + half), left + width - half);
      if (taken.some(([start, end]) => middle + half + 6 > start && middle - half - 6 < end)) continue;
      taken.push([middle - half, middle + half]);
      context.fillText(label, middle, top - 13);
    }
  }

  function stage(context, segment, length, place, vertical) {
    const [x, y, width, height] = place(segment.start * length + 0.75, segment.end * length - 0.75);
    context.fillStyle = pale;
    context.fillRect(x, y, width, height);
    context.fillStyle = dark;
    if (context.measureText(segment.label).width > (vertical ? height : width) - 4) return;
    if (vertical) upwards(context, segment.label, x + 12, y + height / 2);
    else context.fillText(segment.label, x + width / 2, y + 12);
  }

  function upwards(context, text, x, y, room) {
    context.save();
    context.translate(x, y);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.fillText(text, 0, 0, room);
    context.restore();
  }

  // --- what the pointer is at ---
  function place(event) {
    if (!plot) return null;
    const box = heatmap.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - plot.left) / plot.width * plot.columns);
    const row = Math.floor((plot.top + plot.height - (event.clientY - box.top)) / plot.height * plot.rows);
    return column >= 0 && column < plot.columns && row >= 0 && row < plot.rows ? { row, column } : null;
  }

  function read() {
    const comparison = data.comparisons[opened], context = cross.getContext("2d");
    context.clearRect(0, 0, cross.width, cross.height);
    if (!cell || !plot) {
      for (const id of ["value", "row", "column"]) $(id).textContent = "–";
      $("error").textContent = "";
      return;
    }
    const source = matrix(opened), value = source.value(cell.row, cell.column), error = source.error(cell.row, cell.column);
    const digits = comparison.bytes === 2 ? 3 : 2;
    $("value").textContent = Number.isNaN(value) ? "undefined" : value.toFixed(digits).replace(/^-(0\.0*)$/, "$1");
    $("error").textContent = Number.isNaN(error) ? "" : "± " + (error === 0 ? "0" : error.toPrecision(2)) + " (" + comparison.uncertainty + ")";
    $("row").textContent = describe(data.axes[comparison.rows], cell.row, comparison.rowShares);
    $("column").textContent = describe(data.axes[comparison.columns], cell.column, comparison.columnShares) + comparison.strips.flatMap(strip => strip.lines
      .filter(line => line.values[cell.column] !== null)
      .map(line => "; " + (strip.lines.length > 1 && line.name !== "" && !strip.title.startsWith("collapse") ? strip.title + " " + line.name : strip.title) + " " + line.values[cell.column].toFixed(3))).join("");
    if (comparison.path && comparison.path[cell.row] !== null) $("row").textContent += "; best match " + comparison.path[cell.row] + " " + data.axes[comparison.columns].layers[comparison.path[cell.row]].name;
    const x = plot.left + cell.column * plot.width / plot.columns, y = plot.top + plot.height - (cell.row + 1) * plot.height / plot.rows;
    const width = plot.width / plot.columns, height = plot.height / plot.rows;
    context.strokeStyle = "rgba(255,255,255,.75)";
    context.strokeRect(x - 1, plot.top, width + 2, plot.height);
    context.strokeRect(plot.left, y - 1, plot.width, height + 2);
  }

  function describe(axis, index, shares) {
    const layer = axis.layers[index];
    const where = layer.stage === null ? "" : ", stage " + layer.stage + (layer.block === null ? "" : " block " + layer.block);
    const known = shares ? shares[index] : undefined;
    return index + " " + layer.name + " (" + layer.kind + where + "; " + layer.shape.join(" × ") + ")" +
      (known === undefined ? "" : known === null ? "; PC1 share undefined" : "; PC1 share " + known.toFixed(3));
  }

  heatmap.addEventListener("mousemove", event => { cell = place(event); read(); });
  heatmap.addEventListener("mouseleave", () => { cell = null; read(); });
  heatmap.addEventListener("click", event => { cell = place(event); read(); });
  heatmap.addEventListener("keydown", event => {
    const step = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
    if (!step || !plot) return;
    event.preventDefault();
    const limit = (value, count) => Math.min(count - 1, Math.max(0, value)), far = event.shiftKey ? 10 : 1;
    cell = cell ? { row: limit(cell.row + far * step[0], plot.rows), column: limit(cell.column + far * step[1], plot.columns) } : { row: 0, column: 0 };
    read();
  });

  // --- training curves ---
  function curve(parent, points) {
    const width = 280, height = 150, left = 30, right = 30, top = 18, bottom = height - 20, last = Math.max(2, points.epoch[points.epoch.length - 1]);
    const svg = shape("svg", { viewBox: "0 0 " + width + " " + height, "aria-hidden": "true" });
    const x = epoch => left + (epoch - 1) / (last - 1) * (width - left - right);
    const worst = Math.max(...points.loss.filter(Number.isFinite), 1e-9);
    const line = (values, y, colour, dashes) => {
      // Epochs without a test leave no gap.
      const path = values.map((value, i) => value === null ? null : x(points.epoch[i]).toFixed(1) + " " + y(value).toFixed(1)).filter(Boolean).join("L");
      if (!path) return;
      svg.append(shape("path", { d: "M" + path, fill: "none", stroke: colour, "stroke-width": 1.5, "stroke-dasharray": dashes }));
    };
    const text = (words, at, y, anchor, colour) => {
      const node = shape("text", { x: at, y, "text-anchor": anchor });
      if (colour) node.style.fill = colour;
      node.textContent = words;
      svg.append(node);
    };
    const accuracy = value => bottom - value * (bottom - top), loss = value => bottom - value / worst * (bottom - top);
    for (const level of [0, 0.5, 1]) {
      svg.append(shape("path", { d: "M" + left + " " + accuracy(level) + "H" + (width - right), stroke: pale }));
      text(100 * level, left - 4, accuracy(level) + 4, "end");
    }
    line(points.loss, loss, "#888", "3 3");
    line(points.train, accuracy, "#0072b2", "none");
    line(points.test, accuracy, "#d55e00", "none");
    text(worst.toPrecision(2), width - right + 4, top + 4, "start");
    text("1", left, height - 5, "middle");
    text("epoch " + last, width - right, height - 5, "end");
    text("train %", left, 10, "start", "#0072b2");
    text("test %", left + 48, 10, "start", "#d55e00");
    text("loss (dashed)", width - right, 10, "end");
    parent.replaceChildren(svg);
  }
  document.querySelectorAll(".curves .curve").forEach(parent => curve(parent, data.models[Number(parent.dataset.model)].curve));

  // --- small things ---
  function element(name, text) {
    const node = document.createElement(name);
    node.textContent = text;
    return node;
  }
  function shape(name, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  }
  function fill(parent, children) { parent.replaceChildren(...children); }

  let frame = 0;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => { if (opened >= 0) { draw(); read(); } });
  });

  // The map that there is most to see in: of the trained models that learned that with the most layers ruled by one component, or else
  // the first with a window. One that did not learn opens only where there is no other.
  const own = comparison => comparison.a === comparison.b && !comparison.derived && data.models[comparison.a].evidence;
  const trained = comparison => own(comparison) && data.models[comparison.a].trained;
  const windowed = comparison => trained(comparison) && comparison.windows.length > 0;
  const ruled = comparison => windowed(comparison) && comparison.shares ? comparison.shares.filter(share => share >= comparison.dominant).length : 0;
  const most = data.comparisons.map(ruled).reduce((best, count, place, all) => count > all[best] ? place : best, 0);
  const first = data.comparisons.length > 0 && ruled(data.comparisons[most]) > 0 ? most
    : [windowed, trained, own, () => true].map(wanted => data.comparisons.findIndex(wanted)).find(place => place >= 0);
  if (first !== undefined) show(first);
})();
