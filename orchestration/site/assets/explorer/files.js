/* The buttons of a view: save it as PNG, SVG or CSV, and copy its citation. */
(() => {
  "use strict";
  const { explorer } = window;
  const { copies, credit, saveCsv } = window.siteTools;

  /**
   * Makes the buttons in `host` work. `describe` says, once the view is drawn, what they save: `name` of the file, `title`,
   * and `unit`, `panels` (see drawing.js) and `more` (a further source) of a drawing, `rows` of a CSV file.
   */
  explorer.offerFiles = (host, describe) => {
    const place = host.querySelector("[data-sources]") ?? document.querySelector("[data-sources]");
    const source = (view) => [credit(place.textContent.trim()), view.more].filter(Boolean).join(" ");
    const actions = {
      csv: (view) => saveCsv(view.rows, view.name),
      svg: (view) => explorer.saveSvg({ ...view, source: source(view) }, view.name),
      png: (view) => explorer.savePng({ ...view, source: source(view) }, view.name),
    };
    const title = host.querySelector("h2").id;
    for (const button of host.querySelectorAll("[data-save]")) {
      const [, format] = button.dataset.save.split(" ");
      button.setAttribute("aria-describedby", title);
      button.addEventListener("click", async () => actions[format](await describe()));
    }
    const cite = host.querySelector("[data-cite-view]");
    cite.setAttribute("aria-describedby", title);
    copies(cite, async () => {
      const view = await describe();
      return [`“${view.title}”.`, source(view), location.href].join(" ");
    });
  };
})();
