/* The explorer page: reads the state from the address, draws map, ranking, line and table from the data files. */
(() => {
  "use strict";
  const { explorer } = window;
  const VALUES = ["share_of_nation", "count", "share_of_region", "location_quotient", "growth"];
  const LINES = 5;
  const page = document.querySelector("[data-explorer]");
  const form = page.querySelector("form");
  const at = (selector) => page.querySelector(selector);
  const filter = at("[name=filter]");

  async function start() {
    const [names, sets] = await Promise.all([explorer.load("names"), explorer.load("sets")]);
    const cells = await explorer.openCells(names);
    const links = explorer.openLinks(names.links, cells.trees);
    const own = explorer.openOwn(cells, links);
    const read = explorer.openValues({ names, sets, cells, links, own });
    const revisions = Object.keys(cells.trees);
    const known = {
      measures: sets.measure,
      values: VALUES,
      periods: names.years.map(([period]) => period),
      regions: names.regions.map(([code]) => code),
      sets: sets.key,
      revisions,
      hasCode: (code, revision) => (revision ? [revision] : revisions).some((one) => code !== "TOTAL" && cells.trees[one].codes.has(code)),
    };
    const defaults = {
      kind: "set",
      set: names.taxonomies[0].sets[0][0],
      code: "62",
      members: { revision: revisions[0], codes: [] },
      measure: "employees",
      value: "share_of_nation",
      since: "",
      regions: [],
      period: known.periods[known.periods.length - 1],
      map: "map",
    };
    let state = explorer.readState(location.hash, defaults, known);
    const nameOf = new Map(names.regions.map((one) => [one[0], one[1 + explorer.language]]));
    const tileOf = new Map(names.regions.map(([code, , , row, column]) => [code, [row, column]]));
    const provinces = known.regions.filter((code) => code !== "00");

    const search = explorer.openSearch({
      input: form.elements.namedItem("search"), list: at("[data-found]"), count: at("[data-count]"), trees: cells.trees,
      choose: (code) => change({ code }),
    });
    const builder = explorer.openBuilder({ host: at("[data-builder]"), trees: cells.trees, changed: (members) => change({ members }) });
    const controls = explorer.openControls({ form, names, known, changed: change });

    const subjectOf = () => ({ set: { kind: "set", key: state.set }, code: { kind: "code", code: state.code }, own: { kind: "own", members: state.members } })[state.kind];
    function subjectName() {
      if (state.kind === "code") return search.nameOf(state.code);
      if (state.kind === "own") return explorer.text("own_name", { number: state.members.codes.length, revision: state.members.revision });
      const taxonomy = names.taxonomies.find((one) => state.set.startsWith(`${one.id} `));
      return `${taxonomy.names[explorer.language]} · ${taxonomy.sets.find(([key]) => key === state.set)[1 + explorer.language]}`;
    }

    function valueName() {
      if (state.value !== "growth") return explorer.text(`value_${state.value}`);
      return state.since ? explorer.text("growth_since", { year: state.since.split(" ")[1] }) : explorer.text("growth_since_before");
    }

    function rowOf(region, period) {
      const value = state.kind === "own" && !state.members.codes.length ? { kind: "none" } : read(subjectOf(), state.value, state.measure, region, period, state.since);
      const text = explorer.writeKnown(value, state.value);
      return {
        region, period, year: period.split(" ")[1], name: nameOf.get(region), tile: tileOf.get(region), known: value, text,
        short: value.kind === "estimate" && value.point !== null ? explorer.text("about", { value: explorer.writeNumber(value.point, state.value) }) : text,
        value: state.value, measure: state.measure, subject: subjectName(), since: state.value === "growth" ? state.since : "",
      };
    }

    /** The latest year with a value for a region, for what shows one year while all are chosen. */
    function shownPeriod() {
      if (state.period !== "all") return state.period;
      return [...known.periods].reverse().find((period) => provinces.some((region) => rowOf(region, period).known.boundHigh !== undefined))
        ?? known.periods[known.periods.length - 1];
    }

    /** A line ends where the series, the classification of a code, or the territory changes. */
    function breaks(region, period) {
      const place = known.periods.indexOf(period);
      if (place <= 0) return false;
      const before = known.periods[place - 1];
      const [series, year] = period.split(" ");
      return before.split(" ")[0] !== series
        || names.changes.some(([code, from, to]) => code === region && to - from === 1 && String(to) === year)
        || (state.kind === "code" && !links.keepsContent(state.code, cells.revisionOf.get(before), cells.revisionOf.get(period)));
    }

    function legend(list, marks) {
      list.replaceChildren(...marks.map(([key, text]) => {
        const item = document.createElement("li");
        item.append(Object.assign(document.createElement("i"), { className: `mark ${key}` }), text);
        return item;
      }));
    }

    async function need() {
      if (state.kind === "code") {
        for (const one of revisions) if (cells.trees[one].codes.has(state.code)) await cells.need(one, [state.code]);
      }
      if (state.kind === "own") await own.need(state.members);
    }

    let shown = {};
    async function draw() {
      await need();
      const period = shownPeriod();
      const year = period.split(" ")[1];
      const ofMap = provinces.map((region) => rowOf(region, period));
      const chosen = state.regions.length ? state.regions : provinces;
      const ranked = chosen.map((region) => rowOf(region, period));
      const ofLine = (state.regions.length ? state.regions : explorer.inOrder(ofMap).slice(0, LINES).map((row) => row.region))
        .map((region) => ({ region, name: nameOf.get(region), values: known.periods.map((one) => rowOf(region, one)) }));
      const periods = state.period === "all" ? known.periods : [period];
      const listed = (state.regions.length ? state.regions : known.regions).flatMap((region) => periods.map((one) => rowOf(region, one)));
      const what = explorer.text("title", {
        subject: subjectName(), value: valueName(), measure: explorer.text(`measure_${state.measure}`),
      });
      const ofYear = explorer.text("of_year", { title: what, year });
      for (const [name, title] of [["map", ofYear], ["ranking", ofYear], ["line", what], ["table", state.period === "all" ? what : ofYear]]) {
        at(`#explorer-${name}-title`).textContent = title;
      }
      explorer.drawMap({
        host: at("[data-map]"), legend: at("[data-map-legend]"), rows: ofMap, value: state.value, kind: state.map, regions: state.regions,
        choose: (region) => {
          const regions = state.regions.includes(region) ? state.regions.filter((one) => one !== region) : [...state.regions, region];
          if (regions.length <= explorer.MOST_REGIONS) change({ regions });
        },
      });
      for (const choice of page.querySelectorAll("[name=map]")) choice.checked = choice.value === state.map;
      legend(at("[data-ranking-legend]"), explorer.marksOf(ranked.map((row) => row.known), false));
      const ofLines = ofLine.flatMap((line) => line.values.map((row) => row.known));
      legend(at("[data-line-legend]"), [...ofLine.map((line, place) => [`slot-${place + 1}`, line.name]),
        ...explorer.marksOf(ofLines, true).filter(([key]) => key !== "slot-1")]);
      at("[data-line-note]").textContent = explorer.text(state.regions.length ? "note_line" : "note_line_first", { number: ofLine.length });
      at("[data-picked]").textContent = search.nameOf(state.code);
      at("[data-own-note]").hidden = state.kind !== "own";
      shown = { listed, ofMap, ranked, ofLine };
      explorer.drawTable(at("table"), listed, filter.value);
      await explorer.drawChart(at("#explorer-ranking-1"), explorer.rankingData(ranked, state.value));
      await explorer.drawChart(at("#explorer-line-1"), explorer.lineData(ofLine, state.value, breaks));
    }

    let latest = Promise.resolve();
    function redraw() {
      controls.show(state);
      page.dataset.state = "drawing";
      const mine = latest.then(draw).then(() => {
        if (mine === latest) page.dataset.state = "ready";
      });
      latest = mine;
      return mine;
    }
    function change(part) {
      state = { ...state, ...part };
      history.replaceState(null, "", explorer.writeState(state));
      return redraw();
    }

    for (const choice of page.querySelectorAll("[name=map]")) choice.addEventListener("change", () => change({ map: choice.value }));
    filter.addEventListener("input", () => explorer.drawTable(at("table"), shown.listed, filter.value));
    window.siteTools.copies(at("[data-link]"), () => location.href);
    const views = {
      map: () => ({
        rows: shown.ofMap,
        panels: [{ svg: explorer.mapDrawing({ host: at("[data-map]"), rows: shown.ofMap, kind: state.map }), legend: at("[data-map-legend]") }],
        more: state.map === "map" ? explorer.text("map_source") : "", // its licence wants to be named
      }),
      ranking: () => ({ rows: shown.ranked, panels: [{ chart: at("#explorer-ranking-1"), legend: at("[data-ranking-legend]") }] }),
      line: () => ({ rows: shown.ofLine.flatMap((line) => line.values), panels: [{ chart: at("#explorer-line-1"), legend: at("[data-line-legend]") }] }),
      table: () => ({ rows: shown.listed }),
    };
    for (const [name, describe] of Object.entries(views)) {
      explorer.offerFiles(at(`#explorer-${name}`), async () => {
        await latest;
        const view = describe();
        return { ...view, rows: explorer.recordRows(view.rows), title: at(`#explorer-${name}-title`).textContent, name: `explorer-${name}` };
      });
    }
    window.addEventListener("hashchange", () => {
      state = explorer.readState(location.hash, defaults, known);
      builder.show(state.members);
      redraw();
    });
    builder.show(state.members);
    return redraw();
  }

  window.sitePage = start().catch((error) => {
    page.dataset.state = "failed";
    at("[data-problem]").hidden = false;
    at("[data-problem]").textContent = explorer.text("problem", { reason: error.message });
    console.error(error);
  });
})();
