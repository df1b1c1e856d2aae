/* The facts about a pair of provinces, as texts: names, shares, quotients, and the values of the file `pairs`. */
(() => {
  "use strict";
  const { explorer } = window;
  const { language } = explorer;

  const index = (number) => number.toFixed(3);
  const between = (low, high, write) => {
    const ends = [write(low), write(high)];
    return ends[0] === ends[1] ? ends[0] : ends.join("–");
  };

  /** An index from 0 to 1, or its bounds; what is not known is named. */
  explorer.writeIndex = (low, high) =>
    low === null || low === undefined ? explorer.text("is_none") : between(low, high, index);
  explorer.writeCounts = (low, high) => between(low, high, (number) => explorer.writeNumber(number, "count"));
  explorer.writeSigned = (number) => (number > 0 ? "+" : "") + explorer.writeNumber(number, "count");

  /** Reads what the sections need; `state` is that of the page. */
  explorer.openFacts = ({ names, sets, cells, pairs }) => {
    const read = explorer.openValues({ names, sets, cells });
    const regionNames = new Map(names.regions.map((one) => [one[0], one[1 + language]]));
    const [first, divisionYear, latest] = pairs.years;
    const periodOf = (year) => `${pairs.series} ${year}`;
    const treeOf = (year) => cells.trees[cells.revisionOf.get(periodOf(year))];
    const nameOf = (code, year = divisionYear) => treeOf(year).codes.get(code)?.names[language] ?? code;

    function setsOf(state, kind) {
      const taxonomy = names.taxonomies.find((one) => one.id === state.taxonomy);
      return taxonomy.sets.filter(([key]) => key.split(" ")[1] === kind)
        .map(([key, ...texts]) => ({ key, name: texts[language], subject: `${taxonomy.names[language]} · ${texts[language]}` }));
    }
    const value = (state, key, what, region) => read({ kind: "set", key }, what, state.measure, region, periodOf(latest));
    const quotient = (state, code, region) =>
      read({ kind: "code", code }, "location_quotient", state.measure, region, periodOf(divisionYear));

    /** A value as a row of a CSV file. */
    function record(state, subject, what, region) {
      const period = periodOf(subject.kind === "code" ? divisionYear : latest);
      return {
        region, period, name: regionNames.get(region), measure: state.measure, value: what,
        subject: subject.name, known: read(subject, what, state.measure, region, period),
      };
    }

    /** The changes of territory of the provinces between two years, as text. */
    function territory(state, from, to) {
      const found = names.changes.filter(([code, before, after]) =>
        [state.a, state.b].includes(code) && after - before === 1 && before >= from && after <= to);
      return [...new Set(found.map((change) => change[3 + language]))].join("; ");
    }

    return {
      pairs, first, divisionYear, latest, setsOf, value, quotient, record, nameOf, territory,
      isProxy: (state) => pairs.proxies.includes(state.taxonomy),
      region: (code) => regionNames.get(code),
      divisions: () => treeOf(divisionYear).order.filter((code) => /^\d\d$/.test(code)),
      ownDivisions: (state) => pairs.divisions[state.taxonomy] ?? [],
      industry: (code) => ({ text: nameOf(code), href: `industry-${code}.html` }),
    };
  };
})();
