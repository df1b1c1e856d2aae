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

  /** The drawing as an SVG document of its own: colours of the design system become fixed colours. */
  function writeSvg(svg, { title, source }) {
    const box = svg.getBoundingClientRect();
    const view = svg.viewBox.baseVal;
    const [x, y, width, height] = view?.width ? [view.x, view.y, view.width, view.height] : [0, 0, box.width, box.height];
    const line = width / 40;
    const copy = svg.cloneNode(true);
    const style = getComputedStyle(document.documentElement);
    const font = getComputedStyle(document.body).fontFamily;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("viewBox", `${x} ${y - 2.2 * line} ${width} ${height + 4.2 * line}`);
    copy.setAttribute("width", Math.round(box.width));
    copy.setAttribute("height", Math.round((box.width * (height + 4.2 * line)) / width));
    copy.removeAttribute("style");
    const ground = document.createElementNS(copy.namespaceURI, "rect");
    for (const [key, value] of Object.entries({ x, y: y - 2.2 * line, width, height: height + 4.2 * line, fill: "var(--paper)" })) ground.setAttribute(key, value);
    const write = (text, at, size, colour) => {
      const node = document.createElementNS(copy.namespaceURI, "text");
      const attributes = { x: x + line / 2, y: at, "font-size": size, fill: colour, "font-family": font };
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      if (text.length * size * 0.75 > width) {
        node.setAttribute("textLength", width - line);
        node.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
      node.textContent = text;
      return node;
    };
    copy.prepend(ground, write(title, y - 0.8 * line, 0.9 * line, "var(--ink)"));
    copy.append(write(source, y + height + 1.3 * line, 0.6 * line, "var(--ink-soft)"));
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
