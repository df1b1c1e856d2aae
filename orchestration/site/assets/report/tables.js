/* Sorts a table by a column when its heading is chosen, and filters tables with many rows. */
(() => {
  "use strict";
  const MANY = 12;
  const words = window.siteWords;
  const { lang } = document.documentElement;
  const collator = new Intl.Collator(lang, { numeric: true });
  const UNITS = { 만: 1e4, thousand: 1e3, million: 1e6 };
  const NEXT = { none: "ascending", ascending: "descending", descending: null }; // then the order of the page again
  const LEVEL = /[89]0 ?% ?(?:구간|interval|:)/g; // the level of an interval is no value
  const NUMBER = /([-+\u2212]?)(\d[\d,]*(?:\.\d+)?)(?: ?(만|thousand|million))?/g;

  /** The numbers in a text, in their order: a value, or the low and then the high end of an interval or of bounds. */
  function numbersIn(text) {
    const found = [...text.replace(LEVEL, "").matchAll(NUMBER)];
    // the unit stands behind the high end: 49.3–66.6만
    const unit = (at) => UNITS[found[at][3]] ?? (text.includes("–") ? UNITS[found[at + 1]?.[3]] : null) ?? 1;
    return found.map(([, sign, digits], at) => (sign && sign !== "+" ? -1 : 1) * Number(digits.replaceAll(",", "")) * unit(at));
  }
  const isNumber = (text) => /^(?:약 |about )?[-+\u2212]?\d[\d,.]*(?:만|%p?)?$/.test(text);

  /** Whether a column holds numbers: its class says so, or each of its cells is one. */
  function holdsNumbers(table, heading, cells) {
    const filled = cells.filter(Boolean);
    return table.classList.contains(`n${heading.cellIndex + 1}`) || heading.classList.contains("n")
      || (filled.length > 0 && filled.every(isNumber));
  }

  /** The order of two lists of numbers, by the first that differs. */
  function compareNumbers(a, b) {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at] - b[at];
    return a.length - b.length;
  }

  /** The rows by a column; what has no number, as an undisclosed value, comes last in both directions. */
  function inOrder(rows, textOf, isNumeric, factor) {
    const keyed = rows.map((row) => ({ row, text: textOf(row), numbers: isNumeric ? numbersIn(textOf(row)) : [] }));
    const isMissing = (one) => (isNumeric ? !one.numbers.length : !one.text);
    keyed.sort((a, b) =>
      isMissing(a) - isMissing(b) || factor * (isNumeric ? compareNumbers(a.numbers, b.numbers) : collator.compare(a.text, b.text)));
    return keyed.map((one) => one.row);
  }

  function addSorting(table) {
    const [body] = table.tBodies;
    const original = [...body.rows];
    const textIn = (at) => (row) => row.cells[at]?.textContent.trim() ?? "";
    for (const heading of table.tHead.rows[0].cells) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const next = NEXT[heading.getAttribute("aria-sort") ?? "none"];
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        const textOf = textIn(heading.cellIndex);
        const isNumeric = holdsNumbers(table, heading, original.map(textOf));
        if (next) heading.setAttribute("aria-sort", next);
        body.append(...(next ? inOrder(original, textOf, isNumeric, next === "ascending" ? 1 : -1) : original));
      });
    }
  }

  function addFilter(table) {
    const frame = table.closest(".scroll") ?? table;
    const input = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off" });
    const label = document.createElement("label");
    label.append(`${words.filter_table} `, input);
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    const place = Object.assign(document.createElement("p"), { className: "filter" });
    place.append(label, " ", count);
    frame.before(place);
    return { place, input, count };
  }

  const filters = new WeakMap();
  function applyFilter(table) {
    const { place, input, count } = filters.get(table);
    const rows = [...table.tBodies[0].rows];
    place.hidden = rows.length <= MANY;
    const wanted = place.hidden ? [] : input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = [...row.cells].map((cell) => cell.textContent).join(" ").toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = wanted.length ? words.rows_shown.replace("{shown}", shown).replace("{number}", rows.length) : "";
  }

  /** Makes a table sort and filter; again after its rows have changed. */
  function sortable(table) {
    if (!table.tHead?.rows.length || !table.tBodies.length || table.tBodies[0].rows.length < 2) return;
    addSorting(table);
    if (table.closest("[data-entry]")) return; // the page has a search for all of its tables
    if (!filters.has(table) && table.tBodies[0].rows.length > MANY) {
      filters.set(table, addFilter(table));
      filters.get(table).input.addEventListener("input", () => applyFilter(table));
    }
    if (filters.has(table)) applyFilter(table);
  }

  for (const table of document.querySelectorAll("main table")) sortable(table);
  window.siteTools.sortable = sortable;
})();
