/* The sections of the shift-share analysis: of all sections of KSIC, and of the divisions of the taxonomy. */
(() => {
  "use strict";
  const { explorer } = window;
  const t = (key, values) => explorer.text(`compare_${key}`, values);
  const PARTS = ["national", "mix", "regional", "change"];

  function compare(facts, state, level, year, isShown) {
    const of = (region) => facts.pairs.shift[level]?.[state.measure]?.[region] ?? {};
    const codes = Object.keys({ ...of(state.a), ...of(state.b) }).filter(isShown).sort();
    if (!codes.length) return null;
    const parts = PARTS.map((name) => t(`part_${name}`));
    const isKnown = (found) => Array.isArray(found);
    const missing = (found) => explorer.text(`is_${found ?? "none"}`);
    const rows = (region) => codes.map((code) => {
      const found = of(region)[code];
      const label = facts.nameOf(code, year);
      if (!isKnown(found)) return { label, note: missing(found), tip: missing(found) };
      const [change, national, mix, regional] = found;
      return { label, part_1: national, part_2: mix, part_3: regional, exact: change };
    });
    const regional = (region) =>
      explorer.writeSigned(codes.map((code) => of(region)[code]).filter(isKnown).reduce((total, [, , , part]) => total + part, 0));
    const cells = (region, code) => {
      const found = of(region)[code];
      return isKnown(found) ? found.map(explorer.writeSigned) : Array(4).fill(missing(found));
    };
    const headings = (region) => ["change", "national", "mix", "regional"].map((name) =>
      [`${facts.region(region)}: ${t(`part_${name}`)}`, true]);
    const territory = facts.territory(state, facts.first, year);
    return {
      title: t(`title_shift_${level}`, {
        a: facts.region(state.a), b: facts.region(state.b), part_a: regional(state.a), part_b: regional(state.b), from: facts.first, to: year,
      }),
      unit: t("unit_shift", { measure: explorer.text(`compare_measure_${state.measure}`), from: facts.first, to: year }),
      note: [t(`note_shift_${level}`), territory && t("note_territory", { changes: territory })].filter(Boolean).join(" "),
      charts: [state.a, state.b].map((region) => ({
        heading: facts.region(region),
        marks: parts.map((name, at) => [at < 3 ? `slot-${at + 1}` : "net", name]),
        data: { kind: "stacks", unit: "count", rows: explorer.pack(rows(region)), parts },
      })),
      file: [
        ["region_code", "region", "ksic_code", "industry", "measure", "from_year", "to_year", "status", "change", "national", "mix", "regional"],
        ...[state.a, state.b].flatMap((region) => codes.map((code) => {
          const found = of(region)[code];
          return [region, facts.region(region), code, facts.nameOf(code, year), state.measure, facts.first, year,
            ...(isKnown(found) ? ["observed", ...found] : [found ?? "none"])];
        })),
      ],
      table: {
        columns: [[t("column_industry"), false], ...headings(state.a), ...headings(state.b)],
        rows: codes.map((code) => [
          level === "division" ? facts.industry(code) : facts.nameOf(code, year), ...cells(state.a, code), ...cells(state.b, code),
        ]),
      },
    };
  }

  explorer.compareShiftOwn = (facts, state) =>
    compare(facts, state, "division", facts.divisionYear, (code) => facts.ownDivisions(state).includes(code));
  explorer.compareShift = (facts, state) => compare(facts, state, "section", facts.latest, () => true);
})();
