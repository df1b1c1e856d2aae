/* Draws charts when they scroll into view; handles choices, language switch, copying and search.
   Uses no network and no storage. */
(() => {
  "use strict";
  const LINE = 17;
  const LINES = 3;
  const NARROW = 480;
  const PAPER = 660;
  const FIT = { type: "fit-x", contains: "padding" };
  const root = document.documentElement;
  const hosts = [...document.querySelectorAll(".chart:not([data-live])")]; // its page draws a live chart

  // Charts

  const ruler = document.createElement("canvas").getContext("2d");
  const widthOf = (text) => ruler.measureText(text).width;

  function wrap(text, limit) {
    const lines = [];
    let line = "";
    for (const word of text.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && widthOf(longer) > limit) {
        lines.push(line);
        line = word;
      } else line = longer;
      while (widthOf(line) > limit && line.length > 1) {
        let cut = line.length - 1;
        while (cut > 1 && widthOf(line.slice(0, cut)) > limit) cut -= 1;
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    lines.push(line);
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
    const title = data.direction && (room < NARROW / 2 ? data.direction.split(" · ") : data.direction);
    for (const axis of axes) {
      axis.scale = { ...axis.scale, domain: [ticks[0], ticks[ticks.length - 1]] };
      axis.axis = { ...axis.axis, values: ticks, tickCount: 2 * ticks.length, labelOverlap: false, title };
    }
  }

  function specify(packed, width) {
    const rows = unpack(packed.rows)
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

  async function draw(host, forced) {
    const width = Number.isFinite(forced) ? forced : Math.floor(host.clientWidth);
    if (!width || host.dataset.width === String(width)) return;
    host.dataset.width = String(width);
    const style = getComputedStyle(document.body);
    ruler.font = `13px ${style.fontFamily}`;
    const source = document.querySelector(`script[data-for="${CSS.escape(host.id)}"]`);
    const config = { ...window.siteTheme, font: style.fontFamily };
    try {
      await window.vegaEmbed(host, specify(JSON.parse(source.textContent), width), {
        config,
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
      host.querySelector("svg").setAttribute("aria-hidden", "true"); // screen readers use the label and the table
      host.dataset.state = "drawn";
    } catch (error) {
      host.dataset.state = "failed";
      console.error(host.id, error);
    }
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
    resized = setTimeout(() => hosts.filter((host) => host.dataset.width).forEach((host) => draw(host)), 150);
  });

  // Choice between figures

  const options = (choice) => [...choice.querySelectorAll("[data-option]")];
  function choose(choice, value) {
    for (const option of options(choice)) option.hidden = option.dataset.option !== value;
    options(choice)
      .filter((option) => !option.hidden)
      .flatMap((option) => [...option.querySelectorAll(".chart")])
      .forEach((host) => draw(host));
  }
  /** Chooses the same in every choice of the page that has this option. */
  function chooseEverywhere(value) {
    for (const choice of document.querySelectorAll("[data-choice]")) {
      if (!options(choice).some((option) => option.dataset.option === value)) continue;
      choice.querySelector("select").value = value;
      choose(choice, value);
    }
  }
  function chooseByAddress() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const option = target && target.closest("[data-option]");
    if (!option) return;
    chooseEverywhere(option.dataset.option);
    target.scrollIntoView();
  }
  for (const choice of document.querySelectorAll("[data-choice]")) {
    const select = choice.querySelector("select");
    select.addEventListener("change", () => chooseEverywhere(select.value));
    choose(choice, select.value);
  }
  chooseByAddress();
  window.addEventListener("hashchange", chooseByAddress);

  // Language switch: opens the other language at the same figure

  const languageSwitch = document.querySelector("[data-switch]");
  const address = languageSwitch.getAttribute("href");
  function currentAnchor() {
    if (document.querySelector("[data-explorer]")) return location.hash;
    const passed = [...document.querySelectorAll(".figure[id]")].filter(
      (figure) => figure.offsetParent !== null && figure.getBoundingClientRect().top < innerHeight / 3,
    );
    const moved = scrollY > 40 || document.querySelector("[data-choice]");
    return moved && passed.length ? `#${passed[passed.length - 1].id}` : "";
  }
  const updateLink = () => languageSwitch.setAttribute("href", address + currentAnchor());
  for (const event of ["pointerdown", "focus", "click"]) languageSwitch.addEventListener(event, updateLink);

  // Queries: a page has the values, queries.js has the texts

  for (const code of document.querySelectorAll("code[data-query]")) {
    const literals = JSON.parse(code.textContent);
    const text = window.siteQueries[code.dataset.query].replace(
      /\{(\w+)\}/g,
      (placeholder, name) => literals[name] ?? placeholder,
    );
    code.textContent = literals.taxonomies
      ? `select * from (\n${text}\n) where taxonomy_id in ${literals.taxonomies}`
      : text;
    const frame = code.parentElement;
    const figure = code.closest("article.figure");
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", `SQL: ${figure.querySelector(".topic").textContent}`);
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.copy = "";
    button.textContent = document.body.dataset.copyLabel;
    frame.before(button);
  }

  // Copy a query or the citation of a figure

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }
  function copies(button, read) {
    button.hidden = false;
    const name = button.textContent;
    button.addEventListener("click", async () => {
      await copy(read());
      button.focus(); // the keyboard goes on from here
      button.textContent = document.body.dataset.copied;
      setTimeout(() => (button.textContent = name), 1500);
    });
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    copies(button, () => button.parentElement.querySelector("code").textContent);
  }
  for (const button of document.querySelectorAll("[data-cite]")) {
    const figure = button.closest(".figure");
    const textOf = (selector) => figure.querySelector(selector)?.textContent.trim() ?? "";
    button.setAttribute("aria-describedby", figure.getAttribute("aria-labelledby"));
    copies(button, () =>
      [
        `“${textOf("h2")}” (${textOf(".topic")}).`,
        document.body.dataset.citation,
        textOf("footer [data-sources]"),
      ].join(" ").trim(),
    );
  }

  /** For pages that draw and copy themselves: a promise in `window.sitePage` says when such a page is ready. */
  window.siteTools = { copies, draw };

  // Search in the dictionary

  const filter = document.querySelector("[data-filter]");
  if (filter) {
    filter.hidden = false;
    filter.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      for (const entry of document.querySelectorAll("[data-entry]")) {
        const martMatches = entry.querySelector("h2").textContent.toLowerCase().includes(wanted);
        let found = martMatches;
        for (const row of entry.querySelectorAll("tbody tr")) {
          row.hidden = !martMatches && !row.textContent.toLowerCase().includes(wanted);
          found ||= !row.hidden;
        }
        entry.hidden = !found;
      }
    });
  }
})();
