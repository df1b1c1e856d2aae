/* Downloads of what is seen: SVG and PNG of a drawing, CSV of the table. */
(() => {
  "use strict";
  const { explorer } = window;
  const SHARPNESS = 2;

  explorer.save = (content, name) => {
    const address = URL.createObjectURL(content);
    const link = Object.assign(document.createElement("a"), { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };

  const PATTERNS = { "shade-0": "url(#pattern-open)", crossed: "url(#pattern-suppressed)" };

  /** The entries of a legend on the page: colour or pattern, opacity, text, whether its mark is a line. */
  function readLegend(list) {
    return [...list.querySelectorAll("li")].map((item) => {
      const mark = item.querySelector("i");
      const style = getComputedStyle(mark);
      const pattern = Object.keys(PATTERNS).find((name) => mark.classList.contains(name));
      const ring = style.backgroundColor === "rgba(0, 0, 0, 0)" ? style.borderTopColor : style.backgroundColor;
      return { fill: PATTERNS[pattern] ?? ring, opacity: style.opacity, text: item.textContent.trim(), dotted: mark.classList.contains("of-estimate") };
    });
  }

  /** The legend as elements below the drawing, in as many lines as it needs, and the height that it takes. */
  function drawLegend(entries, { x, y, width, line, make }) {
    const size = 0.6 * line;
    let [left, row] = [x + line / 2, 0];
    const drawn = entries.flatMap(({ fill, opacity, text, dotted }) => {
      const needed = size * 2 + text.length * size;
      if (left + needed > x + width && left > x + line) [left, row] = [x + line / 2, row + 1];
      const top = y + row * line;
      const parts = [make("rect", { x: left, y: top, width: size, height: size, fill, opacity }),
        make("text", { x: left + 1.4 * size, y: top + 0.85 * size, "font-size": size, fill: "var(--ink)" }, text)];
      if (dotted) parts.splice(1, 0, make("circle", { cx: left + size / 2, cy: top + size / 2, r: size / 5, fill: "var(--paper)" }));
      left += needed;
      return parts;
    });
    return { drawn, height: entries.length ? (row + 1.4) * line : 0 };
  }

  /** The drawing as an SVG document of its own: colours of the design system become fixed colours. */
  function writeSvg(svg, { title, source, legend }) {
    const view = svg.viewBox.baseVal;
    const box = svg.isConnected ? svg.getBoundingClientRect() : view;
    const [x, y, width, height] = view?.width ? [view.x, view.y, view.width, view.height] : [0, 0, box.width, box.height];
    const line = width / 40;
    const copy = svg.cloneNode(true);
    const style = getComputedStyle(document.documentElement);
    const font = getComputedStyle(document.body).fontFamily;
    const make = (name, attributes, text = "") => {
      const node = document.createElementNS(copy.namespaceURI, name);
      for (const [key, value] of Object.entries({ ...attributes, ...(name === "text" ? { "font-family": font } : {}) })) node.setAttribute(key, value);
      node.textContent = text;
      return node;
    };
    const below = drawLegend(legend ? readLegend(legend) : [], { x, y: y + height + 0.6 * line, width, line, make });
    const whole = height + 4.2 * line + below.height;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("viewBox", `${x} ${y - 2.2 * line} ${width} ${whole}`);
    copy.setAttribute("width", Math.round(box.width));
    copy.setAttribute("height", Math.round((box.width * whole) / width));
    copy.removeAttribute("style");
    const ground = make("rect", { x, y: y - 2.2 * line, width, height: whole, fill: "var(--paper)" });
    const write = (text, at, size, fill) => {
      const fitted = text.length * size * 0.75 > width ? { textLength: width - line, lengthAdjust: "spacingAndGlyphs" } : {};
      return make("text", { x: x + line / 2, y: at, "font-size": size, fill, ...fitted }, text);
    };
    copy.prepend(ground, write(title, y - 0.8 * line, 0.9 * line, "var(--ink)"));
    for (const text of copy.querySelectorAll("text:not([font-family])")) text.setAttribute("font-family", font);
    copy.append(...below.drawn, write(source, y + height + below.height + 1.3 * line, 0.6 * line, "var(--ink-soft)"));
    return new XMLSerializer().serializeToString(copy)
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

  explorer.saveSvg = (svg, words, name) =>
    explorer.save(new Blob([writeSvg(svg, words)], { type: "image/svg+xml" }), `${name}.svg`);
  explorer.savePng = async (svg, words, name) => explorer.save(await writePng(writeSvg(svg, words)), `${name}.png`);

  const quote = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const harmless = (cell) => (/^[=+@\t]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell);

  /** Rows of cells as CSV, with a byte order mark for Excel. */
  explorer.writeCsv = (rows) =>
    `\ufeff${rows.map((row) => row.map((cell) => quote(harmless(String(cell ?? "")))).join(",")).join("\r\n")}\r\n`;
  explorer.saveCsv = (rows, name) =>
    explorer.save(new Blob([explorer.writeCsv(rows)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
})();
