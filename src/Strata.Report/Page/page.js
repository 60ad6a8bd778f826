// Made from src/Strata.Page by 'npm run build'.
"use strict";
(() => {
  // node_modules/fflate/esm/browser.js
  var u8 = Uint8Array;
  var u16 = Uint16Array;
  var i32 = Int32Array;
  var fleb = new u8([
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    1,
    1,
    1,
    2,
    2,
    2,
    2,
    3,
    3,
    3,
    3,
    4,
    4,
    4,
    4,
    5,
    5,
    5,
    5,
    0,
    /* unused */
    0,
    0,
    /* impossible */
    0
  ]);
  var fdeb = new u8([
    0,
    0,
    0,
    0,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    4,
    5,
    5,
    6,
    6,
    7,
    7,
    8,
    8,
    9,
    9,
    10,
    10,
    11,
    11,
    12,
    12,
    13,
    13,
    /* unused */
    0,
    0
  ]);
  var clim = new u8([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
  var freb = function(eb, start) {
    var b = new u16(31);
    for (var i = 0; i < 31; ++i) {
      b[i] = start += 1 << eb[i - 1];
    }
    var r = new i32(b[30]);
    for (var i = 1; i < 30; ++i) {
      for (var j = b[i]; j < b[i + 1]; ++j) {
        r[j] = j - b[i] << 5 | i;
      }
    }
    return { b, r };
  };
  var _a = freb(fleb, 2);
  var fl = _a.b;
  var revfl = _a.r;
  fl[28] = 258, revfl[258] = 28;
  var _b = freb(fdeb, 0);
  var fd = _b.b;
  var revfd = _b.r;
  var rev = new u16(32768);
  for (i = 0; i < 32768; ++i) {
    x = (i & 43690) >> 1 | (i & 21845) << 1;
    x = (x & 52428) >> 2 | (x & 13107) << 2;
    x = (x & 61680) >> 4 | (x & 3855) << 4;
    rev[i] = ((x & 65280) >> 8 | (x & 255) << 8) >> 1;
  }
  var x;
  var i;
  var hMap = function(cd, mb, r) {
    var s = cd.length;
    var i = 0;
    var l = new u16(mb);
    for (; i < s; ++i) {
      if (cd[i])
        ++l[cd[i] - 1];
    }
    var le = new u16(mb);
    for (i = 1; i < mb; ++i) {
      le[i] = le[i - 1] + l[i - 1] << 1;
    }
    var co;
    if (r) {
      co = new u16(1 << mb);
      var rvb = 15 - mb;
      for (i = 0; i < s; ++i) {
        if (cd[i]) {
          var sv = i << 4 | cd[i];
          var r_1 = mb - cd[i];
          var v = le[cd[i] - 1]++ << r_1;
          for (var m = v | (1 << r_1) - 1; v <= m; ++v) {
            co[rev[v] >> rvb] = sv;
          }
        }
      }
    } else {
      co = new u16(s);
      for (i = 0; i < s; ++i) {
        if (cd[i]) {
          co[i] = rev[le[cd[i] - 1]++] >> 15 - cd[i];
        }
      }
    }
    return co;
  };
  var flt = new u8(288);
  for (i = 0; i < 144; ++i)
    flt[i] = 8;
  var i;
  for (i = 144; i < 256; ++i)
    flt[i] = 9;
  var i;
  for (i = 256; i < 280; ++i)
    flt[i] = 7;
  var i;
  for (i = 280; i < 288; ++i)
    flt[i] = 8;
  var i;
  var fdt = new u8(32);
  for (i = 0; i < 32; ++i)
    fdt[i] = 5;
  var i;
  var flrm = /* @__PURE__ */ hMap(flt, 9, 1);
  var fdrm = /* @__PURE__ */ hMap(fdt, 5, 1);
  var max = function(a) {
    var m = a[0];
    for (var i = 1; i < a.length; ++i) {
      if (a[i] > m)
        m = a[i];
    }
    return m;
  };
  var bits = function(d, p, m) {
    var o = p / 8 | 0;
    return (d[o] | d[o + 1] << 8) >> (p & 7) & m;
  };
  var bits16 = function(d, p) {
    var o = p / 8 | 0;
    return (d[o] | d[o + 1] << 8 | d[o + 2] << 16) >> (p & 7);
  };
  var shft = function(p) {
    return (p + 7) / 8 | 0;
  };
  var slc = function(v, s, e) {
    if (s == null || s < 0)
      s = 0;
    if (e == null || e > v.length)
      e = v.length;
    return new u8(v.subarray(s, e));
  };
  var ec = [
    "unexpected EOF",
    "invalid block type",
    "invalid length/literal",
    "invalid distance",
    "stream finished",
    "no stream handler",
    ,
    "no callback",
    "invalid UTF-8 data",
    "extra field too long",
    "date not in range 1980-2099",
    "filename too long",
    "stream finishing",
    "invalid zip data"
    // determined by unknown compression method
  ];
  var err = function(ind, msg, nt) {
    var e = new Error(msg || ec[ind]);
    e.code = ind;
    if (Error.captureStackTrace)
      Error.captureStackTrace(e, err);
    if (!nt)
      throw e;
    return e;
  };
  var inflt = function(dat, st, buf, dict) {
    var sl = dat.length, dl = dict ? dict.length : 0;
    if (!sl || st.f && !st.l)
      return buf || new u8(0);
    var noBuf = !buf;
    var resize = noBuf || st.i != 2;
    var noSt = st.i;
    if (noBuf)
      buf = new u8(sl * 3);
    var cbuf = function(l2) {
      var bl = buf.length;
      if (l2 > bl) {
        var nbuf = new u8(Math.max(bl * 2, l2));
        nbuf.set(buf);
        buf = nbuf;
      }
    };
    var final = st.f || 0, pos = st.p || 0, bt = st.b || 0, lm = st.l, dm = st.d, lbt = st.m, dbt = st.n;
    var tbts = sl * 8;
    do {
      if (!lm) {
        final = bits(dat, pos, 1);
        var type = bits(dat, pos + 1, 3);
        pos += 3;
        if (!type) {
          var s = shft(pos) + 4, l = dat[s - 4] | dat[s - 3] << 8, t = s + l;
          if (t > sl) {
            if (noSt)
              err(0);
            break;
          }
          if (resize)
            cbuf(bt + l);
          buf.set(dat.subarray(s, t), bt);
          st.b = bt += l, st.p = pos = t * 8, st.f = final;
          continue;
        } else if (type == 1)
          lm = flrm, dm = fdrm, lbt = 9, dbt = 5;
        else if (type == 2) {
          var hLit = bits(dat, pos, 31) + 257, hcLen = bits(dat, pos + 10, 15) + 4;
          var tl = hLit + bits(dat, pos + 5, 31) + 1;
          pos += 14;
          var ldt = new u8(tl);
          var clt = new u8(19);
          for (var i = 0; i < hcLen; ++i) {
            clt[clim[i]] = bits(dat, pos + i * 3, 7);
          }
          pos += hcLen * 3;
          var clb = max(clt), clbmsk = (1 << clb) - 1;
          var clm = hMap(clt, clb, 1);
          for (var i = 0; i < tl; ) {
            var r = clm[bits(dat, pos, clbmsk)];
            pos += r & 15;
            var s = r >> 4;
            if (s < 16) {
              ldt[i++] = s;
            } else {
              var c = 0, n = 0;
              if (s == 16)
                n = 3 + bits(dat, pos, 3), pos += 2, c = ldt[i - 1];
              else if (s == 17)
                n = 3 + bits(dat, pos, 7), pos += 3;
              else if (s == 18)
                n = 11 + bits(dat, pos, 127), pos += 7;
              while (n--)
                ldt[i++] = c;
            }
          }
          var lt = ldt.subarray(0, hLit), dt = ldt.subarray(hLit);
          lbt = max(lt);
          dbt = max(dt);
          lm = hMap(lt, lbt, 1);
          dm = hMap(dt, dbt, 1);
        } else
          err(1);
        if (pos > tbts) {
          if (noSt)
            err(0);
          break;
        }
      }
      if (resize)
        cbuf(bt + 131072);
      var lms = (1 << lbt) - 1, dms = (1 << dbt) - 1;
      var lpos = pos;
      for (; ; lpos = pos) {
        var c = lm[bits16(dat, pos) & lms], sym = c >> 4;
        pos += c & 15;
        if (pos > tbts) {
          if (noSt)
            err(0);
          break;
        }
        if (!c)
          err(2);
        if (sym < 256)
          buf[bt++] = sym;
        else if (sym == 256) {
          lpos = pos, lm = null;
          break;
        } else {
          var add = sym - 254;
          if (sym > 264) {
            var i = sym - 257, b = fleb[i];
            add = bits(dat, pos, (1 << b) - 1) + fl[i];
            pos += b;
          }
          var d = dm[bits16(dat, pos) & dms], dsym = d >> 4;
          if (!d)
            err(3);
          pos += d & 15;
          var dt = fd[dsym];
          if (dsym > 3) {
            var b = fdeb[dsym];
            dt += bits16(dat, pos) & (1 << b) - 1, pos += b;
          }
          if (pos > tbts) {
            if (noSt)
              err(0);
            break;
          }
          if (resize)
            cbuf(bt + 131072);
          var end = bt + add;
          if (bt < dt) {
            var shift = dl - dt, dend = Math.min(dt, end);
            if (shift + bt < 0)
              err(3);
            for (; bt < dend; ++bt)
              buf[bt] = dict[shift + bt];
          }
          for (; bt < end; ++bt)
            buf[bt] = buf[bt - dt];
        }
      }
      st.l = lm, st.p = lpos, st.b = bt, st.f = final;
      if (lm)
        final = 1, st.m = lbt, st.d = dm, st.n = dbt;
    } while (!final);
    return bt != buf.length && noBuf ? slc(buf, 0, bt) : buf.subarray(0, bt);
  };
  var et = /* @__PURE__ */ new u8(0);
  function inflateSync(data2, opts) {
    return inflt(data2, { i: 2 }, opts && opts.out, opts && opts.dictionary);
  }
  var td = typeof TextDecoder != "undefined" && /* @__PURE__ */ new TextDecoder();
  var tds = 0;
  try {
    td.decode(et, { stream: true });
    tds = 1;
  } catch (e) {
  }

  // src/matrix.ts
  var FINE = 1e3;
  function decode(packed, rows, columns, triangle, steps) {
    const count = triangle ? rows * (rows + 1) / 2 : rows * columns;
    const bytes = inflateSync(packed, { out: new Uint8Array(count * (steps === FINE ? 3 : 2)) });
    const codes = new Uint16Array(count), errors2 = steps === FINE ? new Uint8Array(count) : null;
    let least = Infinity, most2 = 0, estimated = false;
    for (let row = 0, at = 0; row < rows; row++) {
      let code = 0, error = 0;
      for (let column = 0; column < (triangle ? row + 1 : columns); column++, at++) {
        const folded = bytes[at] | bytes[count + at] << 8;
        codes[at] = code += folded & 1 ? -(folded + 1) / 2 : folded / 2;
        if (code > 0 && code < least) least = code;
        if (code > most2) most2 = code;
        if (errors2) errors2[at] = error = error + bytes[2 * count + at] & 255;
        if (error > 0) estimated = true;
      }
    }
    const place = (row, column) => !triangle ? row * columns + column : row >= column ? row * (row + 1) / 2 + column : column * (column + 1) / 2 + row;
    return {
      rows,
      columns,
      least: (least - 1) / steps - 1,
      estimated,
      value(row, column) {
        const code = codes[place(row, column)];
        return code === 0 ? NaN : (code - 1) / steps - 1;
      },
      error(row, column) {
        const code = errors2 ? errors2[place(row, column)] : 0;
        return code === 0 ? NaN : code === 1 ? 0 : Math.pow(10, (code - 2) / 253 * 5 - 5);
      },
      // Some thousand values have their colours looked up, not each of hundreds of thousands of cells. Distances may be larger than 1.
      pixels(colour, undefinedColour) {
        const table = Uint32Array.from({ length: most2 + 1 }, (_, code) => code === 0 ? undefinedColour : colour((code - 1) / steps - 1));
        const pixels = new Uint32Array(rows * columns);
        for (let row = 0, at = 0; row < rows; row++) {
          const line = (rows - 1 - row) * columns;
          for (let column = 0; column < (triangle ? row + 1 : columns); column++, at++) {
            const pixel = pixels[line + column] = table[codes[at]];
            if (triangle) pixels[(rows - 1 - column) * columns + row] = pixel;
          }
        }
        return pixels;
      }
    };
  }
  function transposed(matrix) {
    const { rows, columns, pixels } = matrix;
    return {
      rows: columns,
      columns: rows,
      value: (row, column) => matrix.value(column, row),
      error: (row, column) => matrix.error(column, row),
      ...pixels && {
        pixels(colour, undefinedColour) {
          const own = pixels(colour, undefinedColour), turned2 = new Uint32Array(own.length);
          for (let row = 0; row < rows; row++)
            for (let column = 0; column < columns; column++) turned2[(columns - 1 - column) * rows + row] = own[(rows - 1 - row) * columns + column];
          return turned2;
        }
      }
    };
  }
  function difference(a, b) {
    return {
      rows: a.rows,
      columns: a.columns,
      value: (row, column) => a.value(row, column) - b.value(row, column),
      error: (row, column) => Math.hypot(a.error(row, column), b.error(row, column))
    };
  }
  function base64(text2) {
    const letters = atob(text2), bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
  }

  // src/examples.ts
  var COLUMNS = 9;
  function unpack(packed, count) {
    const bytes = inflateSync(base64(packed), { out: new Uint8Array(2 * COLUMNS * count) }), high = COLUMNS * count;
    const column = (i) => Uint16Array.from({ length: count }, (_, e) => bytes[i * count + e] | bytes[high + i * count + e] << 8);
    return {
      count,
      label: column(0),
      a: column(1),
      b: column(2),
      halvesA: [column(3), column(4)],
      halvesB: [column(5), column(6)],
      takenA: column(7),
      takenB: column(8)
    };
  }
  function passes(examples, errors2, wanted) {
    const group = wanted.group === null ? null : new Set(errors2.groups[wanted.group]?.classes ?? []);
    return (e) => (wanted.a === null || examples.a[e] >= wanted.a[0] && examples.a[e] <= wanted.a[1]) && (wanted.b === null || examples.b[e] >= wanted.b[0] && examples.b[e] <= wanted.b[1]) && (wanted.class === null || examples.label[e] === wanted.class) && (group === null || group.has(examples.label[e])) && (wanted.taken === null || examples.takenA[e] === wanted.taken + 1 || examples.takenB[e] === wanted.taken + 1);
  }
  var orders = {
    difference: "most different first",
    a: "furthest ahead first",
    b: "furthest ahead first",
    hard: "hardest for both first",
    index: "in the set's order"
  };
  function ordered(found, examples, errors2, order) {
    const ahead = (e) => examples.a[e] / errors2.modelsA - examples.b[e] / errors2.modelsB;
    const key2 = {
      difference: (e) => -Math.abs(ahead(e)),
      a: (e) => -ahead(e),
      b: ahead,
      hard: (e) => examples.a[e] / errors2.modelsA + examples.b[e] / errors2.modelsB,
      index: (e) => e
    }[order];
    return found.sort((x, y) => key2(x) - key2(y) || x - y);
  }
  function reach(rightA, modelsA, rightB, modelsB) {
    const p = (rightA + rightB) / (modelsA + modelsB);
    return 1.96 * Math.sqrt(p * (1 - p) * (1 / modelsA + 1 / modelsB));
  }
  function differs(rightA, modelsA, rightB, modelsB) {
    return Math.abs(rightA / modelsA - rightB / modelsB) > reach(rightA, modelsA, rightB, modelsB) + 1e-9;
  }
  function differing(a, modelsA, b, modelsB) {
    let found = 0;
    for (let e = 0; e < a.length; e++) if (differs(a[e], modelsA, b[e], modelsB)) found++;
    return 100 * found / a.length;
  }

  // src/address.ts
  var number = (text2) => text2 !== null && /^\d+$/.test(text2) ? Number(text2) : null;
  var range = (text2) => {
    const found = /^(\d+)-(\d+)$/.exec(text2 ?? "");
    return found && Number(found[1]) <= Number(found[2]) ? { from: Number(found[1]), to: Number(found[2]) + 1 } : null;
  };
  function read(hash, maps2 = []) {
    const given = new URLSearchParams(hash.replace(/^#/, "")), only = {};
    for (const text2 of given.getAll("only")) {
      const split = text2.indexOf(":");
      if (split > 0) (only[text2.slice(0, split)] ??= []).push(text2.slice(split + 1));
    }
    const place = (text2) => {
      const known = maps2.indexOf(text2 ?? "");
      return known >= 0 ? known : number(text2);
    };
    const tables2 = {};
    for (const text2 of given.getAll("table")) {
      const found = /^([^:]+):(?:(\d+)([+-]))?:(.*)$/.exec(text2);
      if (found) tables2[found[1]] = { sort: found[2] === void 0 ? null : { column: Number(found[2]), down: found[3] === "-" }, find: found[4] };
    }
    const row = number(given.get("row")), column = number(given.get("column"));
    return {
      map: place(given.get("map")),
      with: place(given.get("with")),
      pinned: number(given.get("pinned")),
      cell: row === null || column === null ? null : { row, column },
      x: range(given.get("x")),
      y: range(given.get("y")),
      only,
      errors: readErrors(given),
      values: given.get("values") === "1",
      effect: given.get("effect"),
      tables: tables2
    };
  }
  function readErrors(given) {
    const pair = number(given.get("errors")), order = given.get("order") ?? "";
    const counts = (name) => {
      const found = range(given.get(name));
      return found && [found.from, found.to - 1];
    };
    return pair === null ? null : {
      pair,
      a: counts("a"),
      b: counts("b"),
      class: number(given.get("class")),
      group: number(given.get("group")),
      taken: number(given.get("taken")),
      order: order in orders ? order : "difference",
      cloud: Math.min(2, number(given.get("of")) ?? 0)
    };
  }
  function write(shown2, maps2 = []) {
    const parts = new URLSearchParams(), put = (name, value) => {
      if (value !== null) parts.set(name, String(value));
    };
    for (const name of ["map", "with"]) if (shown2[name] !== null) parts.set(name, maps2[shown2[name]] ?? String(shown2[name]));
    put("pinned", shown2.pinned);
    put("row", shown2.cell?.row ?? null);
    put("column", shown2.cell?.column ?? null);
    for (const axis of ["x", "y"]) if (shown2[axis]) parts.set(axis, shown2[axis].from + "-" + (shown2[axis].to - 1));
    for (const [name, values] of Object.entries(shown2.only)) for (const value of values) parts.append("only", name + ":" + value);
    if (shown2.errors) {
      put("errors", shown2.errors.pair);
      for (const name of ["a", "b"]) if (shown2.errors[name]) parts.set(name, shown2.errors[name].join("-"));
      for (const name of ["class", "group", "taken"]) put(name, shown2.errors[name]);
      if (shown2.errors.order !== "difference") parts.set("order", shown2.errors.order);
      if (shown2.errors.cloud > 0) put("of", shown2.errors.cloud);
    }
    if (shown2.values) parts.set("values", "1");
    if (shown2.effect !== null) parts.set("effect", shown2.effect);
    for (const [name, { sort, find }] of Object.entries(shown2.tables))
      if (sort || find) parts.append("table", name + ":" + (sort ? sort.column + (sort.down ? "-" : "+") : "") + ":" + find);
    return "#" + parts.toString();
  }

  // src/dom.ts
  function byId(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error("the page has no element '" + id + "'");
    return found;
  }
  function element(name, text2 = "", properties = {}) {
    const node = document.createElement(name);
    node.textContent = text2;
    return Object.assign(node, properties);
  }
  function prepare(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = canvas.width / ratio + "px";
    canvas.style.height = canvas.height / ratio + "px";
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  // src/downloads.ts
  function npy(matrix) {
    const shape = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + matrix.rows + ", " + matrix.columns + "), }";
    const header = shape.padEnd(Math.ceil((shape.length + 11) / 64) * 64 - 11, " ") + "\n";
    const bytes = new Uint8Array(10 + header.length + 8 * matrix.rows * matrix.columns), view = new DataView(bytes.buffer);
    bytes.set([147, 78, 85, 77, 80, 89, 1, 0]);
    view.setUint16(8, header.length, true);
    for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
    let at = 10 + header.length;
    for (let row = 0; row < matrix.rows; row++)
      for (let column = 0; column < matrix.columns; column++, at += 8) view.setFloat64(at, matrix.value(row, column), true);
    return bytes;
  }
  function quote(field) {
    return /[",\r\n]/.test(field) ? '"' + field.replaceAll('"', '""') + '"' : field;
  }
  function inert(field) {
    return /^[=+\-@\t\r\n＝＋－＠]/.test(field) && Number.isNaN(Number(field)) ? "'" + field : field;
  }
  function matrixCsv(source) {
    const { matrix } = source, name = (text2) => quote(inert(text2));
    const lines2 = [["layer", ...source.columnAxis.layers.map((layer) => name(layer.name))].join(",")];
    for (let row = 0; row < matrix.rows; row++)
      lines2.push([name(source.rowAxis.layers[row].name), ...Array.from({ length: matrix.columns }, (_, column) => {
        const value = matrix.value(row, column);
        return Number.isNaN(value) ? "" : String(Number(value.toFixed(6)));
      })].join(","));
    return lines2.join("\r\n") + "\r\n";
  }
  function save(name, content, type) {
    const url = URL.createObjectURL(new Blob([content], { type })), link = element("a", "", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1e4);
  }
  function offer() {
    for (const figure of document.querySelectorAll("figure.chart")) {
      const svg = figure.querySelector("svg"), name = plain(svg.getAttribute("aria-label") ?? "figure");
      figure.append(takes([["SVG", () => save(name + ".svg", text(svg), "image/svg+xml")], ["PNG", () => void png(svg, name)]]));
    }
    for (const table of document.querySelectorAll("table.data.sortable")) {
      const name = plain(table.dataset.file ?? "table");
      table.parentElement.after(takes([["CSV", () => save(name + ".csv", tableCsv(table), "text/csv")]]));
    }
  }
  var LONGEST = 120;
  function plain(name) {
    const letters = [...name.replace(/[^\p{L}\p{M}\p{N}.\-]+/gu, "-").replace(/^-+|-+$/g, "")], half = LONGEST / 2 - 1;
    return letters.length <= LONGEST ? letters.join("") : [...letters.slice(0, half), "..", ...letters.slice(-half)].join("");
  }
  function takes(ways) {
    const group = element("span", "", { className: "takes" });
    for (const [name, act] of ways) {
      const button = element("button", name, { type: "button", className: "take", title: "Save as " + name });
      button.addEventListener("click", act);
      group.append(button);
    }
    return group;
  }
  function tableCsv(table) {
    const [head, ...rows] = [...table.rows];
    const cell = (one) => {
      const value = one.dataset.value ?? one.textContent.trim();
      return quote(one.classList.contains("number") ? value : inert(value));
    };
    return [[...head.cells].map((one) => quote(one.dataset.name ?? one.textContent.trim())), ...rows.map((row) => [...row.cells].map(cell))].map((line) => line.join(",")).join("\r\n") + "\r\n";
  }
  var text = (svg) => new XMLSerializer().serializeToString(svg);
  async function png(svg, name) {
    const image = new Image(), { width, height } = svg.viewBox.baseVal;
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text(svg));
    await image.decode();
    const canvas = element("canvas", "", { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
    canvas.toBlob((blob) => {
      if (blob) save(name + ".png", blob, "image/png");
    });
  }

  // src/effects.ts
  var Effects = class {
    select = document.getElementById("effect");
    constructor(changed) {
      this.select?.addEventListener("change", () => {
        this.show(this.select.value);
        changed(this.select.value);
      });
    }
    /** @param name Null, or one that is not there: the first. */
    show(name) {
      if (!this.select) return;
      const place = Math.max(0, [...this.select.options].findIndex((option) => option.value === name));
      this.select.selectedIndex = place;
      document.querySelectorAll("#effects figure").forEach((figure, i) => {
        figure.hidden = i !== place;
      });
    }
  };

  // src/scale.ts
  var pack = ([red, green, blue]) => (4278190080 | blue << 16 | green << 8 | red) >>> 0;
  var parse = (hex2) => [0, 2, 4].map((at) => parseInt(hex2.slice(at, at + 2), 16));
  var mix = (from, to, share) => from.map((value, i) => Math.round(value + (to[i] - value) * share));
  var hex = (colour) => "#" + [colour & 255, colour >> 8 & 255, colour >> 16 & 255].map((part2) => part2.toString(16).padStart(2, "0")).join("");
  function sequential(magma, brightest, least = 0) {
    const ramp = Uint32Array.from({ length: 256 }, (_, i) => pack(parse(magma.slice(6 * i, 6 * i + 6))));
    const black = parse(magma.slice(0, 6));
    return {
      low: Math.min(0, least),
      high: brightest,
      colour: (value) => value < 0 ? pack(mix(black, [64, 196, 232], Math.min(1, Math.sqrt(-value)))) : ramp[Math.round(Math.min(1, value / brightest) * 255)]
    };
  }
  function inverted(scale) {
    return { ...scale, colour: (value) => scale.colour(scale.high - value) };
  }
  function diverging(most2) {
    const below = [33, 102, 172], zero = [247, 247, 247], above = [178, 24, 43];
    return {
      low: -most2,
      high: most2,
      colour: (value) => pack(mix(zero, value < 0 ? below : above, Math.min(1, Math.sqrt(Math.abs(value) / most2))))
    };
  }

  // src/theme.ts
  function theme() {
    const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue("--" + name).trim();
    return { text: of("text"), quiet: of("quiet"), line: of("line"), panel: of("panel"), accent: of("accent"), share: of("share") };
  }
  var isPaper = () => document.documentElement.classList.contains("paper");
  function onPaper(draw) {
    const root = document.documentElement, was = isPaper();
    root.classList.add("paper");
    try {
      return draw();
    } finally {
      root.classList.toggle("paper", was);
    }
  }
  function onThemeChange(change) {
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
    window.addEventListener("beforeprint", () => onPaper(change));
    window.addEventListener("afterprint", change);
  }
  function onLookChange(draw) {
    let frame2 = 0;
    window.addEventListener("resize", () => {
      cancelAnimationFrame(frame2);
      frame2 = requestAnimationFrame(draw);
    });
    onThemeChange(draw);
  }

  // src/confusion.ts
  var MOST_CLASSES = 64;
  function confused(errors2, labels) {
    const examples = /* @__PURE__ */ new Map();
    for (const label of labels) examples.set(label, (examples.get(label) ?? 0) + 1);
    return errors2.confusions.map(([label, predicted, timesA, timesB]) => ({
      class: label,
      predicted,
      a: 100 * timesA / (errors2.modelsA * examples.get(label)),
      b: 100 * timesB / (errors2.modelsB * examples.get(label))
    })).sort((x, y) => Math.abs(y.a - y.b) - Math.abs(x.a - x.b) || x.class - y.class || x.predicted - y.predicted);
  }
  var ConfusionMaps = class {
    constructor(errors2, cells, magma, choose) {
      this.errors = errors2;
      this.cells = cells;
      this.magma = magma;
      this.choose = choose;
      this.readout.setAttribute("aria-live", "polite");
      const maps2 = element("div", "", { className: "views" });
      for (const title of [errors2.a, errors2.b, errors2.a + " − " + errors2.b]) {
        const figure = element("figure", "", { className: "view" }), canvas = element("canvas");
        canvas.tabIndex = 0;
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", "Confusions of " + title + ": rows are true classes, columns what they are taken for");
        canvas.addEventListener("pointermove", (event) => this.point(this.at(canvas, event)));
        canvas.addEventListener("pointerleave", () => this.point(this.chosen));
        canvas.addEventListener("click", (event) => {
          const cell = this.chosen = this.at(canvas, event);
          if (cell) choose(cell.class, cell.predicted);
        });
        canvas.addEventListener("keydown", (event) => this.key(event));
        this.canvases.push(canvas);
        figure.append(element("figcaption", title), canvas);
        maps2.append(figure);
      }
      const csv = element("button", "CSV", { type: "button", className: "take", title: "Save all pairs of classes as CSV" });
      csv.addEventListener("click", () => save(plain("confusions " + errors2.a + " " + errors2.b) + ".csv", this.csv(), "text/csv"));
      this.host.append(maps2, this.readout, csv);
      this.point(null);
    }
    host = element("div", "", { className: "confusions" });
    readout = element("p", "", { className: "small" });
    canvases = [];
    /** What was clicked stays pointed at. */
    chosen = null;
    pointed = null;
    draw(room) {
      const count = this.errors.classes.length, names2 = 90, side2 = Math.max(120, Math.min(300, room / 3 - names2 - 24));
      const off = this.cells.filter((cell) => cell.class !== cell.predicted), most2 = Math.max(1e-9, ...off.map((cell) => Math.max(cell.a, cell.b)));
      const furthest = Math.max(1e-9, ...off.map((cell) => Math.abs(cell.a - cell.b)));
      this.canvases.forEach((canvas, i) => {
        const value = (cell) => [cell.a, cell.b, cell.a - cell.b][i];
        const scale = i < 2 ? sequential(this.magma, most2, 0) : diverging(furthest);
        const size = side2 / count, below = size >= 10 ? names2 - 20 : 0, context = prepare(canvas, names2 + side2 + 1, side2 + 1 + below + 34), colours = theme();
        context.font = "11px " + getComputedStyle(document.body).fontFamily;
        context.fillStyle = hex(scale.colour(0));
        context.fillRect(names2, 0, side2, side2);
        for (const cell of off) {
          context.fillStyle = hex(scale.colour(value(cell)));
          context.fillRect(names2 + cell.predicted * size, cell.class * size, size, size);
        }
        context.fillStyle = colours.line;
        for (let c = 0; c < count; c++) context.fillRect(names2 + c * size, c * size, size, size);
        context.fillStyle = colours.text;
        context.textAlign = "right";
        if (size >= 10) this.errors.classes.forEach((name, c) => context.fillText(name, names2 - 6, (c + 0.5) * size + 4, names2 - 8));
        if (size >= 10)
          this.errors.classes.forEach((name, c) => {
            context.save();
            context.translate(names2 + (c + 0.5) * size + 4, side2 + 6);
            context.rotate(-Math.PI / 2);
            context.fillText(name, 0, 0, below - 4);
            context.restore();
          });
        const steps = 60, wide = Math.min(side2, 160), from = i < 2 ? 0 : -furthest, to = i < 2 ? most2 : furthest;
        for (let step = 0; step < steps; step++) {
          context.fillStyle = hex(scale.colour(from + (to - from) * (step + 0.5) / steps));
          context.fillRect(names2 + step * wide / steps, side2 + below + 6, wide / steps + 0.5, 8);
        }
        context.fillStyle = colours.text;
        context.textAlign = "left";
        context.fillText(i < 2 ? "0 to " + most2.toFixed(1) + " %" : "±" + furthest.toFixed(1) + " points; red: " + this.errors.a, names2, side2 + below + 27);
        if (this.pointed) {
          context.strokeStyle = "#35c5e8";
          context.lineWidth = 2;
          context.strokeRect(names2 + this.pointed.predicted * size, this.pointed.class * size, size, size);
        }
        Object.assign(canvas.dataset, { names: names2, side: side2 });
      });
    }
    at(canvas, event) {
      const names2 = Number(canvas.dataset.names), side2 = Number(canvas.dataset.side), count = this.errors.classes.length;
      const predicted = Math.floor((event.offsetX - names2) / side2 * count), label = Math.floor(event.offsetY / side2 * count);
      return predicted >= 0 && predicted < count && label >= 0 && label < count ? { class: label, predicted } : null;
    }
    point(cell) {
      if (cell && this.pointed && cell.class === this.pointed.class && cell.predicted === this.pointed.predicted) return;
      this.pointed = cell;
      if (this.canvases[0].dataset.side) this.draw(this.host.clientWidth);
      const name = (c) => this.errors.classes[c] ?? String(c), percent = (value) => value.toFixed(2) + " %";
      const found = cell && (this.cells.find((one) => one.class === cell.class && one.predicted === cell.predicted) ?? { a: 0, b: 0 });
      this.readout.textContent = cell && found ? name(cell.class) + (cell.class === cell.predicted ? " is right: " : " taken for " + name(cell.predicted) + ": ") + percent(found.a) + " by " + this.errors.a + ", " + percent(found.b) + " by " + this.errors.b : "Rows are true classes, columns what they are taken for. Click a cell for its examples.";
    }
    csv() {
      const name = (c) => quote(inert(this.errors.classes[c] ?? String(c)));
      return ["class,predicted,percentA,percentB", ...this.cells.map((cell) => [name(cell.class), name(cell.predicted), cell.a, cell.b].join(","))].join("\r\n") + "\r\n";
    }
    key(event) {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key], last = this.errors.classes.length - 1;
      if (step) {
        const from = this.pointed ?? { class: 0, predicted: 0 }, within = (value) => Math.max(0, Math.min(last, value));
        this.point({ class: within(from.class + step[0]), predicted: within(from.predicted + step[1]) });
      } else if (event.key === "Enter" && this.pointed) this.choose(this.pointed.class, this.pointed.predicted);
      else return;
      event.preventDefault();
    }
  };

  // src/gallery.ts
  var FIRST = 36;
  var MORE = 72;
  var SIDE = 96;
  var Gallery = class {
    constructor(errors2, examples, sheet) {
      this.errors = errors2;
      this.examples = examples;
      errors2.gallery?.examples.forEach((example, place) => this.places.set(example, place));
      this.sheet = sheet === null ? null : new Image();
      if (this.sheet) this.sheet.src = "data:image/webp;base64," + sheet;
      this.more.addEventListener("click", () => this.grow(MORE));
      this.host.append(this.cards, this.more);
    }
    host = element("div", "", { className: "gallery" });
    cards = element("div", "", { className: "examples" });
    more = element("button", "", { type: "button" });
    places = /* @__PURE__ */ new Map();
    sheet;
    found = [];
    shown = 0;
    show(found) {
      this.found = found;
      this.shown = 0;
      this.cards.replaceChildren();
      this.grow(FIRST);
    }
    has(example) {
      return this.places.has(example);
    }
    /** Draws an example's picture where there is one. */
    picture(example, side2) {
      const place = this.places.get(example), layout = this.errors.gallery, sheet = this.sheet;
      if (place === void 0 || !layout || !sheet) return element("span", "no picture in this page", { className: "example none" });
      const canvas = element("canvas", "", { className: "example" });
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", "Test image " + example + ", class " + this.name(this.examples.label[example]));
      const scale = side2 / Math.max(layout.width, layout.height), width = scale * layout.width, height = scale * layout.height;
      const draw = () => {
        const context = prepare(canvas, width, height);
        context.imageSmoothingEnabled = scale < 1.5;
        context.drawImage(sheet, place % layout.columns * layout.width, Math.floor(place / layout.columns) * layout.height, layout.width, layout.height, 0, 0, width, height);
      };
      if (sheet.complete) draw();
      else sheet.addEventListener("load", draw, { once: true });
      return canvas;
    }
    /** What a population makes of an example, in words. */
    verdict(example, of) {
      const models = of === "a" ? this.errors.modelsA : this.errors.modelsB, right = this.examples[of][example];
      const taken = (of === "a" ? this.examples.takenA : this.examples.takenB)[example];
      return Math.round(100 * right / models) + " %" + (taken > 0 ? (right > 0 ? ", else " : ", ") + this.name(taken - 1) : "");
    }
    name(label) {
      return this.errors.classes[label] ?? String(label);
    }
    grow(by) {
      const next2 = this.found.slice(this.shown, this.shown + by);
      this.shown += next2.length;
      this.cards.append(...next2.map((example) => this.card(example)));
      this.more.hidden = this.shown >= this.found.length;
      this.more.textContent = Math.min(MORE, this.found.length - this.shown) + " more of " + this.found.length.toLocaleString("en");
    }
    card(example) {
      const card = element("figure"), caption = element("figcaption");
      const line = (name, text2) => {
        const row = element("span");
        row.append(element("b", name), " " + text2);
        caption.append(row);
      };
      caption.append(element("span", this.name(this.examples.label[example]), { className: "true" }));
      line("A", this.verdict(example, "a"));
      line("B", this.verdict(example, "b"));
      card.append(this.picture(example, SIDE), caption);
      card.title = "Test image " + example;
      return card;
    }
  };

  // src/scatter.ts
  var LEFT = 58;
  var TOP = 12;
  var RIGHT = 12;
  var BOTTOM = 46;
  var LARGEST = 17;
  var Scatter = class {
    constructor(gestures) {
      this.gestures = gestures;
      this.canvas.tabIndex = 0;
      this.canvas.setAttribute("role", "img");
      this.canvas.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        this.canvas.setPointerCapture(event.pointerId);
        this.drag = this.dragged = { x: event.offsetX, y: event.offsetY };
      });
      this.canvas.addEventListener("pointermove", (event) => {
        if (this.drag) {
          this.dragged = { x: event.offsetX, y: event.offsetY };
          this.draw();
        } else this.show(this.near(event.offsetX, event.offsetY));
      });
      this.canvas.addEventListener("pointerup", (event) => this.release(event.offsetX, event.offsetY));
      this.canvas.addEventListener("pointercancel", () => {
        this.drag = null;
        this.draw();
      });
      this.canvas.addEventListener("pointerleave", () => {
        if (!this.drag) this.show(null);
      });
      this.canvas.addEventListener("keydown", (event) => this.key(event));
    }
    canvas = document.createElement("canvas");
    cloud = null;
    counts = /* @__PURE__ */ new Map();
    /** The place that is pointed at. */
    pointed = null;
    chosen = null;
    drag = null;
    dragged = null;
    side = 300;
    set(cloud, chosen, room) {
      if (cloud !== this.cloud) {
        this.counts = /* @__PURE__ */ new Map();
        this.pointed = null;
        for (let e = 0; e < cloud.a.length; e++) {
          const key2 = cloud.a[e] * 65536 + cloud.b[e];
          this.counts.set(key2, (this.counts.get(key2) ?? 0) + 1);
        }
      }
      this.cloud = cloud;
      this.chosen = chosen;
      this.side = Math.max(180, Math.min(470, room - LEFT - RIGHT));
      this.canvas.setAttribute("aria-label", "Scatter: how many models of " + cloud.nameA + " and of " + cloud.nameB + " are right about each example");
      this.draw();
    }
    count(place) {
      return this.counts.get(place.a * 65536 + place.b) ?? 0;
    }
    show(place) {
      if (place?.a === this.pointed?.a && place?.b === this.pointed?.b) return;
      this.pointed = place;
      this.draw();
      this.gestures.point(place);
    }
    x(a) {
      return LEFT + LARGEST + a / this.cloud.modelsA * (this.side - 2 * LARGEST);
    }
    y(b) {
      return TOP + this.side - LARGEST - b / this.cloud.modelsB * (this.side - 2 * LARGEST);
    }
    at(x, y) {
      const { modelsA, modelsB } = this.cloud, within = (value, most2) => Math.max(0, Math.min(most2, value));
      return {
        a: within((x - LEFT - LARGEST) / (this.side - 2 * LARGEST) * modelsA, modelsA),
        b: within((TOP + this.side - LARGEST - y) / (this.side - 2 * LARGEST) * modelsB, modelsB)
      };
    }
    radius(count) {
      return Math.min(LARGEST, 1.8 * Math.sqrt(count));
    }
    /** The dot that is pointed at, or the nearest within a few pixels. */
    near(x, y) {
      let best = null, least = Infinity;
      for (const [key2, count] of this.counts) {
        const place = { a: Math.floor(key2 / 65536), b: key2 % 65536 };
        const away = Math.hypot(x - this.x(place.a), y - this.y(place.b)) - this.radius(count);
        if (away < least && away < 5) [best, least] = [place, away];
      }
      return best;
    }
    release(x, y) {
      const start = this.drag;
      if (!start) return;
      this.drag = null;
      if (Math.hypot(x - start.x, y - start.y) < 5) {
        const place = this.near(x, y);
        if (place) this.gestures.choose(place, place);
        else this.gestures.clear();
        return;
      }
      const low = this.at(Math.min(x, start.x), Math.max(y, start.y)), high = this.at(Math.max(x, start.x), Math.min(y, start.y));
      this.gestures.choose({ a: Math.ceil(low.a), b: Math.ceil(low.b) }, { a: Math.floor(high.a), b: Math.floor(high.b) });
    }
    key(event) {
      const { modelsA, modelsB } = this.cloud, step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (step) {
        const from = this.pointed ?? this.chosen?.from ?? { a: modelsA, b: 0 }, far = event.shiftKey ? 5 : 1;
        this.show({ a: Math.max(0, Math.min(modelsA, from.a + far * step[0])), b: Math.max(0, Math.min(modelsB, from.b + far * step[1])) });
      } else if (event.key === "Enter" && this.pointed) this.gestures.choose(this.pointed, this.pointed);
      else if (event.key === "Escape") this.gestures.clear();
      else return;
      event.preventDefault();
    }
    draw() {
      const cloud = this.cloud, colours = theme(), { side: side2 } = this, width = LEFT + side2 + RIGHT, height = TOP + side2 + BOTTOM;
      const context = prepare(this.canvas, width, height);
      context.font = "12px " + getComputedStyle(document.body).fontFamily;
      this.axes(context, colours.text, colours.line);
      this.band(context, colours.line);
      const style = getComputedStyle(document.documentElement), blue = style.getPropertyValue("--blue").trim(), orange = style.getPropertyValue("--orange").trim();
      context.globalAlpha = 0.6;
      for (const [key2, count] of this.counts) {
        const a = Math.floor(key2 / 65536), b = key2 % 65536;
        context.fillStyle = !differs(a, cloud.modelsA, b, cloud.modelsB) ? colours.quiet : a / cloud.modelsA > b / cloud.modelsB ? blue : orange;
        context.beginPath();
        context.arc(this.x(a), this.y(b), this.radius(count), 0, 2 * Math.PI);
        context.fill();
      }
      context.globalAlpha = 1;
      context.lineWidth = 2;
      if (this.chosen) {
        const { from, to } = this.chosen, out = from.a === to.a && from.b === to.b ? this.radius(this.count(from)) + 3 : 4;
        context.strokeStyle = colours.accent;
        context.strokeRect(this.x(from.a) - out, this.y(to.b) - out, this.x(to.a) - this.x(from.a) + 2 * out, this.y(from.b) - this.y(to.b) + 2 * out);
      }
      if (this.pointed) {
        context.strokeStyle = colours.text;
        context.beginPath();
        context.arc(this.x(this.pointed.a), this.y(this.pointed.b), this.radius(this.count(this.pointed)) + 2, 0, 2 * Math.PI);
        context.stroke();
      }
      if (this.drag && this.dragged) {
        context.strokeStyle = colours.accent;
        context.setLineDash([4, 3]);
        context.strokeRect(this.drag.x, this.drag.y, this.dragged.x - this.drag.x, this.dragged.y - this.drag.y);
        context.setLineDash([]);
      }
      context.lineWidth = 1;
    }
    axes(context, text2, line) {
      const cloud = this.cloud, { side: side2 } = this;
      context.strokeStyle = line;
      context.strokeRect(LEFT + 0.5, TOP + 0.5, side2 - 1, side2 - 1);
      context.fillStyle = text2;
      for (const percent of [0, 25, 50, 75, 100]) {
        const x = this.x(percent / 100 * cloud.modelsA), y = this.y(percent / 100 * cloud.modelsB);
        context.textAlign = "center";
        context.fillText(String(percent), x, TOP + side2 + 16);
        context.textAlign = "right";
        context.fillText(String(percent), LEFT - 6, y + 4);
      }
      context.textAlign = "center";
      context.fillText(cloud.nameA + ", % of models right", LEFT + side2 / 2, TOP + side2 + 36, side2);
      context.save();
      context.translate(14, TOP + side2 / 2);
      context.rotate(-Math.PI / 2);
      context.fillText(cloud.nameB + ", % of models right", 0, 0, side2);
      context.restore();
    }
    /** Where chance alone leaves 95 % of the examples, by the normal approximation. */
    band(context, line) {
      const { modelsA, modelsB } = this.cloud, all = modelsA + modelsB;
      const edge = (side2, share) => {
        const apart = side2 * reach(share * modelsA, modelsA, share * modelsB, modelsB);
        return [this.x(modelsA * (share + apart * modelsB / all)), this.y(modelsB * (share - apart * modelsA / all))];
      };
      const steps = Array.from({ length: 101 }, (_, i) => i / 100);
      context.save();
      context.beginPath();
      context.rect(LEFT, TOP, this.side, this.side);
      context.clip();
      context.beginPath();
      for (const share of steps) context.lineTo(...edge(1, share));
      for (const share of steps.reverse()) context.lineTo(...edge(-1, share));
      context.closePath();
      context.fillStyle = line;
      context.globalAlpha = 0.45;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = line;
      context.beginPath();
      context.moveTo(this.x(0), this.y(0));
      context.lineTo(this.x(modelsA), this.y(modelsB));
      context.stroke();
      context.restore();
    }
  };

  // src/errors.ts
  var MOST_PAIRS = 15;
  var PEEK = 5;
  var PEEK_SIDE = 64;
  var everything = (pair) => ({ pair, a: null, b: null, class: null, group: null, taken: null, order: "difference", cloud: 0 });
  var ErrorExplorer = class {
    constructor(host, pair, errors2, magma, changed) {
      this.host = host;
      this.pair = pair;
      this.errors = errors2;
      this.changed = changed;
      this.shown = everything(pair);
      this.examples = unpack(document.getElementById("examples-" + pair).textContent, errors2.examples);
      this.gallery = new Gallery(errors2, this.examples, document.getElementById("gallery-" + pair)?.textContent ?? null);
      this.clouds = this.allClouds();
      this.scatter = new Scatter({
        point: (place) => this.peek(place),
        choose: (from, to) => {
          if (this.selects.cloud.selectedIndex === 0) this.change({ a: [from.a, to.a], b: [from.b, to.b] });
        },
        clear: () => this.change({ a: null, b: null })
      });
      this.readout.setAttribute("aria-live", "polite");
      this.pairs = confused(errors2, this.examples.label);
      this.maps = errors2.confusions.length > 0 && errors2.classes.length <= MOST_CLASSES ? new ConfusionMaps(errors2, this.pairs, magma, (label, taken) => {
        this.change({ class: label, taken: label === taken ? null : taken, group: null });
        this.count.scrollIntoView({ block: "center" });
      }) : null;
      this.build();
      onLookChange(() => this.draw());
    }
    examples;
    gallery;
    scatter;
    clouds;
    maps;
    readout = element("div", "", { className: "peek" });
    count = element("p", "", { className: "small", role: "status" });
    selects = { cloud: element("select"), class: element("select"), group: element("select"), taken: element("select"), order: element("select") };
    pairs;
    shown;
    found = [];
    show(shown2) {
      this.shown = shown2?.pair === this.pair ? shown2 : everything(this.pair);
      const { selects } = this, value = (number3) => number3 === null ? "" : String(number3);
      selects.class.value = value(this.shown.class);
      selects.group.value = value(this.shown.group);
      selects.taken.value = value(this.shown.taken);
      selects.order.value = this.shown.order;
      selects.cloud.selectedIndex = this.shown.cloud;
      const pass = passes(this.examples, this.errors, this.shown);
      this.found = ordered(Array.from({ length: this.examples.count }, (_, e) => e).filter(pass), this.examples, this.errors, this.shown.order);
      const pictured = this.found.filter((e) => this.gallery.has(e)).length;
      this.count.textContent = this.found.length.toLocaleString("en") + " of " + this.examples.count.toLocaleString("en") + " examples" + (this.found.length > 0 ? ", " + pictured.toLocaleString("en") + " with a picture in this page" : "") + ". A is " + this.errors.a + ", B is " + this.errors.b + ".";
      this.gallery.show([...this.found.filter((e) => this.gallery.has(e)), ...this.found.filter((e) => !this.gallery.has(e))]);
      this.draw();
      this.peek(this.scatter.pointed);
    }
    change(by) {
      this.shown = { ...this.shown, ...by };
      this.show(this.shown);
      this.changed(this.shown);
    }
    allClouds() {
      const { a, b, modelsA, modelsB } = this.errors, halves = (name, models, [first2, second]) => ({
        a: first2,
        b: second,
        modelsA: Math.floor(models / 2),
        modelsB: models - Math.floor(models / 2),
        nameA: "One half of " + name,
        nameB: "the other half"
      });
      return [{ a: this.examples.a, b: this.examples.b, modelsA, modelsB, nameA: a, nameB: b }, halves(a, modelsA, this.examples.halvesA), halves(b, modelsB, this.examples.halvesB)];
    }
    build() {
      const { errors: errors2, host, selects } = this, form = element("form", "", { className: "bench" });
      const option = (text2, value) => element("option", text2, { value });
      const classes = errors2.classes.map((name, c) => option(name, String(c)));
      selects.cloud.append(...["both populations", "control: halves of " + errors2.a, "control: halves of " + errors2.b].map((name, i) => option(name, String(i))));
      selects.class.append(option("all classes", ""), ...classes);
      selects.group.append(option("all groups", ""), ...errors2.groups.map((group, g) => option(group.name, String(g))));
      selects.taken.append(option("any class", ""), ...classes.map((one) => one.cloneNode(true)));
      selects.order.append(...Object.entries(orders).map(([value, text2]) => option(value === "a" || value === "b" ? errors2[value] + " " + text2 : text2, value)));
      const number3 = (select) => select.value === "" ? null : Number(select.value);
      selects.cloud.addEventListener("change", () => this.change({ cloud: selects.cloud.selectedIndex }));
      selects.class.addEventListener("change", () => this.change({ class: number3(selects.class) }));
      selects.group.addEventListener("change", () => this.change({ group: number3(selects.group) }));
      selects.taken.addEventListener("change", () => this.change({ taken: number3(selects.taken) }));
      selects.order.addEventListener("change", () => this.change({ order: selects.order.value }));
      const label = (text2, select) => {
        const one = element("label", text2 + " ");
        one.append(select);
        return one;
      };
      const all = element("button", "All examples", { type: "button" }), csv = element("button", "CSV", { type: "button", className: "take", title: "Save these examples as CSV" });
      all.addEventListener("click", () => this.change({ ...everything(this.pair), order: this.shown.order }));
      csv.addEventListener("click", () => save(plain("examples " + errors2.a + " " + errors2.b) + ".csv", this.csv(), "text/csv"));
      form.append(
        label("Scatter of", selects.cloud),
        label("Examples of", selects.class),
        ...errors2.groups.length > 0 ? [label("in", selects.group)] : [],
        ...errors2.mistakes ? [label("taken for", selects.taken)] : [],
        label("Order", selects.order),
        all,
        csv
      );
      const figure = element("figure", "", { className: "view" }), beside = element("div", "", { className: "beside" }), both = element("div", "", { className: "explorer errors" });
      const outside = this.clouds.map((cloud) => differing(cloud.a, cloud.modelsA, cloud.b, cloud.modelsB).toFixed(1) + " %");
      figure.append(element("figcaption", "Which examples each population gets right"), this.scatter.canvas, element(
        "p",
        "Area: number of examples. Grey: within what chance leaves 95 % of the examples in, were both populations equally good at them (normal approximation). Outside it: " + outside[0] + "; between halves of " + errors2.a + " " + outside[1] + ", of " + errors2.b + " " + outside[2] + ". Click a dot or drag over several to see their examples; arrow keys and Enter do the same, Esc shows all.",
        { className: "small" }
      ));
      beside.append(this.readout, this.count, this.gallery.host);
      both.append(figure, beside);
      host.append(form, both);
      if (this.maps) host.append(element("h4", "What classes are taken for"), this.maps.host);
      if (this.pairs.length > 0) host.append(this.list());
      host.hidden = false;
    }
    /** Pairs of classes that the populations confuse most differently; each opens its examples. */
    list() {
      const { errors: errors2 } = this, details = element("details", "", { className: "fold" }), table = element("table", "", { className: "data" }), head = element("tr"), body = element("tbody");
      details.append(element("summary", "Pairs of classes that differ most"), table);
      for (const text2 of ["Class", "taken for", errors2.a + ", %", errors2.b + ", %", "Difference"]) head.append(element("th", text2));
      table.createTHead().append(head);
      table.append(body);
      for (const cell of this.pairs.filter((one) => one.class !== one.predicted).slice(0, MOST_PAIRS)) {
        const row = body.insertRow(), link = element("a", this.gallery.name(cell.class), { href: "#errors=" + this.pair + "&class=" + cell.class + "&taken=" + cell.predicted });
        row.insertCell().append(link);
        for (const text2 of [this.gallery.name(cell.predicted), cell.a.toFixed(2), cell.b.toFixed(2), (cell.a - cell.b).toFixed(2)]) row.insertCell().textContent = text2;
      }
      return details;
    }
    draw() {
      const cloud = this.clouds[this.selects.cloud.selectedIndex], { a, b } = this.shown;
      const whole2 = (range2, most2) => range2 ?? [0, most2];
      const chosen = this.selects.cloud.selectedIndex > 0 || a === null && b === null ? null : { from: { a: whole2(a, cloud.modelsA)[0], b: whole2(b, cloud.modelsB)[0] }, to: { a: whole2(a, cloud.modelsA)[1], b: whole2(b, cloud.modelsB)[1] } };
      const room = this.host.clientWidth;
      this.scatter.set(cloud, chosen, room > 900 ? 0.46 * room : room);
      this.maps?.draw(room);
    }
    /** What lies at a place of the scatter, with some of its pictures. */
    peek(place) {
      const own = this.selects.cloud.selectedIndex === 0;
      if (!place) {
        this.readout.replaceChildren(element("p", "Point at a dot to see what lies there.", { className: "small" }));
        return;
      }
      const cloud = this.clouds[this.selects.cloud.selectedIndex];
      const share = (right, models) => right + " of " + models;
      this.readout.replaceChildren(element("p", this.scatter.count(place).toLocaleString("en") + " examples: right by " + share(place.a, cloud.modelsA) + " of " + cloud.nameA + " and " + share(place.b, cloud.modelsB) + " of " + cloud.nameB));
      if (!own) return;
      const strip = element("div", "", { className: "strip-of-examples" });
      for (let e = 0, shown2 = 0; e < this.examples.count && shown2 < PEEK; e++) {
        if (this.examples.a[e] !== place.a || this.examples.b[e] !== place.b || !this.gallery.has(e)) continue;
        strip.append(this.gallery.picture(e, PEEK_SIDE));
        shown2++;
      }
      this.readout.append(strip);
    }
    csv() {
      const { errors: errors2, examples } = this, name = (label) => quote(inert(this.gallery.name(label)));
      const rows = this.found.map((e) => [
        e,
        name(examples.label[e]),
        100 * examples.a[e] / errors2.modelsA,
        100 * examples.b[e] / errors2.modelsB,
        ...[examples.takenA[e], examples.takenB[e]].map((taken) => taken === 0 ? "" : name(taken - 1))
      ].join(","));
      return ["index,class,accuracyA,accuracyB,mistakenA,mistakenB", ...rows].join("\r\n") + "\r\n";
    }
  };
  var ErrorExplorers = class {
    constructor(data2, changed) {
      this.data = data2;
      this.changed = changed;
      const near = new IntersectionObserver((entries) => {
        for (const entry of entries) if (entry.isIntersecting) this.make(Number(entry.target.dataset.errors));
      }, { rootMargin: "100%" });
      for (const host of this.hosts()) {
        host.hidden = false;
        near.observe(host);
      }
      const all = () => this.hosts().forEach((_, pair) => this.make(pair));
      window.addEventListener("load", () => (window.requestIdleCallback ?? ((work) => setTimeout(work, 500)))(all));
      window.addEventListener("beforeprint", all);
      document.addEventListener("click", (event) => {
        const link = event.target.closest("a[href^='#errors=']");
        if (!link) return;
        event.preventDefault();
        const wanted = new URLSearchParams(link.hash.slice(1)), number3 = (name) => wanted.has(name) ? Number(wanted.get(name)) : null;
        const next2 = { ...everything(number3("errors")), class: number3("class"), group: number3("group"), taken: number3("taken") };
        this.show(next2);
        this.changed(next2);
      });
    }
    made = /* @__PURE__ */ new Map();
    shown = null;
    /** Shows what the address says, and goes there where it says something of errors. */
    show(shown2, go = true) {
      this.shown = shown2;
      if (shown2 && shown2.pair < this.data.errors.length) {
        this.make(shown2.pair);
        if (go) this.hosts()[shown2.pair].scrollIntoView();
      }
      this.made.forEach((explorer) => explorer.show(shown2));
    }
    hosts() {
      return [...document.querySelectorAll("[data-errors]")];
    }
    make(pair) {
      if (this.made.has(pair)) return;
      const explorer = new ErrorExplorer(this.hosts()[pair], pair, this.data.errors[pair], this.data.magma, (shown2) => {
        this.shown = shown2;
        this.changed(shown2);
      });
      this.made.set(pair, explorer);
      explorer.show(this.shown);
    }
  };

  // src/roving.ts
  function next(boxes, from, key2) {
    const last = boxes.length - 1;
    if (key2 === "Home") return 0;
    if (key2 === "End") return last;
    if (key2 === "ArrowRight") return Math.min(last, from + 1);
    if (key2 === "ArrowLeft") return Math.max(0, from - 1);
    if (key2 !== "ArrowUp" && key2 !== "ArrowDown") return from;
    const here = boxes[from], middle = (box) => box.left + box.width / 2, down = key2 === "ArrowDown" ? 1 : -1;
    let best = from, least = Infinity;
    boxes.forEach((box, i) => {
      const away = down * (box.top - here.top);
      if (away < here.height / 2) return;
      const distance = away * 4 + Math.abs(middle(box) - middle(here));
      if (distance < least) [best, least] = [i, distance];
    });
    return best;
  }
  function rove(grid) {
    const shown2 = () => [...grid.querySelectorAll("button.map")].filter((map) => map.offsetParent !== null);
    const first2 = grid.querySelector("button.map");
    if (!first2) return;
    stop(grid, first2);
    grid.addEventListener("focusin", (event) => {
      const map = event.target.closest("button.map");
      if (map) stop(grid, map);
    });
    grid.addEventListener("keydown", (event) => {
      const maps2 = shown2(), from = maps2.indexOf(document.activeElement);
      if (from < 0) return;
      const to = next(maps2.map((map) => map.getBoundingClientRect()), from, event.key);
      if (to === from) return;
      event.preventDefault();
      maps2[to].focus();
    });
  }
  function settle(grid) {
    const maps2 = [...grid.querySelectorAll("button.map:not([hidden])")];
    if (maps2.length > 0 && !maps2.some((map) => map.tabIndex === 0)) stop(grid, maps2[0]);
  }
  function stop(grid, map) {
    for (const other of grid.querySelectorAll("button.map")) other.tabIndex = other === map ? 0 : -1;
  }

  // src/filters.ts
  var Filters = class {
    constructor(data2, changed) {
      this.data = data2;
      this.changed = changed;
      const facets = /* @__PURE__ */ new Map();
      for (const model of data2.models)
        for (const [name, value] of Object.entries(model.facets)) {
          const values = facets.get(name) ?? [];
          if (!values.includes(value)) values.push(value);
          facets.set(name, values);
        }
      const host = byId("filters");
      for (const [name, found] of facets) {
        const values = inOrder(found);
        const group = element("span", "", { className: "chip-group" });
        group.append(element("span", name, { className: "chip-name" }));
        for (const value of values) {
          const chip = element("button", value, { type: "button", className: "chip" });
          chip.dataset.facet = name;
          chip.dataset.value = value;
          chip.addEventListener("click", () => this.toggle(name, value));
          group.append(chip);
        }
        host.append(group);
      }
      const clear = element("button", "All", { type: "button", className: "chip clear", hidden: true });
      clear.addEventListener("click", () => this.choose({}));
      host.append(clear);
      host.hidden = facets.size === 0;
    }
    only = {};
    /** Shows what the address says. */
    show(only) {
      this.only = only;
      const passes2 = (model) => Object.entries(only).every(([name, values]) => values.length === 0 || values.includes(this.data.models[model].facets[name] ?? ""));
      for (const chip of document.querySelectorAll(".chip[data-facet]"))
        chip.setAttribute("aria-pressed", String(only[chip.dataset.facet]?.includes(chip.dataset.value) ?? false));
      document.querySelector(".chip.clear").hidden = Object.keys(only).length === 0;
      for (const map of document.querySelectorAll(".map[data-map]")) {
        const { a, b } = this.data.maps[Number(map.dataset.map)];
        map.hidden = !passes2(a) || !passes2(b);
      }
      for (const row of document.querySelectorAll("table.sortable tbody tr[data-models]"))
        row.classList.toggle("out", row.dataset.models !== "" && !row.dataset.models.split(" ").every((model) => passes2(Number(model))));
      for (const row of document.querySelectorAll("table.grid tbody tr"))
        row.hidden = row.querySelector(".map") !== null && row.querySelector(".map:not([hidden])") === null;
      for (const grid of document.querySelectorAll("table.grid, table.matrix")) settle(grid);
    }
    toggle(name, value) {
      const values = this.only[name] ?? [], rest = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
      const only = { ...this.only, [name]: rest };
      if (rest.length === 0) delete only[name];
      this.choose(only);
    }
    choose(only) {
      this.show(only);
      this.changed(only);
    }
  };
  function inOrder(values) {
    return values.every((value) => /^[\d.]+x?$/.test(value)) ? [...values].sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b)) : [...values];
  }

  // src/live.ts
  var EVERY = 3e3;
  var QUIET = 2e4;
  function told(state) {
    const count = state.done + " of " + state.all + " results are there";
    return !state.running ? count + (state.done < state.all ? "; no run is at work" : "") : count + (state.working.length > 0 ? "; at work: " + state.working.join("; ") : "");
  }
  function follow(version) {
    const line = byId("live"), text2 = element("span"), again = element("button", "Show what is new", { type: "button", hidden: true });
    line.append(text2, again);
    line.hidden = false;
    again.addEventListener("click", () => location.reload());
    let touched = -Infinity;
    for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) document.addEventListener(kind, () => {
      touched = performance.now();
    }, { passive: true });
    const ask = async () => {
      try {
        const answer = await fetch("state", { cache: "no-store" });
        const state = await answer.json();
        text2.textContent = told(state);
        again.hidden = state.version === version;
        if (!again.hidden && (document.hidden || performance.now() - touched > QUIET)) location.reload();
      } catch {
        text2.textContent = "The server of this page has ended.";
        again.hidden = true;
      }
    };
    void ask();
    setInterval(() => void ask(), EVERY);
  }

  // src/maps.ts
  var Maps = class {
    constructor(data2) {
      this.data = data2;
      this.undefinedColour = (4278190080 | parseInt(data2.undefined.slice(4, 6), 16) << 16 | parseInt(data2.undefined.slice(2, 4), 16) << 8 | parseInt(data2.undefined.slice(0, 2), 16)) >>> 0;
    }
    undefinedColour;
    decoded = /* @__PURE__ */ new Map();
    /** Null for a map that was left out of the page. */
    matrix(index) {
      const known = this.decoded.get(index);
      if (known) return known;
      const map = this.data.maps[index];
      if (map.steps === 0) return null;
      const packed = base64(document.getElementById("map-" + index).textContent);
      const matrix = decode(packed, this.data.axes[map.rows].layers.length, this.data.axes[map.columns].layers.length, map.triangle, map.steps);
      this.decoded.set(index, matrix);
      return matrix;
    }
    scale(index) {
      const matrix = this.matrix(index), map = this.data.maps[index];
      const scale = sequential(this.data.magma, map.brightest, matrix?.least ?? 0);
      return map.distance ? inverted(scale) : scale;
    }
  };

  // src/pace.ts
  var AT_ONCE = 20;
  var APART = 400;
  var Pace = class {
    constructor(act, now = () => performance.now()) {
      this.act = act;
      this.now = now;
    }
    left = AT_ONCE;
    counted = 0;
    waiting = null;
    ask() {
      if (this.waiting !== null) return;
      const now = this.now();
      this.left = Math.min(AT_ONCE, this.left + (now - this.counted) / APART);
      this.counted = now;
      if (this.left >= 1) this.do();
      else this.waiting = setTimeout(() => this.do(), (1 - this.left) * APART);
    }
    /** Does what is put off, if anything is. */
    flush() {
      if (this.waiting !== null) this.do();
    }
    /** Forgets what is put off. */
    drop() {
      if (this.waiting !== null) clearTimeout(this.waiting);
      this.waiting = null;
    }
    do() {
      this.drop();
      this.left--;
      this.act();
    }
  };

  // src/tables.ts
  var MANY = 8;
  var asItCame = () => ({ sort: null, find: "" });
  var Tables = class {
    tables;
    shown = {};
    constructor(data2, changed) {
      this.tables = [...document.querySelectorAll("table.data.sortable")].map((table) => new SortedTable(table, data2, (name, state) => {
        this.shown = { ...this.shown, [name]: state };
        changed(this.shown);
      }));
    }
    show(tables2) {
      this.shown = tables2;
      for (const table of this.tables) table.show(tables2[table.name] ?? asItCame());
    }
  };
  var SortedTable = class {
    constructor(table, data2, changed) {
      this.table = table;
      this.changed = changed;
      const region = table.parentElement.getAttribute("aria-label") ?? "table";
      this.name = plain(table.dataset.file ?? region);
      this.rows = [...table.tBodies[0].rows];
      this.heads = [...table.querySelectorAll("thead th")];
      const places = new Map(data2.models.map((model, place) => [model.label, place]));
      for (const row of this.rows)
        row.dataset.models = [...row.cells].map((cell) => places.get(cell.textContent ?? "")).filter((place) => place !== void 0).join(" ");
      this.heads.forEach((head, column) => {
        if (head.hidden) return;
        const button = element("button", head.textContent ?? "", { type: "button", className: "sort" });
        head.replaceChildren(button);
        button.addEventListener("click", () => this.change({ sort: { column, down: this.state.sort?.column === column && !this.state.sort.down } }));
      });
      if (this.rows.length < MANY) return;
      this.search = element("input", "", { type: "search", placeholder: "Search", className: "search" });
      this.search.setAttribute("aria-label", "Search " + region);
      this.search.addEventListener("input", () => this.change({ find: this.search.value }));
      table.parentElement.before(this.search);
    }
    name;
    rows;
    heads;
    search = null;
    state = asItCame();
    show(state) {
      this.state = state;
      this.heads.forEach((head, column) => {
        if (state.sort?.column === column) head.setAttribute("aria-sort", state.sort.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const { sort } = state, key2 = (row) => {
        const cell = row.cells[sort.column];
        return cell?.dataset.value ?? cell?.textContent ?? "";
      };
      this.table.tBodies[0].append(...sort ? [...this.rows].sort((a, b) => compare(key2(a), key2(b), sort.down)) : this.rows);
      if (this.search && this.search.value !== state.find) this.search.value = state.find;
      const wanted = state.find.toLowerCase();
      for (const row of this.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
    change(by) {
      this.show({ ...this.state, ...by });
      this.changed(this.name, this.state);
    }
  };
  function compare(a, b, down = false) {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
    const left = Number(a), right = Number(b), order = Number.isNaN(left) || Number.isNaN(right) ? a.localeCompare(b) : left - right;
    return down ? -order : order;
  }

  // src/picture.ts
  function picture(matrix, scale, undefinedColour) {
    const canvas = document.createElement("canvas");
    canvas.width = matrix.columns;
    canvas.height = matrix.rows;
    const context = canvas.getContext("2d"), image = context.createImageData(matrix.columns, matrix.rows), pixels = new Uint32Array(image.data.buffer);
    if (matrix.pixels) pixels.set(matrix.pixels(scale.colour, undefinedColour));
    else for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        const value = matrix.value(row, column);
        pixels[(matrix.rows - 1 - row) * matrix.columns + column] = Number.isNaN(value) ? undefinedColour : scale.colour(value);
      }
    }
    context.putImageData(image, 0, 0);
    return canvas;
  }

  // src/viewport.ts
  var SMALLEST = 4;
  var whole = (count) => ({ from: 0, to: count });
  var isWhole = (range2, count) => range2.from === 0 && range2.to === count;
  var same = (a, b) => a?.from === b?.from && a?.to === b?.to;
  var length = (range2) => range2.to - range2.from;
  function clamped(from, to, count) {
    const wanted = Math.max(Math.min(SMALLEST, count), Math.round(to) - Math.round(from));
    const size = Math.min(count, wanted);
    const start = Math.max(0, Math.min(count - size, Math.round(from)));
    return { from: start, to: start + size };
  }
  function brushed(first2, last, count) {
    return clamped(Math.min(first2, last), Math.max(first2, last) + 1, count);
  }
  function zoomed(range2, middle, factor, count) {
    const size = length(range2) * factor, before = (middle + 0.5 - range2.from) / length(range2) * size;
    return clamped(middle + 0.5 - before, middle + 0.5 - before + size, count);
  }
  function moved(range2, by, count) {
    return clamped(range2.from + by, range2.to + by, count);
  }
  function ticks(range2, pixels, apart) {
    let step = 1;
    for (let i = 0; step * pixels / length(range2) < apart; i++) step = i % 3 === 1 ? step / 2 * 5 : step * 2;
    const first2 = Math.ceil(range2.from / step) * step;
    return Array.from({ length: Math.max(0, Math.ceil((range2.to - first2) / step)) }, (_, i) => first2 + i * step);
  }

  // src/strips.ts
  function bars(context, at, shares, dominant, colours) {
    const cell = at.width / length(at.shown);
    for (let i = at.shown.from; i < at.shown.to; i++) {
      const value = shares[i] ?? null, tall = value === null ? at.height : at.height * Math.min(1, Math.max(0, value));
      context.fillStyle = value === null ? colours.line : colours.share;
      context.fillRect(at.x + (i - at.shown.from) * cell, at.y + at.height - tall, cell, tall);
    }
    level(context, at, 1 - dominant, colours.text);
    frame(context, at, colours);
  }
  function lines(context, at, curve, colours) {
    const cell = at.width / length(at.shown);
    const up = (value) => at.y + at.height * (1 - Math.min(1, Math.max(0, (value - curve.bottom) / (curve.top - curve.bottom))));
    frame(context, at, colours);
    if (curve.reference !== null) level(context, at, (up(curve.reference) - at.y) / at.height, colours.quiet);
    context.save();
    context.beginPath();
    context.rect(at.x, at.y - 3, at.width, at.height + 6);
    context.clip();
    for (const line of curve.lines) {
      const points = line.values.flatMap((value, i) => value === null ? [] : [[at.x + (i + 0.5 - at.shown.from) * cell, up(value)]]);
      context.strokeStyle = context.fillStyle = line.colour;
      context.lineWidth = 1.5;
      context.beginPath();
      points.forEach(([x, y], i) => i === 0 ? context.moveTo(x, y) : context.lineTo(x, y));
      context.stroke();
      for (const [x, y] of points) {
        context.beginPath();
        context.arc(x, y, Math.min(2.5, Math.max(1.2, cell)), 0, 2 * Math.PI);
        context.fill();
      }
    }
    context.restore();
    context.lineWidth = 1;
  }
  function level(context, at, share, colour) {
    context.strokeStyle = colour;
    context.lineWidth = 0.75;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(at.x, at.y + at.height * share);
    context.lineTo(at.x + at.width, at.y + at.height * share);
    context.stroke();
    context.setLineDash([]);
    context.lineWidth = 1;
  }
  function frame(context, at, colours) {
    context.strokeStyle = colours.line;
    context.strokeRect(at.x + 0.5, at.y + 0.5, at.width - 1, at.height - 1);
  }

  // src/thumbnails.ts
  var MINI = 56;
  var MARKS = 7;
  var STRIP = 16;
  var SLICE = 12;
  var STILL = 200;
  var Thumbnails = class {
    constructor(data2, maps2) {
      this.data = data2;
      this.maps = maps2;
      this.watcher = new IntersectionObserver((entries) => {
        const near = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
        const some = () => {
          const start = performance.now();
          while (near.length > 0 && performance.now() - start < SLICE) this.once(near.shift());
          if (near.length > 0) requestAnimationFrame(some);
        };
        some();
      }, { rootMargin: "400px" });
      for (const button of this.buttons) this.watcher.observe(button);
      const idle = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ didTimeout: false, timeRemaining: () => 10 }), 30));
      let moved2 = -Infinity;
      for (const move of ["pointermove", "keydown", "scroll"]) document.addEventListener(move, () => {
        moved2 = performance.now();
      }, { passive: true, capture: true });
      const next2 = (deadline) => {
        const rest = moved2 + STILL - performance.now();
        if (rest > 0) {
          setTimeout(() => idle(next2), rest);
          return;
        }
        for (const button of this.waiting) {
          this.once(button);
          if (deadline.timeRemaining() < 5) break;
        }
        if (this.waiting.size > 0) idle(next2);
      };
      setTimeout(() => idle(next2), 300);
      window.addEventListener("beforeprint", () => {
        this.all();
        for (const fold of document.querySelectorAll("details:not([open], .source)")) {
          fold.open = true;
          window.addEventListener("afterprint", () => {
            fold.open = false;
          }, { once: true });
        }
      });
      onThemeChange(() => this.buttons.filter((button) => !this.waiting.has(button)).forEach((button) => this.draw(button)));
    }
    buttons = [...document.querySelectorAll("button.map")];
    waiting = new Set(this.buttons);
    watcher;
    all() {
      for (const button of [...this.waiting]) this.once(button);
    }
    once(button) {
      if (!this.waiting.delete(button)) return;
      this.watcher.unobserve(button);
      this.draw(button);
    }
    draw(button) {
      const index = Number(button.dataset.map), map = this.data.maps[index], canvas = button.querySelector(".thumbnail");
      if (!canvas) return;
      const own = this.maps.matrix(index);
      if (!own) {
        canvas.replaceWith(Object.assign(document.createElement("span"), { className: "nothing", textContent: "left out here" }));
        return;
      }
      const matrix = "transposed" in button.dataset ? transposed(own) : own, image = picture(matrix, this.maps.scale(index), this.maps.undefinedColour);
      const mini = button.classList.contains("mini"), marks = mini ? 0 : MARKS;
      const ratio = window.devicePixelRatio || 1, room = (mini ? MINI : side()) * ratio, colours = theme();
      const width = room / ratio, height = width;
      const context = prepare(canvas, width + marks, height + marks);
      context.imageSmoothingEnabled = image.width > room || image.height > room;
      context.imageSmoothingQuality = "high";
      context.drawImage(image, marks, marks, width, height);
      for (const window2 of mini ? [] : map.windows) {
        const [from, to] = [window2.first / image.width, (window2.last + 1) / image.width], thick = window2.rests ? 4 : 2;
        context.fillStyle = window2.rests ? colours.accent : colours.quiet;
        context.fillRect(marks + from * width, marks - 2 - thick, (to - from) * width, thick);
        context.fillRect(marks - 2 - thick, marks + (1 - to) * height, thick, (to - from) * height);
      }
      const strip = button.querySelector(".strip");
      if (strip && map.shares)
        bars(prepare(strip, width + marks, STRIP), { x: marks, y: 0, width, height: STRIP, shown: whole(map.shares.length) }, map.shares, map.dominant, colours);
    }
  };
  function side() {
    return parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--thumbnail")) - MARKS;
  }

  // src/pen.ts
  var digits = (value) => String(Number(value.toFixed(2)));
  var attribute = (name, value) => " " + name + '="' + value + '"';
  var escaped = (text2) => text2.replace(/[&<>"]/g, (one) => "&#" + one.charCodeAt(0) + ";");
  var SvgPen = class {
    constructor(width, height) {
      this.width = width;
      this.height = height;
    }
    fillStyle = "#000";
    strokeStyle = "#000";
    lineWidth = 1;
    font = "12px sans-serif";
    textAlign = "left";
    imageSmoothingEnabled = false;
    dash = [];
    transform = "";
    clipped = "";
    path = "";
    clips = 0;
    states = [];
    parts = [];
    measure = element("canvas").getContext("2d");
    /** The file, with a title that readers of the screen are told. */
    text(title) {
      return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ' + digits(this.width) + " " + digits(this.height) + '" width="' + digits(this.width) + '" height="' + digits(this.height) + '" role="img" aria-label="' + escaped(title) + '"><title>' + escaped(title) + '</title>\n<rect width="100%" height="100%" fill="#fff"/>\n' + this.parts.join("\n") + "\n</svg>\n";
    }
    save() {
      const { fillStyle, strokeStyle, lineWidth, font, textAlign, dash, transform, clipped } = this;
      this.states.push({ fillStyle, strokeStyle, lineWidth, font, textAlign, dash, transform, clip: clipped });
    }
    restore() {
      const state = this.states.pop();
      if (!state) return;
      const { clip, ...own } = state;
      Object.assign(this, own);
      this.clipped = clip;
    }
    translate(x, y) {
      this.transform += " translate(" + digits(x) + " " + digits(y) + ")";
    }
    rotate(angle) {
      this.transform += " rotate(" + digits(angle * 180 / Math.PI) + ")";
    }
    setLineDash(dash) {
      this.dash = dash;
    }
    beginPath() {
      this.path = "";
    }
    rect(x, y, width, height) {
      this.path += "M" + digits(x) + " " + digits(y) + "h" + digits(width) + "v" + digits(height) + "h" + digits(-width) + "z";
    }
    moveTo(x, y) {
      this.path += "M" + digits(x) + " " + digits(y);
    }
    lineTo(x, y) {
      this.path += "L" + digits(x) + " " + digits(y);
    }
    /** A whole circle; no drawing has parts of one. */
    arc(x, y, radius) {
      const r = digits(radius);
      this.path += "M" + digits(x - radius) + " " + digits(y) + "a" + r + " " + r + " 0 1 0 " + digits(2 * radius) + " 0a" + r + " " + r + " 0 1 0 " + digits(-2 * radius) + " 0z";
    }
    /** A clip lies in the space of what it clips, which is moved with it. */
    clip() {
      this.clipped = "clip-" + this.clips++;
      this.parts.push('<clipPath id="' + this.clipped + '"><path d="' + this.path + '"/></clipPath>');
    }
    stroke() {
      this.put("path", 'd="' + this.path + '" fill="none"' + this.line());
    }
    fill() {
      this.put("path", 'd="' + this.path + '" fill="' + String(this.fillStyle) + '"');
    }
    fillRect(x, y, width, height) {
      this.put("rect", this.box(x, y, width, height) + ' fill="' + String(this.fillStyle) + '"');
    }
    strokeRect(x, y, width, height) {
      this.put("rect", this.box(x, y, width, height) + ' fill="none"' + this.line());
    }
    measureText(text2) {
      this.measure.font = this.font;
      return this.measure.measureText(text2);
    }
    fillText(text2, x, y, most2 = Infinity) {
      const found = /^(?:(bold|600) )?(\d+)px (.*)$/.exec(this.font), anchor = { center: "middle", right: "end" }[this.textAlign] ?? "start";
      const tight = this.measureText(text2).width > most2 ? ' textLength="' + digits(most2) + '" lengthAdjust="spacingAndGlyphs"' : "";
      this.put("text", 'x="' + digits(x) + '" y="' + digits(y) + '" font-size="' + (found?.[2] ?? "12") + '" font-family="' + escaped(found?.[3] ?? "sans-serif") + '"' + (found?.[1] ? ' font-weight="600"' : "") + ' text-anchor="' + anchor + '" fill="' + String(this.fillStyle) + '"' + tight, escaped(text2));
    }
    drawImage(image, sx, sy, sw, sh, x, y, width, height) {
      this.put(
        "svg",
        this.box(x, y, width, height) + ' viewBox="' + [sx, sy, sw, sh].map(digits).join(" ") + '" preserveAspectRatio="none" overflow="hidden"',
        "<image" + attribute("width", image.width) + attribute("height", image.height) + attribute("href", image.toDataURL()) + (this.imageSmoothingEnabled ? "" : ' style="image-rendering:pixelated"') + "/>"
      );
    }
    put(name, attributes, inside = "") {
      this.parts.push("<" + name + " " + attributes + this.moved() + (this.clipped ? ' clip-path="url(#' + this.clipped + ')"' : "") + (inside ? ">" + inside + "</" + name + ">" : "/>"));
    }
    box(x, y, width, height) {
      return 'x="' + digits(x) + '" y="' + digits(y) + '" width="' + digits(width) + '" height="' + digits(height) + '"';
    }
    line() {
      return ' stroke="' + String(this.strokeStyle) + '" stroke-width="' + digits(this.lineWidth) + '"' + (this.dash.length > 0 ? ' stroke-dasharray="' + this.dash.join(" ") + '"' : "");
    }
    moved() {
      return this.transform === "" ? "" : ' transform="' + this.transform.trim() + '"';
    }
  };

  // src/map-view.ts
  var LEFT2 = 84;
  var NARROW = 42;
  var RIGHT2 = 66;
  var BELOW = 70;
  var SHARES = 46;
  var CURVE = 62;
  var SLIM = 420;
  var NAMED = 13;
  var LONGEST2 = 130;
  var HEAD = 44;
  var FINE2 = 3;
  var MapView = class {
    constructor(gestures, undefinedColour) {
      this.gestures = gestures;
      this.undefinedColour = undefinedColour;
      this.figure.className = "view";
      const plot = document.createElement("div");
      plot.className = "plot";
      this.canvas.tabIndex = 0;
      this.canvas.setAttribute("role", "img");
      this.canvas.setAttribute("aria-describedby", "how");
      this.cross.setAttribute("aria-hidden", "true");
      this.cross.className = "cross";
      plot.append(this.canvas, this.cross);
      this.figure.append(this.caption, plot);
      this.canvas.addEventListener("pointerdown", (event) => this.press(event));
      this.canvas.addEventListener("pointermove", (event) => this.move(event));
      this.canvas.addEventListener("pointerup", (event) => this.release(event));
      this.canvas.addEventListener("pointercancel", () => {
        this.drag = null;
      });
      this.canvas.addEventListener("pointerleave", () => {
        if (!this.drag) this.gestures.point(null);
      });
    }
    figure = document.createElement("figure");
    canvas = document.createElement("canvas");
    caption = document.createElement("figcaption");
    cross = document.createElement("canvas");
    source = null;
    image = null;
    x = { from: 0, to: 1 };
    y = { from: 0, to: 1 };
    /** Where things are; `beside` and `below` are the room of names on the axes. */
    plot = { left: LEFT2, top: 0, width: 1, height: 1, end: 1, beside: 0, below: 0 };
    drag = null;
    /** @param room Pixels that it may be wide. @param marked Whether a map beside it has windows: then all begin at one height. */
    show(source, x, y, room, marked) {
      if (source !== this.source) this.image = picture(source.matrix, source.scale, this.undefinedColour);
      this.source = source;
      this.x = x;
      this.y = y;
      this.caption.textContent = source.title;
      this.canvas.setAttribute("aria-label", "Heatmap of " + source.title + ": " + source.measure + " of every pair of layers");
      this.draw(room, marked);
    }
    /** The cross, and the layer that is pinned; cheap, for it follows the pointer. */
    mark(cell, pinned) {
      const paper = isPaper(), context = (paper ? this.canvas : this.cross).getContext("2d"), { left, top, width, height, end } = this.plot, source = this.source;
      if (!paper) context.clearRect(0, 0, this.cross.width, this.cross.height);
      if (!source) return;
      const wide = width / length(this.x), high = height / length(this.y), colours = theme();
      const across = (column) => left + (column - this.x.from) * wide, up = (row) => top + height - (row + 1 - this.y.from) * high;
      context.save();
      context.beginPath();
      context.rect(left - 1, top - 1, width + 2, end - top + 2);
      context.clip();
      if (pinned !== null && pinned >= this.y.from && pinned < this.y.to) {
        context.strokeStyle = "#35c5e8";
        context.lineWidth = 2;
        context.strokeRect(left, up(pinned), width, high);
      }
      if (cell) {
        context.lineWidth = 1;
        for (const [colour, out] of [["rgba(0,0,0,.55)", 1.5], ["rgba(255,255,255,.9)", 0.5]]) {
          context.strokeStyle = colour;
          context.strokeRect(across(cell.column) - out, top - 2, wide + 2 * out, end - top + 4);
          context.strokeRect(left - 2, up(cell.row) - out, width + 4, high + 2 * out);
        }
      }
      context.restore();
      if (!cell) return;
      context.font = "12px " + getComputedStyle(document.body).fontFamily;
      const tag = (text2, x, y, align) => {
        const size = context.measureText(text2).width + 8, from = align === "right" ? x - size : Math.max(0, Math.min(left + width + RIGHT2 - size, x - size / 2));
        context.fillStyle = colours.text;
        context.fillRect(from, y - 9, size, 18);
        context.fillStyle = colours.panel;
        context.textAlign = "left";
        context.fillText(text2, from + 4, y + 4);
      };
      if (cell.column >= this.x.from && cell.column < this.x.to)
        tag(cell.column + " " + source.columnAxis.layers[cell.column].name, across(cell.column) + wide / 2, end + 13, "center");
      if (cell.row >= this.y.from && cell.row < this.y.to) {
        const y = up(cell.row) - 12 > top + 9 ? up(cell.row) - 12 : up(cell.row) + high + 12;
        const text2 = cell.row + " " + source.rowAxis.layers[cell.row].name;
        tag(text2, left + context.measureText(text2).width + 10, y, "right");
      }
    }
    draw(room, marked) {
      this.place(room, marked);
      const [width, height] = this.size();
      const context = prepare(this.canvas, width, height);
      prepare(this.cross, width, height);
      const { left, top } = this.plot;
      Object.assign(this.canvas.dataset, { left, top, width: this.plot.width, height: this.plot.height, rows: length(this.y), columns: length(this.x), row: this.y.from, column: this.x.from });
      this.paint(context);
    }
    /** What is shown, on white, with a title of its own. */
    svg() {
      const [width, height] = this.size(), pen = new SvgPen(width, height + HEAD);
      onPaper(() => this.export(pen));
      return pen.text(this.source.title);
    }
    png(done) {
      const [width, height] = this.size(), canvas = element("canvas", "", { width: FINE2 * width, height: FINE2 * (height + HEAD) }), context = canvas.getContext("2d");
      context.scale(FINE2, FINE2);
      context.fillStyle = "#fff";
      context.fillRect(0, 0, width, height + HEAD);
      onPaper(() => this.export(context));
      canvas.toBlob((blob) => {
        if (blob) done(blob);
      });
    }
    export(context) {
      const { title, measure, map } = this.source, family = getComputedStyle(document.body).fontFamily, [width] = this.size();
      context.fillStyle = theme().text;
      context.textAlign = "left";
      context.font = "600 14px " + family;
      context.fillText(title, 12, 20, width - 24);
      context.font = "12px " + family;
      context.fillText(measure + (map?.examples ? ", " + map.examples : ""), 12, 37, width - 24);
      context.save();
      context.translate(0, HEAD);
      this.paint(context);
      context.restore();
    }
    size() {
      const { left, width, end, below } = this.plot;
      return [left + width + RIGHT2, end + BELOW + below];
    }
    /** Decides where everything goes. */
    place(room, marked) {
      const source = this.source, map = source.map, ratio = window.devicePixelRatio || 1, context = this.canvas.getContext("2d");
      context.font = "12px " + getComputedStyle(document.body).fontFamily;
      const widest = (axis, range2) => Math.min(LONGEST2, Math.max(...axis.layers.slice(range2.from, range2.to).map((layer) => context.measureText(layer.name).width))) + 6;
      const edge = room < SLIM ? NARROW : LEFT2, side2 = (beside2) => Math.max(120, Math.min(620, room - edge - RIGHT2 - beside2));
      const wanted = widest(source.rowAxis, this.y), beside = side2(wanted) >= NAMED * length(this.y) && side2(wanted) > 2 * wanted ? wanted : 0;
      const below = side2(beside) >= NAMED * length(this.x) && beside > 0 ? widest(source.columnAxis, this.x) : 0;
      const whole2 = (count) => count <= side2(beside) * ratio ? Math.floor(side2(beside) * ratio / count) * count / ratio : side2(beside);
      const top = marked ? 40 : 10, width = whole2(length(this.x)), height = whole2(length(this.y));
      const strip = (map?.shares ? SHARES : 0) + CURVE * (map?.curves.length ?? 0);
      this.plot = { left: edge + beside, top, width, height, end: top + height + strip, beside, below };
    }
    paint(context) {
      const source = this.source, map = source.map, colours = theme(), windows = map?.windows ?? [];
      const { left, top, width, height } = this.plot, bottom = top + height, side2 = Math.max(width, height), ratio = window.devicePixelRatio || 1;
      context.font = "12px " + getComputedStyle(document.body).fontFamily;
      context.imageSmoothingEnabled = length(this.x) > side2 * ratio || length(this.y) > side2 * ratio;
      context.drawImage(this.image, this.x.from, source.matrix.rows - this.y.to, length(this.x), length(this.y), left, top, width, height);
      this.hatch(context);
      context.strokeStyle = colours.quiet;
      context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
      if (map?.path) this.path(context, map.path);
      let y = bottom;
      if (map?.shares) {
        bars(context, { x: left, y: y + 8, width, height: SHARES - 10, shown: this.x }, map.shares, map.dominant, colours);
        this.title(context, ["PC1", "share"], y + 26, colours);
        y += SHARES;
      }
      for (const curve of map?.curves ?? []) {
        lines(context, { x: left, y: y + 8, width, height: CURVE - 10, shown: this.x }, curve, colours);
        this.title(context, curve.title.split(" "), y + 34, colours);
        context.textAlign = "left";
        context.fillStyle = colours.quiet;
        context.fillText(String(curve.top), left + width + 5, y + 16);
        context.fillText(String(curve.bottom), left + width + 5, y + CURVE - 2);
        curve.lines.filter((line) => line.name !== "").forEach((line, i) => {
          context.fillStyle = line.colour;
          context.fillText(line.name, left + width + 5, y + 30 + 13 * i);
        });
        y += CURVE;
      }
      this.axes(context, colours);
      this.windows(context, windows, colours);
      this.key(context, colours);
    }
    /** Undefined cells are hatched, run by run. */
    hatch(context) {
      const { matrix } = this.source, { left, top, width, height } = this.plot, wide = width / length(this.x), high = height / length(this.y);
      context.save();
      context.beginPath();
      let any = false;
      for (let row = this.y.from; row < this.y.to; row++) {
        for (let column = this.x.from; column < this.x.to; column++) {
          const start = column;
          while (column < this.x.to && Number.isNaN(matrix.value(row, column))) column++;
          if (column === start) continue;
          any = true;
          context.rect(left + (start - this.x.from) * wide, top + height - (row + 1 - this.y.from) * high, (column - start) * wide, high);
        }
      }
      if (any) {
        context.clip();
        context.strokeStyle = "#555";
        context.beginPath();
        for (let at = -height; at < width; at += 6) {
          context.moveTo(left + at, top + height);
          context.lineTo(left + at + height, top);
        }
        context.stroke();
      }
      context.restore();
    }
    title(context, words, y, colours) {
      context.fillStyle = colours.text;
      context.textAlign = "right";
      words.forEach((word, i) => context.fillText(word, this.plot.left - 8, y + 13 * i, this.plot.left - 9));
    }
    axes(context, colours) {
      const { left, top, width, height, end, beside, below } = this.plot, source = this.source, bottom = top + height;
      const wide = width / length(this.x), high = height / length(this.y);
      context.fillStyle = colours.text;
      for (const i of ticks(this.x, width, below > 0 ? wide : 42)) {
        const x = left + (i + 0.5 - this.x.from) * wide;
        context.fillRect(x - 0.5, end + 1, 1, 4);
        context.textAlign = "center";
        if (below === 0) context.fillText(String(i), x, end + 17);
        else {
          context.save();
          context.translate(x + 4, end + 9);
          context.rotate(-Math.PI / 2);
          context.textAlign = "right";
          context.fillText(source.columnAxis.layers[i].name, 0, 0, LONGEST2);
          context.restore();
        }
      }
      context.textAlign = "right";
      for (const i of ticks(this.y, height, beside > 0 ? high : 30)) {
        const y = bottom - (i + 0.5 - this.y.from) * high;
        context.fillRect(left - 5, y - 0.5, 4, 1);
        context.fillText(beside === 0 ? String(i) : source.rowAxis.layers[i].name, left - 8, y + 4, beside === 0 ? void 0 : LONGEST2);
      }
      context.textAlign = "center";
      for (const segment of source.columnAxis.segments) this.stage(context, segment, false, colours);
      for (const segment of source.rowAxis.segments) this.stage(context, segment, true, colours);
      context.fillStyle = colours.quiet;
      context.fillText(source.columnName, left + width / 2, end + 58 + below, width + RIGHT2);
      if (left - beside >= LEFT2) upwards(context, source.rowName, 14, top + height / 2, height);
    }
    stage(context, segment, vertical, colours) {
      const range2 = vertical ? this.y : this.x, { left, top, width, height, end, beside, below } = this.plot, pixels = (vertical ? height : width) / length(range2);
      const from = Math.max(segment.start, range2.from), to = Math.min(segment.end, range2.to), size = (to - from) * pixels - 1.5;
      if (size <= 0 || vertical && left - beside < LEFT2) return;
      const at = (from - range2.from) * pixels + 0.75;
      const [x, y, w, h] = vertical ? [left - beside - 62, top + height - at - size, 16, size] : [left + at, end + 24 + below, size, 16];
      context.fillStyle = colours.line;
      context.fillRect(x, y, w, h);
      context.fillStyle = colours.text;
      if (context.measureText(segment.label).width > size - 4) return;
      if (vertical) upwards(context, segment.label, x + 12, y + h / 2, h);
      else context.fillText(segment.label, x + w / 2, y + 12);
    }
    /** A bracket above and beside each large window; the one that the verdict rests on stands out. */
    windows(context, windows, colours) {
      const { left, top, width, height, beside } = this.plot, wide = width / length(this.x), high = height / length(this.y), taken = [];
      for (const mark of [...windows].sort((a, b) => Number(b.rests) - Number(a.rests))) {
        const thick = mark.rests ? 3 : 1.5;
        context.fillStyle = mark.rests ? colours.accent : colours.quiet;
        const clip = (range2) => [Math.max(mark.first, range2.from) - range2.from, Math.min(mark.last + 1, range2.to) - range2.from];
        const [first2, last] = clip(this.x), [lowest, highest] = clip(this.y);
        if (lowest < highest) {
          context.fillRect(left - beside - 36 - thick, top + height - highest * high, thick, (highest - lowest) * high);
          context.fillRect(left - beside - 36 - thick, top + height - highest * high, 5, thick);
          context.fillRect(left - beside - 36 - thick, top + height - lowest * high - thick, 5, thick);
        }
        if (first2 >= last) continue;
        const from = left + first2 * wide, to = left + last * wide;
        context.fillRect(from, top - 8, to - from, thick);
        context.fillRect(from, top - 8, thick, 6);
        context.fillRect(to - thick, top - 8, thick, 6);
        context.textAlign = "center";
        const words = [mark.first + "–" + mark.last + (mark.note ? ", " + mark.note : ""), mark.first + "–" + mark.last];
        const place = words.flatMap((text2) => [0, 1].map((line) => ({ text: text2, line, ...this.span(context, text2, from, to) }))).find((one) => !taken.some((other) => other.line === one.line && one.end + 6 > other.start && one.start - 6 < other.end));
        if (!place) continue;
        taken.push(place);
        context.fillText(place.text, (place.start + place.end) / 2, top - 13 - 14 * place.line);
      }
    }
    /** Where words about a stretch of the axis begin and end. */
    span(context, text2, from, to) {
      const { left, width } = this.plot, half = context.measureText(text2).width / 2;
      const middle = Math.min(Math.max((from + to) / 2, left + half), left + width + RIGHT2 - half);
      return { start: middle - half, end: middle + half };
    }
    /** The best match of every row, white in black so that it shows on every colour. */
    path(context, matches) {
      const { left, top, width, height } = this.plot, wide = width / length(this.x), high = height / length(this.y), radius = Math.min(3, Math.max(1.4, 0.4 * Math.min(wide, high)));
      for (const [more, colour] of [[0.9, "#000"], [0, "#fff"]]) {
        context.fillStyle = colour;
        matches.forEach((column, row) => {
          if (column === null || row < this.y.from || row >= this.y.to || column < this.x.from || column >= this.x.to) return;
          context.beginPath();
          context.arc(left + (column + 0.5 - this.x.from) * wide, top + height - (row + 0.5 - this.y.from) * high, radius + more, 0, 2 * Math.PI);
          context.fill();
        });
      }
    }
    key(context, colours) {
      const { left, top, width, height } = this.plot, { scale, measure } = this.source, x = left + width + 8, steps = Math.ceil(height);
      for (let i = 0; i < steps; i++) {
        context.fillStyle = hex(scale.colour(scale.high - (scale.high - scale.low) * (i + 0.5) / steps));
        context.fillRect(x, top + i * height / steps, 10, height / steps + 0.5);
      }
      context.fillStyle = colours.text;
      context.textAlign = "left";
      const marks = keyMarks(scale.low, scale.high);
      let last = Infinity, widest = 0;
      for (const mark of marks) {
        const y = top + height - (mark - scale.low) / (scale.high - scale.low) * height;
        if (last - y < 12) continue;
        const text2 = number2(mark, scale.high - scale.low);
        context.fillText(text2, x + 13, y + 4);
        widest = Math.max(widest, context.measureText(text2).width);
        last = y;
      }
      context.save();
      context.translate(x + 13 + widest + 11, top + height / 2);
      context.rotate(-Math.PI / 2);
      context.textAlign = "center";
      context.fillText(measure, 0, 0);
      context.restore();
    }
    // --- the pointer ---
    at(event) {
      const box = this.canvas.getBoundingClientRect(), { left, top, width, height, end, below } = this.plot, px = event.clientX - box.left, py = event.clientY - box.top;
      const column = this.x.from + Math.floor((px - left) / width * length(this.x)), row = this.y.from + Math.floor((top + height - py) / height * length(this.y));
      const inX = column >= this.x.from && column < this.x.to, inY = row >= this.y.from && row < this.y.to;
      const inside = inX && inY ? "both" : inX && py > top + height && py < end + 60 + below ? "x" : inY && px < left ? "y" : null;
      return { column: Math.max(this.x.from, Math.min(this.x.to - 1, column)), row: Math.max(this.y.from, Math.min(this.y.to - 1, row)), inside };
    }
    press(event) {
      const at = this.at(event);
      if (event.button !== 0 || at.inside === null) return;
      this.canvas.setPointerCapture(event.pointerId);
      this.drag = { x: at.column, y: at.row, clientX: event.clientX, clientY: event.clientY, axis: at.inside, moving: event.shiftKey, range: [this.x, this.y] };
    }
    far(event) {
      return this.drag !== null && Math.hypot(event.clientX - this.drag.clientX, event.clientY - this.drag.clientY) > 5;
    }
    move(event) {
      const at = this.at(event), drag = this.drag;
      if (drag && this.far(event)) {
        const { width, height } = this.plot, [x, y] = drag.range;
        if (drag.moving) {
          const by = [(drag.clientX - event.clientX) / width * length(x), (event.clientY - drag.clientY) / height * length(y)];
          this.gestures.zoom(moved(x, Math.round(by[0]), this.source.matrix.columns), moved(y, Math.round(by[1]), this.source.matrix.rows), false);
        } else this.brush(drag, at);
        return;
      }
      this.gestures.point(at.inside === "both" ? at : at.inside === "x" ? { row: Math.min(this.source.matrix.rows - 1, at.column), column: at.column } : null);
    }
    brush(drag, at) {
      this.mark(null, null);
      const context = this.cross.getContext("2d"), { left, top, width, height } = this.plot, wide = width / length(this.x), high = height / length(this.y);
      const x = drag.axis === "y" ? [this.x.from, this.x.to] : [Math.min(drag.x, at.column), Math.max(drag.x, at.column) + 1];
      const y = drag.axis === "x" ? [this.y.from, this.y.to] : [Math.min(drag.y, at.row), Math.max(drag.y, at.row) + 1];
      context.fillStyle = "rgba(53,197,232,.25)";
      context.strokeStyle = "#fff";
      const box = [left + (x[0] - this.x.from) * wide, top + height - (y[1] - this.y.from) * high, (x[1] - x[0]) * wide, (y[1] - y[0]) * high];
      context.fillRect(...box);
      context.strokeRect(...box);
    }
    release(event) {
      const drag = this.drag, at = this.at(event), far = this.far(event);
      this.drag = null;
      if (!drag) return;
      if (far) {
        if (drag.moving) return;
        this.gestures.zoom(
          drag.axis === "y" ? this.x : brushed(drag.x, at.column, this.source.matrix.columns),
          drag.axis === "x" ? this.y : brushed(drag.y, at.row, this.source.matrix.rows),
          true
        );
      } else if (at.inside === "both") {
        this.gestures.point(at);
        this.gestures.pin(at.row);
      }
    }
  };
  function keyMarks(low, high) {
    if (low < 0 && high + low < 1e-9) {
      const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((size) => high / size <= 4) ?? high / 2, count = Math.floor(high / step + 1e-9);
      return Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
    }
    const up = low < 0 ? 0 : low, marks = Array.from({ length: 6 }, (_, i) => up + (high - up) * i / 5);
    return low < 0 ? [low, ...marks] : marks;
  }
  function number2(value, span) {
    const whole2 = (decimals) => Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) < 1e-6;
    return value.toFixed(span >= 0.5 && whole2(1) ? 1 : whole2(2) ? 2 : 3).replace(/^-(0\.?0*)$/, "$1");
  }
  function upwards(context, text2, x, y, room) {
    context.save();
    context.translate(x, y);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.fillText(text2, 0, 0, room);
    context.restore();
  }

  // src/pinned.ts
  var HEIGHT = 120;
  var COLOURS = ["#0072b2", "#d55e00", "#009e73"];
  function pinnedCurves(sources, data2, pinned, cell, open, shown2) {
    const host = byId("pinned"), first2 = sources[0];
    host.hidden = pinned === null || !first2 || pinned >= first2.matrix.rows;
    if (host.hidden || pinned === null || !first2) return;
    const layers = first2.matrix.columns, rows = [...sources.filter((source) => source.matrix.columns === layers && source.matrix.rows === first2.matrix.rows)];
    const map = data2.maps[shown2], cosines = data2.maps.findIndex((other) => other.derived && other.measure === "cos²" && other.a === map.a && map.a === map.b);
    const extra = cosines >= 0 && cosines !== shown2 ? open(cosines) : null;
    if (extra && extra.matrix.columns === layers && !rows.some((source) => source.map === extra.map)) rows.push(extra);
    const values = rows.map((source) => Array.from({ length: layers }, (_, column) => {
      const value = source.matrix.value(pinned, column);
      return Number.isNaN(value) ? null : value;
    }));
    const top = Math.max(1, ...rows.map((source) => source.scale.high));
    const least = Math.min(0, ...values.flat().filter((value) => value !== null));
    const width = Math.min(1100, host.clientWidth || 700), canvas = host.querySelector("canvas"), context = prepare(canvas, width, HEIGHT + 40), colours = theme();
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    const place = { x: 36, y: 6, width: width - 46, height: HEIGHT, shown: whole(layers) };
    lines(context, place, { title: "", top, bottom: least, reference: least < 0 ? 0 : null, lines: values.map((line, i) => ({ name: "", colour: COLOURS[i], values: line })) }, colours);
    context.fillStyle = colours.quiet;
    context.textAlign = "right";
    context.fillText(top === 1 ? "1" : top.toFixed(2), 30, 14);
    context.fillText(least < 0 ? least.toFixed(2) : "0", 30, HEIGHT + 6);
    context.textAlign = "left";
    context.fillText(first2.columnName === "layer" ? "0" : "0 of " + first2.columnName, place.x, HEIGHT + 24);
    context.textAlign = "right";
    context.fillText(String(layers - 1), place.x + place.width, HEIGHT + 24);
    if (cell && cell.column < layers) {
      const x = place.x + (cell.column + 0.5) * place.width / layers;
      context.fillStyle = colours.text;
      context.fillRect(x - 0.5, place.y, 1, place.height);
    }
    const legend = rows.map((source, i) => {
      const item = element("span", source.measure + " of " + source.title + (cell && cell.column < layers ? ": " + (values[i][cell.column]?.toFixed(source.decimals) ?? "undefined") : "")), swatch = element("span", "", { className: "line line-" + i });
      item.prepend(swatch);
      return item;
    });
    byId("pinned-name").textContent = "Row " + pinned + " " + first2.rowAxis.layers[pinned].name + " as a curve";
    byId("pinned-legend").replaceChildren(...legend);
  }

  // src/value-table.ts
  var MOST = 60;
  function part(shown2, layer) {
    const count = length(shown2), at = layer === null ? 0 : layer - shown2.from;
    if (count <= MOST) return shown2;
    const from = Math.floor(Math.max(0, Math.min(count - 1, at)) / MOST) * MOST;
    return { from: shown2.from + from, to: Math.min(shown2.to, shown2.from + from + MOST) };
  }
  var ValueTable = class {
    host = element("div");
    says = element("p", "", { className: "small" });
    ways = element("p", "", { className: "buttons" });
    table = element("div", "", { className: "scroll", tabIndex: 0 });
    source = null;
    shown = [{ from: 0, to: 0 }, { from: 0, to: 0 }];
    x = this.shown[0];
    y = this.shown[1];
    constructor() {
      this.says.setAttribute("role", "status");
      this.table.setAttribute("role", "region");
      this.ways.append(...[["Earlier columns", -1, 0], ["Later columns", 1, 0], ["Earlier rows", 0, -1], ["Later rows", 0, 1]].map(([name, columns, rows]) => {
        const button = element("button", name, { type: "button" });
        button.addEventListener("click", () => {
          if (button.getAttribute("aria-disabled") === "true") return;
          this.fill(turned(this.x, columns, this.shown[0]), turned(this.y, rows, this.shown[1]));
        });
        return button;
      }));
      this.host.append(this.says, this.ways, this.table);
    }
    /** @param cell Of the cross: the table begins with the part that has it. */
    show(source, x, y, cell) {
      this.source = source;
      this.shown = [x, y];
      this.fill(part(x, cell?.column ?? null), part(y, cell?.row ?? null));
    }
    fill(x, y) {
      const source = this.source, [allX, allY] = this.shown;
      [this.x, this.y] = [x, y];
      const whole2 = length(x) === length(allX) && length(y) === length(allY), layers = (range2) => range2.from + "–" + (range2.to - 1);
      this.says.textContent = whole2 ? "" : "Rows " + layers(y) + " and columns " + layers(x) + " of the rows " + layers(allY) + " and columns " + layers(allX) + " that are shown.";
      this.says.hidden = this.ways.hidden = whole2;
      const ends = [x.from === allX.from, x.to === allX.to, y.from === allY.from, y.to === allY.to];
      [...this.ways.children].forEach((button, i) => button.setAttribute("aria-disabled", String(ends[i])));
      this.table.setAttribute("aria-label", "Values of " + source.title);
      this.table.replaceChildren(tableOf(source, x, y));
    }
  };
  function turned(part2, by, shown2) {
    if (by === 0) return part2;
    const from = part2.from + by * MOST;
    return from < shown2.from || from >= shown2.to ? part2 : { from, to: Math.min(shown2.to, from + MOST) };
  }
  function tableOf(source, x, y) {
    const table = element("table", "", { className: "data" }), head = element("tr");
    head.append(element("td"));
    for (let column = x.from; column < x.to; column++) head.append(element("th", column + " " + source.columnAxis.layers[column].name, { scope: "col" }));
    const body = element("tbody");
    for (let row = y.to - 1; row >= y.from; row--) {
      const line = element("tr");
      line.append(element("th", row + " " + source.rowAxis.layers[row].name, { scope: "row" }));
      for (let column = x.from; column < x.to; column++) {
        const value = source.matrix.value(row, column);
        line.append(element("td", Number.isNaN(value) ? "–" : value.toFixed(source.decimals), { className: "number" }));
      }
      body.append(line);
    }
    const top = element("thead");
    top.append(head);
    table.append(top, body);
    return table;
  }

  // src/workbench.ts
  var NONE = "";
  var Workbench = class {
    /** @param changed Told what the address is to hold, and whether Back leads to what was before. */
    constructor(data2, maps2, shown2, changed) {
      this.data = data2;
      this.maps = maps2;
      this.changed = changed;
      this.shown = shown2;
      const choose = byId("choose"), other = byId("with");
      const options = () => data2.maps.map((map, i) => element("option", map.label, { value: String(i), disabled: map.steps === 0 }));
      choose.append(...options());
      other.append(element("option", "no other", { value: NONE }), ...options());
      choose.addEventListener("change", () => this.open(Number(choose.value)));
      other.addEventListener("change", () => this.compare(other.value === NONE ? null : Number(other.value)));
      byId("swap").addEventListener("click", () => this.change({ map: this.shown.with, with: this.shown.map, pinned: null, cell: null }, true));
      byId("nearer").addEventListener("click", () => this.zoomBy(0.5));
      byId("wider").addEventListener("click", () => this.zoomBy(2));
      byId("all").addEventListener("click", () => this.change({ x: null, y: null }, true));
      byId("values").addEventListener("click", () => this.change({ values: !this.shown.values }, false));
      const take = (name, says, act) => {
        const button = element("button", name, { type: "button", title: "Save " + says });
        button.addEventListener("click", () => this.sources.forEach((source, i) => act(
          source,
          this.views[i],
          plain(i < 2 ? source.title : "difference " + this.sources[0].title + " " + this.sources[1].title)
        )));
        byId("bench-buttons").append(button);
        return button;
      };
      take("npy", "what is shown as arrays of NumPy", (source, _, file) => save(file + ".npy", npy(source.matrix), "application/octet-stream"));
      this.errors = take("± npy", "the errors as arrays of NumPy", (source, _, file) => {
        const { rows, columns, error } = source.matrix;
        if (source.matrix.estimated) save(file + "-errors.npy", npy({ rows, columns, value: error.bind(source.matrix), error }), "application/octet-stream");
      });
      take("CSV", "what is shown as tables", (source, _, file) => save(file + ".csv", matrixCsv(source), "text/csv"));
      take("SVG", "what is shown as drawings", (_, view, file) => save(file + ".svg", view.svg(), "image/svg+xml"));
      take("PNG", "what is shown as images", (_, view, file) => view.png((blob) => save(file + ".png", blob, "image/png")));
      byId("views").addEventListener("keydown", (event) => this.key(event));
      onLookChange(() => this.draw());
    }
    shown;
    views = [];
    sources = [];
    cache = /* @__PURE__ */ new Map();
    errors;
    values = new ValueTable();
    /** Goes to what the address says. */
    go(shown2) {
      this.shown = shown2;
      this.kept = shown2.cell;
      this.draw();
    }
    open(index) {
      const fits = this.shown.map !== null && this.fit(this.data.maps[this.shown.map], this.data.maps[index]);
      this.change({ map: index, with: this.shown.with === index ? null : this.shown.with, ...fits ? {} : { x: null, y: null, cell: null, pinned: null } }, true);
    }
    compare(index) {
      this.change({ with: index }, true);
    }
    change(what, step) {
      this.shown = { ...this.shown, ...what };
      if (what.cell !== void 0) this.kept = what.cell;
      this.draw();
      this.changed(this.shown, step);
    }
    fit(a, b) {
      const count = (axis) => this.data.axes[axis].layers.length;
      return count(a.rows) === count(b.rows) && count(a.columns) === count(b.columns);
    }
    source(index) {
      const known = this.cache.get(String(index));
      if (known) return known;
      const map = this.data.maps[index], matrix = this.maps.matrix(index);
      if (!matrix) return null;
      const within = map.a === map.b;
      const source = {
        title: map.label,
        measure: map.measure,
        decimals: map.steps >= 1e3 ? 3 : 2,
        matrix,
        scale: this.maps.scale(index),
        map,
        rowAxis: this.data.axes[map.rows],
        columnAxis: this.data.axes[map.columns],
        rowName: within ? "layer" : "layer of " + this.data.models[map.a].label,
        columnName: within ? "layer" : "layer of " + this.data.models[map.b].label
      };
      this.cache.set(String(index), source);
      return source;
    }
    difference(a, b) {
      const key2 = this.shown.map + "-" + this.shown.with, known = this.cache.get(key2);
      if (known) return known;
      const matrix = difference(a.matrix, b.matrix);
      const source = { ...a, title: "Difference: first − second", measure: "difference", decimals: Math.min(a.decimals, b.decimals), matrix, scale: diverging(Math.max(0.05, Math.ceil(20 * most(matrix) - 1e-9) / 20)), map: null };
      this.cache.set(key2, source);
      return source;
    }
    range(axis, count) {
      const range2 = this.shown[axis];
      return range2 && range2.to <= count ? range2 : whole(count);
    }
    draw() {
      const { map: index } = this.shown, a = index === null || !this.data.maps[index] ? null : this.source(index);
      byId("model").hidden = index === null;
      if (index === null) return;
      const map = this.data.maps[index], b = this.shown.with === null || !this.data.maps[this.shown.with] ? null : this.source(this.shown.with);
      byId("opened").textContent = b ? map.label + " beside " + b.title : map.label;
      byId("choose").value = String(index);
      const other = byId("with");
      other.value = b ? String(this.shown.with) : NONE;
      for (const option of other.options) if (option.value !== NONE) option.disabled = Number(option.value) === index || this.data.maps[Number(option.value)].steps === 0;
      byId("swap").hidden = !b;
      this.sources = a && b ? [a, b, ...this.fit(map, b.map) ? [this.difference(a, b)] : []] : a ? [a] : [];
      this.errors.hidden = !this.sources.some((source) => source.matrix.estimated);
      while (this.views.length < this.sources.length) this.views.push(new MapView(this.gestures(this.views.length), this.maps.undefinedColour));
      const host = byId("views"), figures = this.views.slice(0, this.sources.length).map((view) => view.figure);
      if (!a || figures.length !== host.children.length || figures.some((figure, i) => figure !== host.children[i])) host.replaceChildren(...figures);
      if (!a) host.textContent = "This map is left out of the page to keep it small.";
      host.classList.toggle("several", this.sources.length > 1);
      byId("model").classList.toggle("comparing", this.sources.length > 1);
      const room = host.clientWidth, each = this.sources.length < 2 || room < 700 ? room : room / Math.min(3, this.sources.length) - 12;
      const marked = this.sources.some((source) => (source.map?.windows.length ?? 0) > 0);
      this.sources.forEach((source, i) => {
        const fits = i === 0 || this.fit(map, source.map ?? map);
        this.views[i].show(source, fits ? this.range("x", source.matrix.columns) : whole(source.matrix.columns), fits ? this.range("y", source.matrix.rows) : whole(source.matrix.rows), each, marked);
      });
      byId("all").disabled = byId("wider").disabled = !a || isWhole(this.range("x", a.matrix.columns), a.matrix.columns) && isWhole(this.range("y", a.matrix.rows), a.matrix.rows);
      for (const button of document.querySelectorAll("button.map"))
        if (button.dataset.map === String(index)) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      this.facts(map, b?.map ?? null);
      this.read();
      this.table();
    }
    gestures(view) {
      return {
        point: (cell) => {
          if (cell && this.scaled(view)) cell = this.translated(cell, view, 0);
          this.shown = { ...this.shown, cell: cell ?? this.kept };
          this.read();
        },
        pin: (row) => {
          if (this.scaled(view)) row = this.translated({ row, column: 0 }, view, 0).row;
          this.kept = this.shown.cell;
          this.change({ pinned: this.shown.pinned === row ? null : row }, true);
        },
        zoom: (x, y, step) => {
          if (step || !same(x, this.shown.x) || !same(y, this.shown.y)) this.change({ x, y }, step);
        }
      };
    }
    /** Where the keyboard or a click left the cross: the pointer may come and go. */
    kept = null;
    /** Whether a view has other layers than the first one: then crosses stand at the same relative depth. */
    scaled(view) {
      const a = this.sources[0]?.matrix, b = this.sources[view]?.matrix;
      return !!a && !!b && (a.rows !== b.rows || a.columns !== b.columns);
    }
    translated(cell, from, to) {
      const a = this.sources[from].matrix, b = this.sources[to].matrix;
      const move = (index, count, other) => count < 2 ? 0 : Math.round(index / (count - 1) * (other - 1));
      return { row: move(cell.row, a.rows, b.rows), column: move(cell.column, a.columns, b.columns) };
    }
    cellOf(view) {
      const cell = this.shown.cell, first2 = this.sources[0]?.matrix;
      if (!cell || !first2 || cell.row >= first2.rows || cell.column >= first2.columns) return null;
      return this.scaled(view) ? this.translated(cell, 0, view) : cell;
    }
    zoomBy(factor, step = true) {
      const matrix = this.sources[0]?.matrix;
      if (!matrix) return;
      const x = this.range("x", matrix.columns), y = this.range("y", matrix.rows), cell = this.shown.cell;
      const middle = (range2, index) => index !== void 0 && index >= range2.from && index < range2.to ? index : Math.floor((range2.from + range2.to) / 2);
      const nearer = { x: zoomed(x, middle(x, cell?.column), factor, matrix.columns), y: zoomed(y, middle(y, cell?.row), factor, matrix.rows) };
      if (!same(nearer.x, x) || !same(nearer.y, y)) this.change(nearer, step);
    }
    key(event) {
      const matrix = this.sources[0]?.matrix;
      if (!matrix || event.ctrlKey || event.metaKey || event.altKey) return;
      const x = this.range("x", matrix.columns), y = this.range("y", matrix.rows);
      if (event.key === "+" || event.key === "-" || event.key === "0") {
        event.preventDefault();
        if (event.key === "0") this.change({ x: null, y: null }, !event.repeat);
        else this.zoomBy(event.key === "+" ? 0.5 : 2, !event.repeat);
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        if (this.shown.pinned !== null) this.change({ pinned: null }, true);
        else if (!isWhole(x, matrix.columns) || !isWhole(y, matrix.rows)) this.change({ x: null, y: null }, true);
        else this.change({ cell: null }, false);
        return;
      }
      const at = this.cellOf(0);
      if (event.key === "Enter" && at) {
        event.preventDefault();
        this.change({ pinned: this.shown.pinned === at.row ? null : at.row }, true);
        return;
      }
      const step = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Home: [0, -Infinity], End: [0, Infinity], PageUp: [10, 0], PageDown: [-10, 0] }[event.key];
      if (!step) return;
      event.preventDefault();
      const limit = (value, range2) => Math.min(range2.to - 1, Math.max(range2.from, value)), far = event.shiftKey ? 10 : 1;
      this.kept = at ? { row: limit(at.row + far * step[0], y), column: limit(at.column + far * step[1], x) } : { row: y.from, column: x.from };
      this.shown = { ...this.shown, cell: this.kept };
      this.read();
      this.changed(this.shown, false);
    }
    // --- what is pointed at ---
    read() {
      const cell = this.cellOf(0), lines2 = [];
      this.sources.forEach((source, i) => {
        const here = this.cellOf(i);
        this.views[i].mark(here, this.shown.pinned === null ? null : this.scaled(i) ? this.translated({ row: this.shown.pinned, column: 0 }, 0, i).row : this.shown.pinned);
        const name = i === 0 || this.sources.length === 1 ? "value" : i === 1 ? "value-2" : "value-difference";
        const term = element("dt", this.sources.length === 1 ? source.measure : i === 0 ? "First: " + source.measure : i === 1 ? "Second: " + source.measure : "Difference");
        const said = element("dd"), value = here ? source.matrix.value(here.row, here.column) : NaN, error = here ? source.matrix.error(here.row, here.column) : NaN;
        if (i === 0) term.id = "measure";
        said.append(
          element("output", !here ? "–" : Number.isNaN(value) ? "undefined" : value.toFixed(source.decimals).replace(/^-(0\.0*)$/, "$1"), { id: name, className: i === 0 ? "large" : "" }),
          " ",
          element("span", Number.isNaN(error) ? "" : "± " + (error === 0 ? "0" : error.toPrecision(2)) + " (" + (source.map?.uncertainty ?? "standard error") + ")", { id: i === 0 ? "error" : name + "-error" })
        );
        lines2.push(term, said);
      });
      const first2 = this.sources[0], map = first2?.map;
      lines2.push(element("dt", "Row"), element("dd", first2 && map && cell ? this.row(map, first2.rowAxis, cell.row, first2.columnAxis) : "–", { id: "row" }));
      lines2.push(element("dt", "Column"), element("dd", first2 && map && cell ? this.column(map, first2.columnAxis, cell.column) : "–", { id: "column" }));
      const second = this.sources[1], beside = this.cellOf(1);
      if (second?.map && this.scaled(1)) {
        lines2.push(element("dt", "Second row"), element("dd", beside ? this.row(second.map, second.rowAxis, beside.row, second.columnAxis) : "–"));
        lines2.push(element("dt", "Second column"), element("dd", beside ? this.column(second.map, second.columnAxis, beside.column) : "–"));
      }
      if (map?.examples) lines2.push(element("dt", "Over"), element("dd", map.examples));
      byId("readout").replaceChildren(...lines2);
      pinnedCurves(this.sources.slice(0, 2), this.data, this.shown.pinned, cell, this.source.bind(this), this.shown.map);
    }
    row(map, axis, index, columns) {
      const match = map.path?.[index] ?? null;
      return describe(axis, index, map.rowShares) + (match === null ? "" : "; best match " + match + " " + columns.layers[match].name);
    }
    column(map, axis, index) {
      return describe(axis, index, map.columnShares) + map.curves.flatMap((curve) => curve.lines.flatMap((line) => {
        const value = line.values[index] ?? null, several = curve.lines.length > 1 && line.name !== "" && !curve.title.startsWith("collapse");
        return value === null ? [] : ["; " + curve.title + (several ? " " + line.name : "") + " " + value.toFixed(3)];
      })).join("");
    }
    facts(map, other) {
      const both = other ? [["First", map], ["Second", other]] : [["", map]];
      byId("facts").replaceChildren(...both.flatMap(([name, one]) => [
        ...name ? [element("dt", name), element("dd", one.label, { className: "which" })] : [],
        ...one.facts.flatMap(([term, value]) => [element("dt", term), element("dd", value)])
      ]));
      byId("cautions").replaceChildren(...[...new Set(both.flatMap(([, one]) => one.warnings))].map((warning) => element("li", warning)));
      byId("files").replaceChildren(...both.flatMap(([, one]) => (one.figure === "" ? [] : [".png", ".svg"]).flatMap((end) => [
        element("a", one.figure.replace(/^figures\//, "") + end, { href: one.figure + end }),
        element("br")
      ])));
    }
    table() {
      const open = this.shown.values, first2 = this.sources[0], host = byId("table-of-values");
      byId("values").setAttribute("aria-pressed", String(open));
      if (!open || !first2) return host.replaceChildren();
      if (!this.values.host.isConnected) host.replaceChildren(this.values.host);
      this.values.show(first2, this.range("x", first2.matrix.columns), this.range("y", first2.matrix.rows), this.cellOf(0));
    }
  };
  function most(matrix) {
    let found = 0;
    for (let row = 0; row < matrix.rows; row++)
      for (let column = 0; column < matrix.columns; column++) {
        const value = Math.abs(matrix.value(row, column));
        if (value > found) found = value;
      }
    return found;
  }
  function describe(axis, index, shares) {
    const layer = axis.layers[index], known = shares ? shares[index] : void 0;
    const where = layer.stage === null ? "" : ", stage " + layer.stage + (layer.block === null ? "" : " block " + layer.block);
    return index + " " + layer.name + " (" + layer.kind + where + "; " + layer.shape.join(" × ") + ")" + (known === void 0 ? "" : known === null ? "; PC1 share undefined" : "; PC1 share " + known.toFixed(3));
  }

  // src/main.ts
  var data = JSON.parse(byId("data").textContent);
  var maps = new Maps(data);
  function first() {
    const own = (index) => {
      const map = data.maps[index];
      return map.a === map.b && !map.derived && data.models[map.a].evidence;
    };
    const trained = (index) => own(index) && data.models[data.maps[index].a].trained;
    const windowed = (index) => trained(index) && data.maps[index].windows.length > 0;
    const ruled = (index) => windowed(index) ? (data.maps[index].shares ?? []).filter((share) => (share ?? 0) >= data.maps[index].dominant).length : 0;
    const all = data.maps.map((_, i) => i), most2 = all.reduce((best, index) => ruled(index) > ruled(best) ? index : best, 0);
    if (all.length === 0) return null;
    return ruled(most2) > 0 ? most2 : all.find(windowed) ?? all.find(trained) ?? all.find(own) ?? 0;
  }
  var names = data.maps.map((map) => map.key);
  var addressed = () => {
    const shown2 = read(location.hash, names);
    return { ...shown2, map: shown2.map !== null && shown2.map < data.maps.length ? shown2.map : first() };
  };
  var shown = addressed();
  var pace = new Pace(() => history.replaceState(null, "", write(shown, names)));
  addEventListener("pagehide", () => pace.flush());
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a[href^='#']")) pace.flush();
  }, true);
  function keep(next2, step) {
    if (step) pace.flush();
    shown = next2;
    if (step) history.pushState(null, "", write(next2, names));
    else pace.ask();
  }
  if (data.version !== null) follow(data.version);
  var effects = new Effects((effect) => keep({ ...shown, effect }, true));
  var tables = new Tables(data, (of) => keep({ ...shown, tables: of }, false));
  offer();
  var thumbnails = new Thumbnails(data, maps);
  document.querySelectorAll("table.grid, table.matrix").forEach(rove);
  var filters = new Filters(data, (only) => {
    keep({ ...shown, only }, true);
  });
  var workbench = new Workbench(data, maps, shown, (next2, step) => keep({ ...shown, map: next2.map, with: next2.with, pinned: next2.pinned, cell: next2.cell, x: next2.x, y: next2.y, values: next2.values }, step));
  var errors = new ErrorExplorers(data, (next2) => keep({ ...shown, errors: next2 }, true));
  function show(go) {
    effects.show(shown.effect);
    filters.show(shown.only);
    tables.show(shown.tables);
    workbench.go(shown);
    errors.show(shown.errors, go);
  }
  show(true);
  window.addEventListener("popstate", () => {
    pace.drop();
    if (location.hash !== "" && !location.hash.includes("=")) return;
    shown = addressed();
    show(false);
  });
  for (const button of thumbnails.buttons)
    button.addEventListener("click", () => {
      workbench.open(Number(button.dataset.map));
      const heading = byId("opened");
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    });
  var key = document.getElementById("key");
  if (key) {
    const context = key.getContext("2d"), ramp = context.createImageData(256, 1), pixels = new Uint32Array(ramp.data.buffer);
    for (let i = 0; i < 256; i++) pixels[i] = (4278190080 | parseInt(data.magma.slice(6 * i + 4, 6 * i + 6), 16) << 16 | parseInt(data.magma.slice(6 * i + 2, 6 * i + 4), 16) << 8 | parseInt(data.magma.slice(6 * i, 6 * i + 2), 16)) >>> 0;
    context.putImageData(ramp, 0, 0);
  }
})();
