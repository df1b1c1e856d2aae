/* Saves files that a page writes itself, among them the tables of figures that have no data file. */
(() => {
  "use strict";
  const NUMBER = /^[+\u2212]?\d{1,3}(?:,\d{3})*(?:\.\d+)?$/;

  function save(content, name) {
    const address = URL.createObjectURL(content);
    const link = Object.assign(document.createElement("a"), { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  const quote = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const harmless = (cell) => (/^[=+@\t]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell);

  /** Rows of cells as CSV, with a byte order mark for Excel. */
  const writeCsv = (rows) =>
    `\ufeff${rows.map((row) => row.map((cell) => quote(harmless(String(cell ?? "")))).join(",")).join("\r\n")}\r\n`;
  const saveCsv = (rows, name) => save(new Blob([writeCsv(rows)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);

  /** A cell as data: a number without separators, anything else as it is written. */
  const dataOf = (text) => (NUMBER.test(text) ? text.replaceAll(",", "").replace("\u2212", "-") : text);

  for (const button of document.querySelectorAll("[data-save-table]")) {
    button.addEventListener("click", () => {
      const figure = button.closest(".figure");
      const [page] = location.pathname.split("/").pop().split(".html");
      const rows = [...figure.querySelector("table").rows];
      saveCsv(rows.map((row) => [...row.cells].map((cell) => dataOf(cell.textContent.trim()))), `${page}--${figure.id}`);
    });
  }

  Object.assign(window.siteTools, { save, writeCsv, saveCsv });
})();
