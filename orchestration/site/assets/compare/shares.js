/* The sections about the taxonomy: shares of its layers, and what several layers share. */
(() => {
  "use strict";
  const { explorer } = window;
  const PROXY = 5; // the slot of an approximation by whole divisions, as on the other pages

  function marksOf(all, isProxy) {
    const marks = explorer.marksOf(all, false);
    return isProxy ? marks.map(([key, text]) => (key === "slot-1" ? [`slot-${PROXY}`, explorer.text("compare_mark_proxy")] : [key, text])) : marks;
  }

  /** Two charts and a table of the shares of the nation of these sets. */
  function compareSets(facts, state, sets) {
    const isProxy = facts.isProxy(state);
    const rowsOf = (region) => sets.map(({ key, name }) => {
      const known = facts.value(state, key, "share_of_nation", region);
      return { region, name, known, text: explorer.writeKnown(known, "share_of_nation"), slot: isProxy ? PROXY : undefined };
    });
    const both = [state.a, state.b].map(rowsOf);
    const cellsOf = (region, at) => {
      const count = facts.value(state, sets[at].key, "count", region);
      const { known, text } = both[[state.a, state.b].indexOf(region)][at];
      return [explorer.writeKnown(count, "count"), text, explorer.writeBounds(known, "share_of_nation"), known.grade ?? ""];
    };
    const headings = (region) => ["count", "share", "bounds", "grade"].map((name) =>
      [explorer.text(`compare_column_${name}`, { region: facts.region(region) }), name !== "grade"]);
    return {
      charts: [state.a, state.b].map((region, at) => ({
        heading: facts.region(region),
        marks: marksOf(both[at].map((row) => row.known), isProxy),
        data: explorer.estimatesData(both[at], "share_of_nation", both.flat()),
      })),
      table: {
        columns: [[explorer.text("compare_column_set"), false], ...headings(state.a), ...headings(state.b)],
        rows: sets.map(({ name }, at) => [name, ...cellsOf(state.a, at), ...cellsOf(state.b, at)]),
      },
      file: explorer.recordRows([state.a, state.b].flatMap((region) => sets.flatMap(({ key, subject }) =>
        ["count", "share_of_nation"].map((what) => facts.record(state, { kind: "set", key, name: subject }, what, region))))),
      shareOf: (key, region) => explorer.writeKnown(facts.value(state, key, "share_of_nation", region), "share_of_nation"),
    };
  }

  function section(facts, state, name, kind, layer) {
    const sets = facts.setsOf(state, kind);
    const overlaps = sets.some(({ key }) => key.includes("+"));
    if (!sets.length || (kind === "combination" && !overlaps)) return null;
    const compared = compareSets(facts, state, sets);
    const key = `${state.taxonomy} layer ${layer} exclusive`;
    return {
      ...compared,
      title: explorer.text(`compare_title_${name}`, {
        a: facts.region(state.a), b: facts.region(state.b), year: facts.latest,
        share_a: compared.shareOf(key, state.a), share_b: compared.shareOf(key, state.b),
      }),
      unit: explorer.text("compare_unit_share", { measure: explorer.text(`compare_measure_${state.measure}`), year: facts.latest }),
      note: [facts.isProxy(state) ? explorer.text("compare_note_proxy") : "", explorer.text(`compare_note_${name}`)].filter(Boolean).join(" "),
    };
  }

  explorer.compareShares = (facts, state) => section(facts, state, "shares", "layer", "total");
  explorer.compareOverlap = (facts, state) => section(facts, state, "overlap", "combination", "common");
})();
