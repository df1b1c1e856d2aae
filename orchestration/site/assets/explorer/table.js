/* The table of the shown values. A heading sorts, the field above filters. */
(() => {
  "use strict";
  const { explorer } = window;
  const COLUMNS = ["region", "year", "known", "status", "bounds", "grade"];
  let sorted = { column: null, down: false };

  function cellsOf(row) {
    return {
      region: row.name,
      year: row.year,
      known: row.text,
      status: explorer.text(`status_${row.known.kind}`),
      bounds: explorer.writeBounds(row.known, row.value),
      grade: row.known.grade ?? "",
    };
  }
  function keyOf(row, column) {
    if (column === "known") return row.known.point ?? row.known.low ?? row.known.boundLow ?? -Infinity;
    if (column === "bounds") return row.known.boundHigh ?? -Infinity;
    if (column === "region") return row.region;
    return cellsOf(row)[column];
  }

  function heading(column, redraw) {
    const cell = document.createElement("th");
    cell.scope = "col";
    const direction = sorted.down ? "descending" : "ascending";
    if (sorted.column === column) cell.setAttribute("aria-sort", direction);
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: explorer.text(`column_${column}`) });
    button.className = "sort";
    button.addEventListener("click", () => {
      sorted = { column, down: sorted.column === column ? !sorted.down : false };
      redraw();
      document.querySelectorAll("#explorer-table .sort")[COLUMNS.indexOf(column)].focus();
    });
    cell.append(button);
    return cell;
  }

  /** Fills the table; `filter` is the wanted text. Rows: region, name, year, value, known, text. */
  explorer.drawTable = (table, rows, filter) => {
    const redraw = () => explorer.drawTable(table, rows, filter);
    const wanted = filter.trim().toLowerCase();
    const shown = rows.filter((row) => !wanted || Object.values(cellsOf(row)).join(" ").toLowerCase().includes(wanted));
    if (sorted.column) {
      const compare = (a, b) => {
        const [first, second] = [keyOf(a, sorted.column), keyOf(b, sorted.column)];
        return (first < second ? -1 : first > second ? 1 : 0) * (sorted.down ? -1 : 1);
      };
      shown.sort(compare);
    }
    table.tHead.replaceChildren(document.createElement("tr"));
    table.tHead.rows[0].append(...COLUMNS.map((column) => heading(column, redraw)));
    table.tBodies[0].replaceChildren(...shown.map((row) => {
      const line = document.createElement("tr");
      for (const [at, text] of Object.values(cellsOf(row)).entries()) {
        const cell = document.createElement(at ? "td" : "th");
        if (!at) cell.scope = "row";
        cell.textContent = text;
        line.append(cell);
      }
      return line;
    }));
  };
})();
