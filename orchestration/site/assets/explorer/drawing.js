/* A view as a drawing of its own, saved as SVG or PNG: title, unit, panels with heading and legend, source. */
(() => {
  "use strict";
  const { explorer } = window;
  const SVG = "http://www.w3.org/2000/svg";
  const SHARPNESS = 2; // pixels of the PNG per pixel of the page
  const EDGE = 16;
  const GAP = 24;
  const NARROWEST = 400;
  const CHART = { one: 900, several: 640 }; // width of a chart, whatever the width of the screen
  const LEADING = 1.4;
  const PATTERNS = { "shade-0": "url(#pattern-open)", crossed: "url(#pattern-suppressed)" }; // of map.js
  const ruler = document.createElement("canvas").getContext("2d");
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const fontOf = () => getComputedStyle(document.body).fontFamily;

  /** An SVG element; a child is an element or a text. */
  explorer.element = (name, attributes, ...children) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const { element } = explorer;

  /** A text in as many lines as it needs, and the height that they take. */
  function drawText(text, { x, y, width, size, weight = 400, fill = "var(--ink)" }) {
    ruler.font = `${weight} ${size}px ${fontOf()}`;
    const lines = text ? window.siteTools.breakLines(text, width, (part) => ruler.measureText(part).width) : [];
    const style = { x, fill, "font-size": size, "font-weight": weight };
    return {
      drawn: lines.map((line, at) => element("text", { ...style, y: y + size * (LEADING * at + 1) }, line)),
      height: lines.length * size * LEADING,
    };
  }

  /** The corners of the CSS value `polygon(50% 0px, …)` in a box. */
  function cornersOf(path, { x, y, width, height }) {
    const place = (text, start, length) => start + (text.endsWith("%") ? (parseFloat(text) / 100) * length : parseFloat(text));
    return path.slice("polygon(".length, -1).split(",").map((corner) => {
      const [across, down] = corner.trim().split(" ");
      return `${place(across, x, width)},${place(down, y, height)}`;
    }).join(" ");
  }

  /** A mark of a legend on the page, with its shape and colours. */
  function drawMark(mark, x, middle) {
    const style = getComputedStyle(mark);
    const edge = parseFloat(style.borderTopWidth);
    const box = { x, y: middle - mark.offsetHeight / 2, width: mark.offsetWidth, height: mark.offsetHeight };
    const pattern = Object.keys(PATTERNS).find((name) => mark.classList.contains(name));
    const isEmpty = style.backgroundColor === "rgba(0, 0, 0, 0)";
    const look = {
      fill: PATTERNS[pattern] ?? (isEmpty ? "none" : style.backgroundColor), opacity: style.opacity,
      ...(edge ? { stroke: style.borderTopColor, "stroke-width": edge } : {}),
      ...(style.transform === "none" ? {}
        : { transform: `translate(${x + box.width / 2} ${middle}) ${style.transform} translate(${-x - box.width / 2} ${-middle})` }),
    };
    const inside = { x: x + edge / 2, y: box.y + edge / 2, width: box.width - edge, height: box.height - edge };
    const shape = style.clipPath.startsWith("polygon")
      ? element("polygon", { points: cornersOf(style.clipPath, box), ...look })
      : element("rect", { ...inside, rx: style.borderRadius === "50%" ? inside.width / 2 : 0, ...look });
    if (!mark.classList.contains("of-estimate")) return [shape];
    return [shape, element("circle", { cx: x + box.width / 2, cy: middle, r: box.width / 5, fill: "var(--paper)" })];
  }

  /** A legend of the page, in as many lines as it needs, and the height that they take. */
  function drawLegend(list, { x, y, width }) {
    const size = 13;
    const line = 1.6 * size;
    ruler.font = `${size}px ${fontOf()}`;
    let [left, row] = [x, 0];
    const drawn = [...list.querySelectorAll("li")].flatMap((item) => {
      const [mark, text] = [item.querySelector("i"), item.textContent.trim()];
      const needed = mark.offsetWidth + 6 + ruler.measureText(text).width;
      if (left > x && left + needed > x + width) [left, row] = [x, row + 1];
      const middle = y + (row + 0.5) * line;
      const parts = [...drawMark(mark, left, middle),
        element("text", { x: left + mark.offsetWidth + 6, y: middle + 0.36 * size, "font-size": size, fill: "var(--ink)" }, text)];
      left += needed + EDGE;
      return parts;
    });
    return { drawn, height: drawn.length ? (row + 1) * line : 0 };
  }

  /** Names of clips and patterns are unique within a document only. */
  function prefixNames(node, prefix) {
    for (const one of node.querySelectorAll("*")) {
      if (one.id) one.id = prefix + one.id;
      for (const { name, value } of [...one.attributes]) {
        if (value.startsWith("url(#")) one.setAttribute(name, value.replace("url(#", `url(#${prefix}`));
      }
    }
  }

  /** A panel (chart or svg, heading, legend) with its drawing and the size of it. */
  async function sizePanel(panel, _, panels) {
    const svg = panel.svg ?? (await window.siteTools.drawApart(panel.chart, panels.length > 1 ? CHART.several : CHART.one));
    const { width, height } = svg.isConnected ? svg.getBoundingClientRect() : svg.viewBox.baseVal;
    return { ...panel, svg, width, height };
  }

  /** Heading and legend of a panel above its drawing. */
  function drawPanel({ svg, heading = "", legend, width, height }, at, { x, y }) {
    const above = drawText(heading, { x, y, width, size: 15, weight: 600 });
    const marks = drawLegend(legend, { x, y: y + above.height, width });
    const top = y + above.height + marks.height + EDGE / 2;
    const copy = svg.cloneNode(true);
    for (const name of ["style", "class", "role", "aria-hidden"]) copy.removeAttribute(name);
    for (const [name, value] of Object.entries({ x, y: top, width, height })) copy.setAttribute(name, value);
    if (at) prefixNames(copy, `panel-${at}-`);
    return { drawn: [...above.drawn, ...marks.drawn, copy], height: top + height - y };
  }

  /** The view as an SVG document: colours of the design system become fixed colours. */
  async function writeSvg({ title, unit = "", panels, source }) {
    const sized = await Promise.all(panels.map(sizePanel));
    const width = Math.max(NARROWEST, sum(sized.map((panel) => panel.width)) + GAP * (sized.length - 1));
    const parts = [];
    let y = EDGE;
    const add = (text, style) => {
      const { drawn, height } = drawText(text, { x: EDGE, y, width, ...style });
      parts.push(...drawn);
      y += height;
    };
    add(title, { size: 18, weight: 600 });
    add(unit, { size: 13, fill: "var(--ink-soft)" });
    y += EDGE / 2;
    let x = EDGE;
    const drawn = sized.map((panel, at) => {
      const found = drawPanel(panel, at, { x, y });
      x += panel.width + GAP;
      return found;
    });
    parts.push(...drawn.flatMap((panel) => panel.drawn));
    y += Math.max(...drawn.map((panel) => panel.height)) + EDGE / 2;
    add(source, { size: 12, fill: "var(--ink-soft)" });
    const [whole, high] = [width + 2 * EDGE, y + EDGE].map(Math.ceil);
    const ground = element("rect", { width: whole, height: high, fill: "var(--paper)" });
    const drawing = element("svg", { xmlns: SVG, viewBox: `0 0 ${whole} ${high}`, width: whole, height: high, "font-family": fontOf() },
      element("title", {}, title), ground, ...parts);
    const style = getComputedStyle(document.documentElement);
    return new XMLSerializer().serializeToString(drawing)
      .replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
  }

  async function writePng(text) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SHARPNESS;
    canvas.height = image.naturalHeight * SHARPNESS;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  const { save } = window.siteTools;
  explorer.saveSvg = async (view, name) => save(new Blob([await writeSvg(view)], { type: "image/svg+xml" }), `${name}.svg`);
  explorer.savePng = async (view, name) => save(await writePng(await writeSvg(view)), `${name}.png`);
})();
