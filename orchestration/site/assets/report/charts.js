/* Draws charts when they scroll into view, the others when the browser is idle. */
(() => {
  "use strict";
  const LINE = 17;
  const LINES = 3;
  const NARROW = 480;
  const PAPER = 660;
  const FIT = { type: "fit-x", contains: "padding" };
  const root = document.documentElement;
  const hosts = [...document.querySelectorAll(".chart:not([data-live])")]; // its page draws a live chart

  const ruler = document.createElement("canvas").getContext("2d");
  const widthOf = (text) => ruler.measureText(text).width;

  /** The lines of a text, each at most `limit` wide: broken at spaces, and inside a word that is wider. */
  function breakLines(text, limit, measure = widthOf) {
    const lines = [];
    let line = "";
    for (const word of text.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && measure(longer) > limit) {
        lines.push(line);
        line = word;
      } else line = longer;
      while (measure(line) > limit && line.length > 1) {
        let cut = line.length - 1;
        while (cut > 1 && measure(line.slice(0, cut)) > limit) cut -= 1;
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    return [...lines, line];
  }

  /** The same for a label, shortened where it has too many lines. */
  function wrap(text, limit) {
    const lines = breakLines(text, limit);
    return lines.length > LINES ? [...lines.slice(0, LINES - 1), `${lines[LINES - 1]}…`] : lines;
  }

  function wrapLabels(rows, field, limit) {
    const wrapped = new Map();
    const seen = new Set();
    let lines = 1;
    let width = 0;
    for (const row of rows) {
      const label = row[field];
      if (!wrapped.has(label)) {
        const parts = label.split("\n").flatMap((part) => wrap(part, limit));
        let written = parts.join("\n");
        while (seen.has(written)) written += "\u200b";
        seen.add(written);
        wrapped.set(label, written);
        lines = Math.max(lines, parts.length);
        width = Math.max(width, ...parts.map(widthOf));
      }
    }
    return {
      rows: rows.map((row) => ({ ...row, [field]: wrapped.get(row[field]) })),
      lines,
      width,
    };
  }

  /** Rows as objects by field name. A 0 below a text repeats that text. */
  function unpack([fields, ...rows]) {
    const above = [];
    return rows.map((row) => Object.fromEntries(fields.map((field, index) => {
      if (row[index] !== 0 || typeof above[index] !== "string") above[index] = row[index];
      return [field, above[index]];
    })));
  }

  const decimals = (value, digits) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const WRITE = {
    count: (value) => decimals(value, 0),
    percent: (value) => `${decimals(value * 100, 1)}%`,
    ratio: (value) => decimals(value, 2),
  };

  /** The row with the texts that are the same for all rows but for its own fields. */
  function fill(row, templates, unit) {
    const write = (value) => (typeof value === "number" ? WRITE[unit](value) : value ?? "");
    const texts = Object.entries(templates).map(([name, template]) => [name, template.replace(/\{(\w+)\}/g, (_, field) => write(row[field]))]);
    return { ...row, ...Object.fromEntries(texts) };
  }

  const signed = (value) =>
    (value < 0 ? "\u2212" : "+") + Math.abs(value).toLocaleString("en", { maximumFractionDigits: 0 });

  /** The bars of a change: its parts, positive ones to the right of each other, then the change. */
  function stack(row, parts) {
    if (row.exact === undefined || row.exact === null) return [row];
    let up = 0;
    let down = 0;
    const bars = parts.slice(0, -1).map((name, index) => {
      const value = row[`part_${index + 1}`];
      const from = value >= 0 ? up : down;
      if (value >= 0) up += value;
      else down += value;
      return { label: row.label, from, to: from + value, slot: index + 1, tip: `${name}: ${signed(value)}` };
    });
    const change = `${parts[parts.length - 1]}: ${signed(row.exact)}`;
    return [...bars, { label: row.label, exact: row.exact, tip: change }];
  }

  /** Adds a tooltip: label and value if the row has none; for a part, the label in front of it. */
  function withTip(row, kind) {
    const [name, ...value] = (row.label ?? "").split("\n");
    if (!row.tip) return { ...row, tip: [name, ...value].join(": ") };
    return kind === "stacks" ? { ...row, tip: `${name} · ${row.tip}` } : row;
  }

  function setParameters(spec, values) {
    for (const parameter of spec.params ?? []) {
      if (parameter.name in values) parameter.value = values[parameter.name];
    }
    for (const view of spec.vconcat ?? []) setParameters(view, values);
  }

  const TICK_SETS = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]];
  const TICK_ROOM = 46;

  /** The ticks of a logarithmic axis: they include 1, and no value is outside them. */
  function logTicks(values, room) {
    const least = Math.min(1, ...values);
    const most = Math.max(1, ...values);
    for (const set of TICK_SETS) {
      const all = [];
      for (let power = -6; power <= 6; power += 1) {
        all.push(...set.map((digit) => Number((digit * 10 ** power).toPrecision(6))));
      }
      const from = all.findLastIndex((tick) => tick <= least);
      const to = all.findIndex((tick) => tick >= most);
      const ticks = all.slice(from, to + 1);
      if (ticks.length * TICK_ROOM <= room || set.length === 1) return ticks;
    }
  }

  /** Sets the ends, ticks and title of the logarithmic axis that all layers share, unless its ends are fixed. */
  function setLogAxis(spec, data, room) {
    const axes = spec.layer.map((layer) => layer.encoding?.x).filter((x) => x?.scale?.type === "log" && !x.scale.domain);
    if (!axes.length) return;
    const values = data.rows.flatMap((row) => [row.base, row.exact]).filter((value) => value > 0);
    const ticks = logTicks(values, room);
    const direction = window.siteWords.direction[data.direction] ?? data.direction;
    const title = direction && (room < NARROW / 2 ? direction.split(" · ") : direction);
    for (const axis of axes) {
      axis.scale = { ...axis.scale, domain: [ticks[0], ticks[ticks.length - 1]] };
      axis.axis = { ...axis.axis, values: ticks, tickCount: 2 * ticks.length, labelOverlap: false, title };
    }
  }

  function specify(packed, width) {
    const rows = unpack(packed.rows)
      .map((row) => fill(row, packed.texts ?? {}, packed.unit))
      .flatMap((row) => (packed.kind === "stacks" ? stack(row, packed.parts) : [row]))
      .map((row) => withTip(row, packed.kind));
    const data = { ...packed, rows, sets: unpack(packed.sets ?? [[]]) };
    const spec = structuredClone(window.siteCharts[data.kind]);
    const limit = width < NARROW ? width * 0.44 : Math.min(300, width * 0.42);
    spec.datasets = { ...spec.datasets, rows: data.rows };
    setParameters(spec, { unit: data.unit, language: root.lang, ceiling: data.ceiling ?? null, floor: data.floor === undefined ? 0 : data.floor });
    if (data.kind === "upset") {
      const labels = wrapLabels(data.sets, "layer", Math.min(limit, 180));
      spec.datasets.sets = labels.rows;
      for (const view of spec.vconcat) view.width = Math.min(960, width - labels.width - 40);
      return spec;
    }
    if (data.rows[0]?.label !== undefined) {
      const labels = wrapLabels(data.rows, "label", limit);
      spec.datasets.rows = labels.rows;
      spec.height = { step: Math.max(28, labels.lines * LINE + 12) };
    }
    spec.width = width;
    if (spec.layer) setLogAxis(spec, data, width - limit);
    return spec;
  }

  /** Draws the data of the chart `id` into `place`, in this width. */
  function embed(place, id, width) {
    const font = getComputedStyle(document.body).fontFamily;
    ruler.font = `13px ${font}`;
    const source = document.querySelector(`script[data-for="${CSS.escape(id)}"]`);
    return window.vegaEmbed(place, specify(JSON.parse(source.textContent), width), {
      config: { ...window.siteTheme, font },
      actions: false,
      ast: true,
      defaultStyle: false,
      logLevel: 1,
      renderer: "svg",
      mode: "vega-lite",
      patch: (compiled) =>
        compiled.layout ? compiled : { ...compiled, autosize: FIT },
      tooltip: { disableDefaultStyle: true },
    });
  }

  async function draw(host, forced) {
    const width = Number.isFinite(forced) ? forced : Math.floor(host.clientWidth);
    if (!width || host.dataset.width === String(width)) return;
    host.dataset.width = String(width);
    try {
      await embed(host, host.id, width);
      host.querySelector("svg").setAttribute("aria-hidden", "true"); // screen readers use the label and the table
      host.dataset.state = "drawn";
    } catch (error) {
      host.dataset.state = "failed";
      console.error(host.id, error);
    }
  }

  /** The chart of a host as an SVG element of its own, in this width, to be saved. */
  async function drawApart(host, width) {
    const place = document.createElement("div");
    const { finalize } = await embed(place, host.id, width);
    const drawing = place.querySelector("svg").cloneNode(true);
    finalize();
    return drawing;
  }

  const inView = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
    },
    { rootMargin: "300px" },
  );
  hosts.forEach((host) => inView.observe(host));

  const whenIdle = window.requestIdleCallback ?? ((call) => setTimeout(call, 50));
  function drawRest(waiting) {
    if (waiting.length) whenIdle(() => draw(waiting[0]).then(() => drawRest(waiting.slice(1))));
    else Promise.resolve(window.sitePage).then(() => (root.dataset.ready = "true"));
  }
  window.addEventListener("load", () => drawRest(hosts));
  const visible = (host) => host.offsetParent !== null;
  window.addEventListener("beforeprint", () => {
    for (const host of hosts.filter(visible)) draw(host, host.closest(".one") ? PAPER : PAPER / 2);
  });
  window.addEventListener("afterprint", () => hosts.filter(visible).forEach((host) => draw(host)));

  let resized;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => document.querySelectorAll(".chart[data-width]").forEach((host) => draw(host)), 150);
  });

  window.siteTools = { draw, drawApart, breakLines };
})();
