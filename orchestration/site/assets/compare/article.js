/* Writes one section of the comparison: title, charts and table. */
(() => {
  "use strict";
  const { explorer } = window;
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  /** A cell is a text, or a text with the address that it leads to. */
  const cellOf = (name, cell) =>
    make(name, {}, typeof cell === "string" ? cell : make("a", { href: cell.href, textContent: cell.text }));

  function fillTable(table, { columns, rows }) {
    table.className = columns.map(([, isNumber], at) => (isNumber ? `n${at + 1}` : "")).filter(Boolean).join(" ");
    table.replaceChildren(
      make("thead", {}, make("tr", {}, ...columns.map(([heading]) => make("th", { textContent: heading })))),
      make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells.map((cell, at) => cellOf(at ? "td" : "th", cell))))),
    );
    window.siteTools.sortable(table);
  }

  function fillLegend(list, marks) {
    list.replaceChildren(...marks.map(([key, text]) => make("li", {}, make("i", { className: `mark ${key}` }), text)));
  }

  /** Shows `section` (title, unit, note, charts, table, file) in its article; without one, the article is hidden. */
  explorer.showSection = async (article, section) => {
    article.hidden = !section;
    if (!section) return;
    article.querySelector("h2").textContent = section.title;
    article.querySelector(".unit").textContent = section.unit;
    article.querySelector(".note").textContent = section.note;
    fillTable(article.querySelector("table"), section.table);
    for (const [at, panel] of article.querySelectorAll(".panel").entries()) {
      const { heading, marks, data } = section.charts[at];
      panel.querySelector("h3").textContent = heading;
      const legend = panel.querySelector(".legend");
      legend.className = `legend of-${data.kind}`;
      fillLegend(legend, marks);
      await explorer.drawChart(panel.querySelector(".chart"), data);
    }
  };

  /** What the buttons of an article save: its drawing as it is seen, and the numbers of the section. */
  explorer.fileOf = (article, section) => ({
    title: section.title,
    unit: section.unit,
    panels: [...article.querySelectorAll(".panel")].map((panel) => ({
      chart: panel.querySelector(".chart"),
      heading: panel.querySelector("h3").textContent,
      legend: panel.querySelector(".legend"),
    })),
    rows: section.file,
  });
})();
