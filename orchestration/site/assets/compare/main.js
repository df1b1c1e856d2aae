/* The page that compares two provinces: reads what is compared from the address, and shows it section by section. */
(() => {
  "use strict";
  const { explorer } = window;
  const page = document.querySelector("[data-compare]");
  const form = page.querySelector("form");
  const SECTIONS = {
    shares: explorer.compareShares,
    overlap: explorer.compareOverlap,
    quotients: explorer.compareQuotients,
    "shift-own": explorer.compareShiftOwn,
    shift: explorer.compareShift,
    complement: explorer.compareComplement,
    density: explorer.compareDensity,
    similarity: explorer.compareSimilarity,
  };
  const articleOf = (name) => page.querySelector(`#compare-${name}`);

  function fillControls(options) {
    for (const [name, entries] of Object.entries(options)) {
      form.elements.namedItem(name).append(...entries.map(([value, textContent]) => Object.assign(document.createElement("option"), { value, textContent })));
    }
  }

  async function start() {
    const [names, sets, pairs] = await Promise.all(["names", "sets", "pairs"].map(explorer.load));
    const facts = explorer.openFacts({ names, sets, pairs, cells: await explorer.openCells(names) });
    const { language } = explorer;
    const provinces = names.regions.filter(([code]) => code !== "00").map((one) => [one[0], one[1 + language]]);
    const options = {
      a: provinces,
      b: provinces,
      taxonomy: names.taxonomies.map((one) => [one.id, one.names[language]]),
      measure: sets.measure.map((one) => [one, explorer.text(`measure_${one}`)]),
    };
    const known = Object.fromEntries(Object.entries(options).map(([name, entries]) => [name, entries.map(([value]) => value)]));
    const defaults = { a: "11", b: "31", taxonomy: known.taxonomy[0], measure: "employees" };
    let state = explorer.readPair(location.hash, defaults, known);
    fillControls(options);

    async function draw() {
      for (const name of Object.keys(known)) form.elements.namedItem(name).value = state[name];
      document.title = `${facts.region(state.a)} · ${facts.region(state.b)} · ${page.dataset.compare}`;
      for (const [name, describe] of Object.entries(SECTIONS)) await explorer.showSection(articleOf(name), describe(facts, state));
    }
    let latest = Promise.resolve();
    function redraw() {
      page.dataset.state = "drawing";
      const mine = latest.then(draw).then(() => {
        if (mine === latest) page.dataset.state = "ready";
      });
      latest = mine;
      return mine;
    }

    function show(next) {
      state = next;
      history.replaceState(null, "", explorer.writePair(state));
      redraw();
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => show(explorer.changePair(state, target.name, target.value)));
    form.querySelector("[data-swap]").addEventListener("click", () => show({ ...state, a: state.b, b: state.a }));
    window.siteTools.copies(form.querySelector("[data-link]"), () => location.href);
    window.addEventListener("hashchange", () => {
      state = explorer.readPair(location.hash, defaults, known);
      redraw();
    });
    for (const [name, describe] of Object.entries(SECTIONS)) {
      const article = articleOf(name);
      explorer.offerFiles(article, async () => {
        await latest;
        return { ...explorer.fileOf(article, describe(facts, state)), name: `${article.id}-${state.a}-${state.b}` };
      });
    }
    return redraw();
  }

  window.sitePage = start().catch((error) => {
    page.dataset.state = "failed";
    const problem = page.querySelector("[data-problem]");
    problem.hidden = false;
    problem.textContent = explorer.text("problem", { reason: error.message });
    console.error(error);
  });
})();
