/* Completes what is the same in every figure, so that a page holds only what differs: labels, places of charts and buttons. */
(() => {
  "use strict";
  const words = window.siteWords;

  function make(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function addLegend(data, kind, entries) {
    const marks = entries.map(([key, label]) => make("li", {}, make("i", { className: `mark ${key}` }), label));
    const legend = make("ul", { className: `legend of-${kind}` }, ...marks);
    legend.setAttribute("aria-label", words.legend);
    data.before(legend);
  }

  /** Puts the place of a chart, with its heading and legend, before the script that has its data. */
  function addChart(figure, title, data, number) {
    const { kind, legend } = JSON.parse(data.textContent);
    const id = `${figure.id}-${number}`;
    const heading = data.parentElement.querySelector("h3");
    if (heading) heading.id = `${id}-heading`;
    if (legend) addLegend(data, kind, legend);
    const host = make("div", { className: `chart kind-${kind}`, id, role: "img" });
    host.setAttribute("aria-labelledby", [title, heading].filter(Boolean).map((named) => named.id).join(" "));
    data.dataset.for = id;
    data.before(host);
  }

  function addQuery(data) {
    const literals = JSON.parse(data.textContent);
    const template = window.siteQueries[data.dataset.query];
    const text = template.replace(/\{(\w+)\}/g, (placeholder, name) => literals[name] ?? placeholder);
    const code = make("code", {
      textContent: literals.taxonomies ? `select * from (\n${text}\n) where taxonomy_id in ${literals.taxonomies}` : text,
    });
    const sql = make("div", { className: "sql" }, make("pre", {}, code));
    data.replaceWith(make("details", { className: "query" }, make("summary", { textContent: words.show_query }), sql));
  }

  function makeButton(label, action) {
    const button = make("button", { type: "button", textContent: label });
    button.dataset[action] = "";
    return button;
  }

  function addRegion(frame, label) {
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", label);
  }

  for (const figure of document.querySelectorAll("article.figure")) {
    const title = figure.querySelector("h2");
    title.id ||= `${figure.id}-title`;
    figure.setAttribute("aria-labelledby", title.id);
    const topic = figure.querySelector(".topic")?.textContent;
    figure.querySelectorAll(".panel > script:not([data-for])").forEach((data, at) => addChart(figure, title, data, at + 1));
    for (const data of figure.querySelectorAll("script[data-query]")) addQuery(data);
    for (const code of figure.querySelectorAll(".sql code")) {
      addRegion(code.parentElement, `SQL: ${topic}`);
      code.parentElement.before(makeButton(words.copy, "copy"));
    }
    for (const frame of figure.querySelectorAll(".scroll:not([role])")) {
      addRegion(frame, words.table_label.replace("{topic}", topic));
      frame.querySelector("table").setAttribute("aria-labelledby", title.id);
    }
    const line = figure.querySelector(":scope > footer > p:last-of-type");
    if (line && !figure.querySelector(":scope > footer .tools")) {
      const file = line.querySelector("a");
      if (!file && figure.querySelector("table")) line.append(makeButton(words.csv, "saveTable"));
      line.prepend(words.release, file ? " · " : " ");
      line.append(" ", makeButton(words.copy_citation, "cite"));
    }
  }
  document.querySelector("[data-about]").textContent = words.footer;
})();
