/* The map of the provinces and, as its alternative, tiles. A province is a button that adds it to the regions. */
(() => {
  "use strict";
  const { explorer } = window;
  const { element } = explorer;
  const SHADES = 5;
  const has = (number) => number !== null && number !== undefined;

  /** The ends of five classes with about equally many provinces in each. */
  function classEnds(points) {
    const sorted = [...new Set(points)].sort((a, b) => a - b);
    if (sorted.length <= SHADES) return sorted;
    return Array.from({ length: SHADES }, (_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / SHADES) - 1]);
  }

  function shadeOf(point, ends) {
    return has(point) ? SHADES - ends.length + 1 + ends.findIndex((end) => point <= end) : 0;
  }

  const patternOf = (known) => (known.kind === "suppressed" ? "suppressed" : has(known.point) ? "" : "open");

  function patterns() {
    const lines = (id, path, colour) => element("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      element("rect", { width: 8, height: 8, fill: "var(--paper)" }), element("path", { d: path, stroke: colour, "stroke-width": 1.5, fill: "none" }));
    return element("defs", {},
      lines("pattern-open", "M0 8L8 0M-2 2L2 -2M6 10L10 6", "var(--bounds)"),
      lines("pattern-suppressed", "M0 0L8 8M0 8L8 0", "var(--ink-soft)"),
      element("pattern", { id: "pattern-estimate", width: 7, height: 7, patternUnits: "userSpaceOnUse" },
        element("circle", { cx: 3.5, cy: 3.5, r: 1.1, fill: "var(--paper)" })));
  }

  function makeButton(node, row, choose, chosen) {
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "0");
    node.setAttribute("aria-pressed", String(chosen));
    node.setAttribute("aria-label", `${row.name}: ${row.text}`);
    node.dataset.region = row.region;
    node.addEventListener("click", () => choose(row.region));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(row.region);
    });
    return node;
  }

  function drawShapes(rows, ends, choose, regions) {
    const { viewBox, paths, merged } = explorer.southKorea;
    const shapeOf = (region) => (merged[region] ?? [region]).map((part) => paths[part] ?? "").join("");
    const shapes = rows.filter((row) => shapeOf(row.region)).map((row) => {
      const open = patternOf(row.known);
      const shade = shadeOf(row.known.point, ends);
      const chosen = regions.includes(row.region);
      const d = shapeOf(row.region);
      const edge = { stroke: chosen ? "var(--focus)" : "var(--ink-soft)", "stroke-width": chosen ? 3 : 0.8, "stroke-linejoin": "round" };
      const group = element("g", { class: "province" }, element("title", {}, `${row.name}: ${row.text}`),
        element("path", { d, fill: open ? `url(#pattern-${open})` : `var(--shade-${shade})`, ...edge }));
      if (["estimate", "sum"].includes(row.known.kind) && !open) group.append(element("path", { d, fill: "url(#pattern-estimate)" }));
      return makeButton(group, row, choose, chosen);
    });
    return element("svg", { viewBox, role: "group", class: "provinces" }, patterns(), ...shapes);
  }

  function drawTiles(rows, ends, choose, regions) {
    const list = Object.assign(document.createElement("ul"), { className: "tiles" });
    for (const row of rows) {
      const open = patternOf(row.known);
      const item = document.createElement("li");
      const mark = ["estimate", "sum"].includes(row.known.kind) && !open ? " of-estimate" : "";
      item.className = `tile row-${row.tile[0]} column-${row.tile[1]} shade-${open ? 0 : shadeOf(row.known.point, ends)}${mark}`;
      const button = document.createElement("button");
      button.type = "button";
      button.append(Object.assign(document.createElement("span"), { textContent: row.name }), " ",
        Object.assign(document.createElement("b"), { textContent: row.short }));
      button.setAttribute("aria-pressed", String(regions.includes(row.region)));
      button.title = `${row.name}: ${row.text}`;
      button.dataset.region = row.region;
      button.addEventListener("click", () => choose(row.region));
      item.append(button);
      list.append(item);
    }
    return list;
  }

  const ruler = document.createElement("canvas").getContext("2d");
  const TILE = { width: 120, height: 76, gap: 4 };

  /** The tiles as a drawing, to be saved: the same shades, names and values. */
  function tileDrawing(rows, ends) {
    const { width, height, gap } = TILE;
    const tiles = rows.map((row) => {
      const open = patternOf(row.known);
      const shade = open ? 0 : shadeOf(row.known.point, ends);
      const [x, y] = [(row.tile[1] - 1) * (width + gap), (row.tile[0] - 1) * (height + gap)];
      const box = { x, y, width, height, rx: 6 };
      const colour = shade ? `var(--on-shade-${shade})` : "var(--ink)";
      const write = (content, at, weight) => {
        const attributes = { x: x + width / 2, y: y + at, "text-anchor": "middle", "font-size": 14, "font-weight": weight, fill: colour };
        ruler.font = `${weight} 14px ${getComputedStyle(document.body).fontFamily}`;
        if (ruler.measureText(content).width > width - 2 * gap) Object.assign(attributes, { textLength: width - 2 * gap, lengthAdjust: "spacingAndGlyphs" });
        return element("text", attributes, content);
      };
      const tile = element("g", {}, element("title", {}, `${row.name}: ${row.text}`),
        element("rect", { ...box, fill: open ? `url(#pattern-${open})` : `var(--shade-${shade})` }));
      if (["estimate", "sum"].includes(row.known.kind) && !open) tile.append(element("circle", { cx: x + width - 10, cy: y + 10, r: 4, fill: "var(--paper)" }));
      if (open) tile.append(element("rect", { x: x + gap, y: y + height / 4, width: width - 2 * gap, height: height / 2, fill: "var(--paper)" }));
      tile.append(write(row.name, height / 2 - 4, 400), write(row.short, height / 2 + 16, 600));
      return tile;
    });
    const size = (at, length) => Math.max(...rows.map((row) => row.tile[at])) * (length + gap) - gap;
    return element("svg", { viewBox: `0 0 ${size(1, width)} ${size(0, height)}` }, patterns(), ...tiles);
  }

  function drawLegend(list, rows, ends, value) {
    const entries = ends.map((end, at) => {
      const low = at ? rows.map((row) => row.known.point).filter((point) => has(point) && point > ends[at - 1]) : null;
      const from = low ? Math.min(...low) : Math.min(...rows.map((row) => row.known.point).filter(has));
      const ends_ = [from, end].map((number) => explorer.writeNumber(number, value));
      return [`shade-${SHADES - ends.length + 1 + at}`, ends_[0] === ends_[1] ? ends_[0] : ends_.join("–")];
    });
    const kinds = new Set(rows.map((row) => patternOf(row.known)));
    if (rows.some((row) => ["estimate", "sum"].includes(row.known.kind) && has(row.known.point))) entries.push(["of-estimate shade-4", explorer.text("legend_estimate")]);
    if (kinds.has("open")) entries.push(["shade-0", explorer.text("legend_open")]);
    if (kinds.has("suppressed")) entries.push(["crossed", explorer.text("legend_suppressed")]);
    list.replaceChildren(...entries.map(([key, text]) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("i"), { className: `swatch ${key}` }), text);
      return item;
    }));
  }

  /** The map or the tiles as a drawing for a file. */
  explorer.mapDrawing = ({ host, rows, kind }) =>
    kind === "tiles" ? tileDrawing(rows, classEnds(rows.map((row) => row.known.point).filter(has))) : host.querySelector("svg");

  /** Draws the rows (region, name, text, short, known, tile) into `host`; `choose` is called with a region. */
  explorer.drawMap = ({ host, legend, rows, value, kind, regions, choose }) => {
    const focused = host.contains(document.activeElement) && document.activeElement.dataset.region;
    const ends = classEnds(rows.map((row) => row.known.point).filter(has));
    const drawn = (kind === "tiles" ? drawTiles : drawShapes)(rows, ends, choose, regions);
    host.replaceChildren(drawn);
    drawLegend(legend, rows, ends, value);
    if (focused) host.querySelector(`[data-region="${focused}"]`)?.focus();
  };
})();
