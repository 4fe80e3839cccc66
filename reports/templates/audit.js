"use strict";
(function () {
  var began = performance.now();
  var D = JSON.parse(document.getElementById("data").textContent), W = D.words;
  var $ = function (id) { return document.getElementById(id); };
  var NAMES = D.statuses.map(function (s) { return s[1]; }), LETTERS = D.statuses.map(function (s) { return s[2]; });
  var CODES = D.statuses.map(function (s) { return s[0]; });
  var FILL = ["#b3361b", "#f2b33d", "#cfe3ee", "#eceff3"], INK = ["#ffffff", "#3a2600", "#2c5f7d", "#6b7683"];
  var NONE = 7, P = null, rows = [], columns = [], tab = "map", page = 0, sortBy = "rank", sortUp = true;
  var size = 20, head = 74, side = 290, at = null;

  // ---- words
  function fill(text, facts) { return text.replace(/\{(\w+)\}/g, function (_, key) { return facts[key]; }); }
  function dots(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, "."); }
  function percent(x) { return (Math.round(x * 1000) / 10).toFixed(1).replace(".", ",").replace(/,0$/, "") + "%"; }
  function bare(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d"); }
  // Tone marks at the end of each word: "hoà" and "hòa" become equal, "hòa" and "hóa" stay apart.
  function toned(text) {
    return text.toLowerCase().normalize("NFD").replace(/[^\s]+/g, function (word) {
      var tones = word.match(/[\u0300\u0301\u0303\u0309\u0323]/g);
      return tones ? word.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, "") + tones.join("") : word;
    });
  }
  function haystack(text) { return [bare(text), text.toLowerCase().normalize("NFC"), toned(text)]; }
  function matcher(query) {
    query = query.trim().replace(/\s+/g, " ");
    if (!query) return null;
    var plain = bare(query), low = query.toLowerCase().normalize("NFC"), tone = toned(query);
    if (plain === low) return function (hay) { return hay[0].indexOf(plain) >= 0; };
    return function (hay) { return hay[1].indexOf(low) >= 0 || hay[2].indexOf(tone) >= 0; };
  }
  function el(tag, attributes, children) {
    var node = document.createElement(tag);
    for (var key in attributes || {}) {
      if (key === "text") node.textContent = attributes[key];
      else if (key === "click") node.addEventListener("click", attributes[key]);
      else node.setAttribute(key, attributes[key]);
    }
    (children || []).forEach(function (child) { node.append(child); });
    return node;
  }
  function href(path) { return path.split("/").map(encodeURIComponent).join("/"); }

  // ---- data of one parent
  D.plans.forEach(function (plan) { plan.hay = haystack(plan[0] + " " + plan[1] + " " + plan[3] + " " + plan[5] + " " + plan[7]); });
  function load(number) {
    P = D.parents[number];
    if (!P.codes) {
      var bytes = Uint8Array.from(atob(P.cells), function (c) { return c.charCodeAt(0); });
      P.codes = new Uint16Array(bytes.length >> 1);
      for (var i = 0; i < P.codes.length; i++) P.codes[i] = bytes[2 * i] | bytes[2 * i + 1] << 8;
      P.hays = P.rows.map(function (row) { return haystack(row[1] + " " + row[3] + " " + row[0]); });
      P.placeHays = P.places.map(haystack);
    }
    options($("by-field"), P.sections.map(function (name) { return name || W.no_section; }));
    options($("by-place"), P.places.map(function (name) { return name || W.unknown; }));
    document.querySelectorAll(".cards[data-parent]").forEach(function (cards) { cards.hidden = cards.dataset.parent !== String(number); });
    if (D.parents.length > 1) $("against").textContent = P.title;
    at = null; shut();
    apply();
  }
  function options(select, names) {
    while (select.options.length > 1) select.remove(1);
    names.forEach(function (name, i) { select.append(el("option", { value: i, text: name.length > 70 ? name.slice(0, 70) + "…" : name })); });
    select.parentNode.hidden = names.length < 2;
  }
  function cell(plan, row) { return P.codes[plan * P.rows.length + row]; }
  function label(plan) { return D.plans[P.plans[plan]][0]; }
  function placeOf(plan) { return P.places[P.place[plan]]; }
  function codeOf(row) { return P.rows[row][1] || P.rows[row][0]; }

  // ---- filters
  function apply() {
    var findPlan = matcher($("find-plan").value), findAsked = matcher($("find-asked").value);
    var status = $("by-status").value, field = $("by-field").value, place = $("by-place").value;
    var test = status === "" ? null : status === "gap" ? function (c) { return (c >> 3 & 1) === 1; } : function (c) { return (c & 7) === +status; };
    columns = []; rows = [];
    for (var r = 0; r < P.rows.length; r++)
      if ((field === "" || P.rows[r][2] === +field) && (!findAsked || findAsked(P.hays[r]))) columns.push(r);
    for (var p = 0; p < P.plans.length; p++)
      if ((place === "" || P.place[p] === +place) && (!findPlan || findPlan(D.plans[P.plans[p]].hay) || findPlan(P.placeHays[P.place[p]]))) rows.push(p);
    if (test) {
      rows = rows.filter(function (p) { return columns.some(function (r) { return test(cell(p, r)); }); });
      columns = columns.filter(function (r) { return rows.some(function (p) { return test(cell(p, r)); }); });
    }
    P.lit = test;
    var by = $("by-order").value;
    if (by === "name") rows.sort(function (a, b) { return label(a).localeCompare(label(b), "vi"); });
    if (by === "coverage") rows.sort(function (a, b) { return P.totals[a][0] - P.totals[b][0]; });
    if (by === "missing") rows.sort(function (a, b) { return P.totals[b][1] - P.totals[a][1] || P.totals[b][2] - P.totals[a][2]; });
    page = 0;
    var sums = counts(rows, columns);
    var words = el("span", { text: fill(W.shown, { rows: dots(rows.length), allRows: dots(P.plans.length), columns: columns.length, allColumns: P.rows.length }) });
    $("shown").replaceChildren(words, sums.slice(0, 4).map(function (n, i) { return NAMES[i] + " " + dots(n); }).join(", ") + ".");
    show();
  }
  function counts(plans, asked) {
    var sums = [0, 0, 0, 0, 0, 0]; // the statuses, open gaps, answered (as the gap reports count coverage)
    for (var i = 0; i < plans.length; i++) for (var j = 0, base = plans[i] * P.rows.length; j < asked.length; j++) {
      var c = P.codes[base + asked[j]], s = c & 7;
      if (s === NONE) continue;
      sums[s]++;
      if (c >> 3 & 1) sums[4]++;
      if (s < 3 && (c >> 6 & 1) === (s < 2 ? 1 : 0)) sums[5]++;
    }
    return sums;
  }
  function share(sums) { return sums[4] + sums[5] ? sums[5] / (sums[4] + sums[5]) : 1; }
  function show() {
    document.querySelectorAll(".panel").forEach(function (panel) { panel.hidden = panel.id !== "panel-" + tab; });
    document.querySelectorAll(".tabs button").forEach(function (button) { button.setAttribute("aria-selected", button.dataset.tab === tab); });
    var fixed = $("panel-" + tab).classList.contains("fixed");
    $("tools").hidden = $("shown").hidden = fixed;
    $("tools").style.display = fixed ? "none" : "";
    document.querySelectorAll(".map-only").forEach(function (node) { node.style.display = tab === "map" ? "" : "none"; });
    ({ map: layout, ranking: ranking, missed: missed, fields: fields, places: places }[tab] || function () {})();
  }

  // ---- heat map: only the cells in view are drawn
  var map = $("map"), canvas = $("canvas"), pen = canvas.getContext("2d"), waiting = false;
  function layout() {
    if (window.printing) return wholeMap();
    size = +$("by-size").value;
    map.style.height = head + Math.max(1, rows.length) * size + 22 + "px";
    side = Math.max(150, Math.min(290, map.clientWidth * 0.3));
    $("space").style.width = side + columns.length * size + 2 + "px";
    $("space").style.height = head + rows.length * size + 2 + "px";
    stretch(map.clientWidth, map.clientHeight);
    draw();
  }
  // On paper the map is drawn as large as it is, its columns on the width of a page, at most as many rows as paper bears.
  function wholeMap() {
    side = 230; size = Math.max(4, Math.min(20, Math.floor((1040 - side) / Math.max(1, columns.length))));
    map.scrollTop = map.scrollLeft = 0; map.style.height = "auto";
    $("space").style.height = $("space").style.width = "0";
    stretch(side + columns.length * size + 2, head + Math.min(rows.length, 600) * size + 2);
    draw();
  }
  function stretch(width, height) {
    var ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio);
      canvas.style.width = width + "px"; canvas.style.height = height + "px";
    }
  }
  function later() { if (!waiting) { waiting = true; requestAnimationFrame(function () { waiting = false; draw(); }); } }
  function fit(text, width) {
    if (pen.measureText(text).width <= width) return text;
    var low = 0, high = text.length;
    while (low < high) { var mid = low + high + 1 >> 1; if (pen.measureText(text.slice(0, mid) + "…").width <= width) low = mid; else high = mid - 1; }
    return text.slice(0, low) + "…";
  }
  function draw() {
    var ratio = window.devicePixelRatio || 1, width = canvas.width / ratio, height = canvas.height / ratio;
    var left = map.scrollLeft, top = map.scrollTop;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = "#fff"; pen.fillRect(0, 0, width, height);
    if (!rows.length || !columns.length) {
      pen.fillStyle = "#5b6675"; pen.font = "15px sans-serif"; pen.textAlign = "left"; pen.textBaseline = "top"; pen.fillText(W.nothing, 16, 16);
      return;
    }
    var c0 = Math.floor(left / size), c1 = Math.min(columns.length, Math.ceil((left + width - side) / size));
    var r0 = Math.floor(top / size), r1 = Math.min(rows.length, Math.ceil((top + height - head) / size));
    cells(r0, r1, c0, c1, left, top, width, height);
    names(r0, r1, top, height);
    codes(c0, c1, left, width);
    pen.fillStyle = "#f3f6fa"; pen.fillRect(0, 0, side, head);
    pen.fillStyle = "#1c2430"; pen.font = "600 13px sans-serif"; pen.textAlign = "left"; pen.textBaseline = "alphabetic";
    pen.fillText(W.plan, 10, head - 10); pen.textAlign = "right"; pen.fillText(W.coverage, side - 8, head - 10);
    pen.strokeStyle = "#aeb8c4"; pen.lineWidth = 1; pen.beginPath(); pen.moveTo(0, head + .5); pen.lineTo(width, head + .5); pen.moveTo(side + .5, 0); pen.lineTo(side + .5, height); pen.stroke();
  }
  function cells(r0, r1, c0, c1, left, top, width, height) {
    pen.save(); pen.beginPath(); pen.rect(side, head, width - side, height - head); pen.clip();
    var gap = size > 12 ? 1 : 0, written = size >= 11;
    pen.font = "700 " + Math.round(size * .56) + "px sans-serif"; pen.textAlign = "center"; pen.textBaseline = "middle";
    for (var i = r0; i < r1; i++) for (var j = c0, y = head + i * size - top; j < c1; j++) {
      var c = cell(rows[i], columns[j]), s = c & 7, x = side + j * size - left;
      if (s === NONE) continue;
      pen.globalAlpha = P.lit && !P.lit(c) ? .22 : 1;
      pen.fillStyle = FILL[s]; pen.fillRect(x, y, size - gap, size - gap);
      if (written) { pen.fillStyle = INK[s]; pen.fillText(LETTERS[s], x + size / 2 - .5, y + size / 2 + .5); }
      else if (s === 0 && size > 6) { pen.fillStyle = "#fff"; pen.fillRect(x + size / 2 - 1, y + size / 2 - 1, 2, 2); }
      if (c >> 4 & 1) { pen.fillStyle = "#1c2430"; pen.beginPath(); pen.moveTo(x + size - gap, y); pen.lineTo(x + size - gap - size * .3, y); pen.lineTo(x + size - gap, y + size * .3); pen.fill(); }
      if (c >> 5 & 1) { pen.strokeStyle = "#1c2430"; pen.lineWidth = 1.5; pen.beginPath(); pen.moveTo(x + 1, y + size - 2); pen.lineTo(x + size - 2, y + 1); pen.stroke(); }
      if (c >> 6 & 1) { pen.fillStyle = "#1c2430"; pen.beginPath(); pen.arc(x + size * .22, y + size * .22, Math.max(1.5, size * .12), 0, 7); pen.fill(); }
    }
    pen.globalAlpha = 1;
    if (at) { pen.strokeStyle = "#111"; pen.lineWidth = 2.5; pen.strokeRect(side + at[1] * size - left - .5, head + at[0] * size - top - .5, size, size); }
    pen.restore();
  }
  function names(r0, r1, top, height) {
    pen.save(); pen.beginPath(); pen.rect(0, head, side, height - head); pen.clip();
    pen.textBaseline = "middle";
    var font = Math.min(13, size - 1), legible = size >= 9;
    for (var i = r0; i < r1; i++) {
      var y = head + i * size - top, share = P.totals[rows[i]][0];
      pen.fillStyle = i % 2 ? "#fff" : "#f7f9fb"; pen.fillRect(0, y, side, size);
      pen.fillStyle = "#dfeaf2"; pen.fillRect(side - 54, y + 1, 50 * share, size - 2);
      if (!legible) continue;
      pen.font = (at && at[0] === i ? "700 " : "") + font + "px sans-serif"; pen.fillStyle = "#1c2430";
      pen.textAlign = "left"; pen.fillText(fit(label(rows[i]), side - 72), 8, y + size / 2);
      pen.textAlign = "right"; pen.fillText(percent(share), side - 8, y + size / 2);
    }
    pen.restore();
  }
  function codes(c0, c1, left, width) {
    pen.save(); pen.beginPath(); pen.rect(side, 0, width - side, head); pen.clip();
    pen.fillStyle = "#f3f6fa"; pen.fillRect(side, 0, width - side, head);
    var start = c0;
    for (var j = c0; j <= c1; j++) { // bands of the sections
      if (j < c1 && P.rows[columns[j]][2] === P.rows[columns[start]][2]) continue;
      if (j > start) {
        var section = P.rows[columns[start]][2], from = Math.max(side, side + start * size - left), to = side + j * size - left;
        pen.fillStyle = section % 2 ? "#dbe5f1" : "#e9eff6"; pen.fillRect(from, 0, to - from, 18);
        pen.fillStyle = "#1f4e8c"; pen.font = "600 11px sans-serif"; pen.textAlign = "left"; pen.textBaseline = "middle";
        if (to - from > 24) pen.fillText(fit(P.sections[section].split(" › ").pop(), to - from - 8), from + 4, 9);
      }
      start = j;
    }
    if (size >= 9) for (j = c0; j < c1; j++) {
      pen.save(); pen.translate(side + j * size - left + size / 2, head - 4); pen.rotate(-Math.PI / 2);
      pen.fillStyle = "#1c2430"; pen.font = (at && at[1] === j ? "700 " : "") + Math.min(12, size) + "px sans-serif"; pen.textAlign = "left"; pen.textBaseline = "middle";
      pen.fillText(fit(codeOf(columns[j]), head - 24), 0, 0); pen.restore();
    }
    pen.restore();
  }
  function hit(event) {
    var box = canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    var row = y < head ? -1 : Math.floor((y - head + map.scrollTop) / size), column = x < side ? -1 : Math.floor((x - side + map.scrollLeft) / size);
    return row >= rows.length || column >= columns.length || (row < 0 && column < 0) ? null : [row, column];
  }
  function tell(row, column) {
    var words = row >= 0 && column >= 0
      ? fill(W.cell, { plan: label(rows[row]), asked: codeOf(columns[column]), result: NAMES[cell(rows[row], columns[column]) & 7] || W.not_compared }) + " – “" + P.rows[columns[column]][3] + "”"
      : row >= 0 ? label(rows[row]) + (placeOf(rows[row]) ? " (" + placeOf(rows[row]) + ")" : "") : codeOf(columns[column]) + " – “" + P.rows[columns[column]][3] + "”";
    $("at").textContent = words;
  }
  map.addEventListener("scroll", later, { passive: true });
  canvas.addEventListener("mousemove", function (event) { var found = hit(event); if (found) tell(found[0], found[1]); });
  canvas.addEventListener("click", function (event) {
    var found = hit(event);
    if (!found) return;
    if (found[0] >= 0 && found[1] >= 0) { at = found; draw(); openCell(rows[at[0]], columns[at[1]]); }
    else if (found[0] >= 0) openPlan(rows[found[0]]);
    else openAsked(columns[found[1]]);
  });
  map.addEventListener("keydown", function (event) {
    var moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (!rows.length || !columns.length) return;
    if (moves[event.key]) {
      event.preventDefault();
      at = at ? [Math.max(0, Math.min(rows.length - 1, at[0] + moves[event.key][0])), Math.max(0, Math.min(columns.length - 1, at[1] + moves[event.key][1]))] : [0, 0];
      var y = at[0] * size, x = at[1] * size;
      if (y < map.scrollTop) map.scrollTop = y; else if (y + size > map.scrollTop + map.clientHeight - head) map.scrollTop = y + size - map.clientHeight + head;
      if (x < map.scrollLeft) map.scrollLeft = x; else if (x + size > map.scrollLeft + map.clientWidth - side) map.scrollLeft = x + size - map.clientWidth + side;
      tell(at[0], at[1]); draw();
    } else if (event.key === "Enter" && at) openCell(rows[at[0]], columns[at[1]]);
  });

  // ---- the drawer
  function shut() { $("drawer").hidden = true; $("drawer").replaceChildren(); }
  function drawer(children) {
    $("drawer").replaceChildren.apply($("drawer"), [el("button", { type: "button", class: "shut", text: W.close + " ✕", click: shut })].concat(children));
    $("drawer").hidden = false; $("drawer").scrollTop = 0;
  }
  function badge(status) { return el("span", { class: "badge " + CODES[status] + "-cell", text: NAMES[status] }); }
  function whereAsked(row) {
    var asked = P.rows[row], parts = [];
    if (asked[1]) parts.push(fill(W.section, { path: asked[1] }));
    if (asked[6]) parts.push(fill(W.page, { page: asked[6] }));
    if (asked[5]) parts.push(fill(W.due, { day: asked[5] }));
    parts.push(asked[4], asked[0]);
    return parts.join(" · ");
  }
  function identity(plan) {
    var d = D.plans[P.plans[plan]], table = el("table", { class: "identity" });
    [[W.place, placeOf(plan)], [W.number, d[1]], [W.date, d[2]], [W.issuer, d[3]], [W.level, d[4]], [W.title, d[7]], [W.file, d[5]], [W.sha, d[6]]].forEach(function (pair) {
      if (pair[1]) table.append(el("tr", {}, [el("th", { scope: "row", text: pair[0] }), el("td", { text: pair[1] })]));
    });
    return table;
  }
  function links(plan, anchor) {
    var line = el("p"), report = P.reports[plan], letter = P.letters[plan];
    if (report) line.append(el("a", { href: href(report) + (anchor ? "#" + anchor : ""), target: "_blank", text: W.open_report }));
    if (letter) line.append(" · ", el("a", { href: href(letter), text: W.open_letter }));
    return line;
  }
  function openCell(plan, row) {
    var c = cell(plan, row), asked = P.rows[row], why = [];
    if ((c & 7) === NONE) return;
    for (var i = 0; i < D.reasons.length; i++) if (c >> 8 + i & 1) why.push(D.reasons[i]);
    var parts = [el("h2", { text: label(plan) }), el("h3", { text: W.asked }), el("p", { text: "“" + asked[3] + "”" }), el("p", { class: "soft small", text: whereAsked(row) }),
      el("h3", { text: W.result }), el("p", {}, [badge(c & 7), c >> 4 & 1 ? " " + W.review : ""])];
    if (why.length) parts.push(el("h3", { text: W.reason }), el("p", { text: why.join("; ") }));
    if (c >> 5 & 3) parts.push(el("h3", { text: W.decision }), el("p", { text: D.decisions[c >> 5 & 1 ? 0 : 1] }));
    if (P.reports[plan]) {
      parts.push(el("h3", { text: W.evidence }), links(plan, asked[0]));
      parts.push(el("div", { class: "frame" }, [el("iframe", { src: href(P.reports[plan]) + "#" + asked[0], title: W.evidence })]));
    }
    drawer(parts);
  }
  function listOf(items, heading) {
    if (!items.length) return [el("p", { text: W.no_gaps })];
    var list = el("ul");
    items.slice(0, 300).forEach(function (item) { list.append(item()); });
    if (items.length > 300) list.append(el("li", { text: fill(W.more, { count: items.length - 300 }) }));
    return [el("h3", { text: fill(heading, { count: items.length }) }), list];
  }
  function entry(plan, row, text) {
    return el("li", {}, [badge(cell(plan, row) & 7), " ", el("button", { type: "button", class: "link", text: text, click: function () { openCell(plan, row); } })]);
  }
  function openPlan(plan) {
    var open = [];
    P.rows.forEach(function (asked, row) { if (cell(plan, row) >> 3 & 1) open.push(function () { return entry(plan, row, codeOf(row) + " – " + asked[3]); }); });
    drawer([el("h2", { text: label(plan) }), identity(plan), bar(counts([plan], everything())), links(plan)].concat(listOf(open, W.gaps_of)));
  }
  function openAsked(row) {
    var open = [];
    rows.forEach(function (plan) { if (cell(plan, row) >> 3 & 1) open.push(function () { return entry(plan, row, label(plan) + (placeOf(plan) ? " (" + placeOf(plan) + ")" : "")); }); });
    drawer([el("h2", { text: codeOf(row) }), el("p", { text: "“" + P.rows[row][3] + "”" }), el("p", { class: "soft small", text: whereAsked(row) }), el("p", { class: "soft small", text: P.sections[P.rows[row][2]] }),
      bar(counts(rows, [row]))].concat(listOf(open, W.lacking)));
  }
  function everything() { return P.rows.map(function (_, i) { return i; }); }
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") shut(); });

  // ---- tables
  function bar(sums) {
    var all = sums[0] + sums[1] + sums[2] + sums[3], node = el("div", { class: "bar" });
    sums.slice(0, 4).forEach(function (n, i) { if (n) node.append(el("span", { class: CODES[i] + "-cell", style: "width:" + 100 * n / all + "%", title: NAMES[i] + ": " + dots(n), text: n / all > .04 + .035 * dots(n).length ? LETTERS[i] + " " + dots(n) : "" })); });
    return node;
  }
  function table(kind, heads, body, sortable) {
    var top = el("tr");
    heads.forEach(function (name) {
      var th = el("th", { scope: "col" }), key = sortable && sortable[name];
      if (key) { th.append(el("button", { type: "button", text: name, click: function () { sortUp = sortBy === key ? !sortUp : true; sortBy = key; page = 0; show(); } })); if (sortBy === key) th.setAttribute("aria-sort", sortUp ? "ascending" : "descending"); }
      else th.textContent = name;
      top.append(th);
    });
    return el("table", { class: kind }, [el("thead", {}, [top]), el("tbody", {}, body)]);
  }
  function line(cells) {
    return el("tr", {}, cells.map(function (content) {
      if (content instanceof Node) return el("td", {}, [content]);
      return el("td", typeof content === "number" ? { class: "n", text: dots(content) } : { text: content });
    }));
  }
  function link(text, click) { return el("button", { type: "button", class: "link", text: text, click: click }); }
  function ranking() {
    var keys = { rank: function (p) { return P.rank[p]; }, missing: function (p) { return -P.totals[p][1]; }, partial: function (p) { return -P.totals[p][2]; }, review: function (p) { return -P.totals[p][3]; }, name: null };
    var order = rows.slice(), key = keys[sortBy];
    order.sort(function (a, b) { return (sortUp ? 1 : -1) * (key ? key(a) - key(b) : label(a).localeCompare(label(b), "vi")) || P.rank[a] - P.rank[b]; });
    var each = window.printing ? 2000 : 100, pages = Math.max(1, Math.ceil(order.length / each));
    var heads = [W.rank, W.plan, W.place, W.number, W.coverage, W.missing, W.partial, W.to_review, W.spread, W.report, W.letter], sortable = {};
    [[W.rank, "rank"], [W.plan, "name"], [W.missing, "missing"], [W.partial, "partial"], [W.to_review, "review"]].forEach(function (pair) { sortable[pair[0]] = pair[1]; });
    var body = order.slice(page * each, page * each + each).map(function (plan) {
      var d = D.plans[P.plans[plan]], t = P.totals[plan];
      return line([P.rank[plan], link(d[0], function () { openPlan(plan); }), placeOf(plan), d[1] + (d[2] ? " (" + d[2] + ")" : ""), percent(t[0]), t[1], t[2], t[3], bar(counts([plan], columns)),
        P.reports[plan] ? el("a", { href: href(P.reports[plan]), target: "_blank", text: W.report }) : "", P.letters[plan] ? el("a", { href: href(P.letters[plan]), text: W.letter }) : ""]);
    });
    var pager = el("p", { class: "pager no-print" }, [
      el("button", { type: "button", text: "‹ " + W.previous, click: function () { page = Math.max(0, page - 1); ranking(); } }), fill(W.page_of, { page: page + 1, pages: pages }),
      el("button", { type: "button", text: W.next + " ›", click: function () { page = Math.min(pages - 1, page + 1); ranking(); } })]);
    $("panel-ranking").replaceChildren(el("p", { class: "soft small", text: W.ranking_note }), table("ranking", heads, body, sortable), pages > 1 ? pager : "");
  }
  function missed() {
    var found = columns.map(function (row) { var own = counts(rows, [row]), open = [0, 0, 0]; rows.forEach(function (p) { var c = cell(p, row); if (c >> 3 & 1) open[(c & 7) === 1 ? 2 : 1]++; }); return [row, own, open]; });
    found = found.filter(function (f) { return f[2][1] + f[2][2]; }).sort(function (a, b) { return b[2][1] - a[2][1] || b[2][2] - a[2][2] || a[0] - b[0]; });
    var body = found.map(function (f) { return line([codeOf(f[0]), link(P.rows[f[0]][3], function () { openAsked(f[0]); }), P.sections[P.rows[f[0]][2]], f[2][1], f[2][2], bar(f[1])]); });
    $("panel-missed").replaceChildren(el("p", { class: "soft small", text: W.filtered_note }), table("missed", [W.id, W.asked, W.field, W.missing, W.partial, W.spread], body), body.length ? "" : W.no_gaps);
  }
  function rollup(panel, groups, first, middle) {
    var body = groups.map(function (g) { var sums = g.sums; return line([g.go ? link(g.name, g.go) : g.name, g.count, percent(share(sums)), sums[0], sums[1], sums[4], bar(sums)]); });
    $(panel).replaceChildren(el("p", { class: "soft small", text: W.filtered_note }), table("rollup", [first, middle, W.coverage, NAMES[0], NAMES[1], W.open_gaps, W.spread], body));
  }
  function narrow(select, value) { return function () { $(select).value = value; tab = "map"; apply(); }; }
  function fields() {
    rollup("panel-fields", P.sections.map(function (name, s) { var own = columns.filter(function (r) { return P.rows[r][2] === s; }); return { name: name || W.no_section, count: own.length, sums: counts(rows, own), go: narrow("by-field", s) }; }).filter(function (g) { return g.count; }), W.field, W.asked);
  }
  function places() {
    var by = P.places.map(function () { return []; });
    rows.forEach(function (p) { by[P.place[p]].push(p); });
    var groups = by.map(function (own, i) { return { name: P.places[i] || W.unknown, count: own.length, sums: counts(own, columns), go: narrow("by-place", i) }; }).filter(function (g) { return g.count; });
    groups.sort(function (a, b) { return share(a.sums) - share(b.sums); });
    rollup("panel-places", groups, W.place, W.plans);
  }

  // ---- start
  NAMES.forEach(function (name, i) {
    $("by-status").append(el("option", { value: i, text: name }));
    $("legend").append(el("span", {}, [el("i", { class: CODES[i] + "-cell", text: LETTERS[i] }), name]));
  });
  $("legend").append.apply($("legend"), JSON.parse($("data").dataset.marks).map(function (text) { return el("span", { class: "soft", text: text }); }));
  document.querySelectorAll(".tabs button").forEach(function (button) { button.addEventListener("click", function () { tab = button.dataset.tab; page = 0; show(); }); });
  var timer = 0;
  $("tools").addEventListener("input", function (event) { clearTimeout(timer); timer = setTimeout(event.target.id === "by-size" ? layout : apply, event.target.type === "search" ? 120 : 0); });
  $("tools").addEventListener("submit", function (event) { event.preventDefault(); });
  $("tools").addEventListener("reset", function () { setTimeout(apply, 0); });
  if ($("parent")) $("parent").addEventListener("change", function () { load(+$("parent").value); });
  window.addEventListener("resize", function () { if (tab === "map") layout(); });
  window.addEventListener("beforeprint", function () { window.printing = true; page = 0; show(); });
  window.addEventListener("afterprint", function () { window.printing = false; show(); });
  if (D.parents.length) load(+$("data").dataset.first);
  var wanted = location.hash.slice(1);
  if (wanted && $("tab-" + wanted)) { tab = wanted; show(); }
  window.rasoat = { ready: performance.now() - began, load: load, apply: apply, counts: function () { return counts(rows, columns); }, state: function () { return [rows.length, columns.length]; }, openCell: openCell, openPlan: openPlan, openAsked: openAsked };
  document.documentElement.dataset.ready = "yes";
})();
