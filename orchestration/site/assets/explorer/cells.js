/* What is known about a cell: one KSIC code in a region, year and measure. */
(() => {
  "use strict";
  const { explorer } = window;
  const STATUS = ["", "exact", "derived", "suppressed", "bounds", "absent", "not_applicable", "bounds"];
  const GRADES = ["", "A", "B", "C"];
  const whole = 10; // estimates are stored in tenths

  explorer.exact = (value, kind = "exact") => ({ kind, point: value, boundLow: value, boundHigh: value });

  explorer.estimated = (row) => ({
    kind: "estimate",
    estimate: row.estimate / whole,
    point: GRADES[row.grade] === "C" ? null : row.estimate / whole,
    low: row.estimate_low,
    high: row.estimate_high,
    boundLow: row.value_low,
    boundHigh: row.value_high,
    grade: GRADES[row.grade],
  });

  /** The tree of a revision: parents, children and names of its codes. */
  function readTree(rows) {
    const tree = { codes: new Map(), children: new Map(), order: rows.map(([code]) => code) };
    for (const [code, parent, ko, en] of rows) {
      tree.codes.set(code, { code, parent, names: [ko, en] });
      tree.children.set(code, []);
      if (parent) tree.children.get(parent).push(code);
    }
    tree.sectionOf = (code) => {
      let at = code;
      while (tree.codes.get(at)?.parent && tree.codes.get(at).parent !== "TOTAL") at = tree.codes.get(at).parent;
      return at;
    };
    tree.leaves = (code) => {
      const children = tree.children.get(code);
      return children.length ? children.flatMap(tree.leaves) : [code];
    };
    return tree;
  }

  /** Reads names and published values; a reader of estimates is added with each section that is needed. */
  explorer.openCells = async (names) => {
    const revisions = Object.keys(names.codes);
    const trees = Object.fromEntries(revisions.map((one) => [one, readTree(names.codes[one])]));
    const published = {};
    for (const one of revisions) published[one] = await explorer.load(`published-${one}`);
    const estimates = {};
    const levels = new Map(); // which lengths of codes have published values in a period
    const revisionOf = new Map(names.years);

    async function need(revision, codes) {
      const sections = new Set(codes.flatMap((code) => (code === "TOTAL" ? [] : [trees[revision].sectionOf(code)])));
      for (const section of sections) {
        const name = `${revision}-${section}`;
        if (names.estimates[revision].includes(section) && !estimates[name]) {
          estimates[name] = await explorer.load(`estimates-${name}`);
        }
      }
    }

    function hasLevel(revision, code, period) {
      const kind = /^\d/.test(code) ? code.length : code;
      const key = `${revision} ${period} ${kind}`;
      if (!levels.has(key)) {
        const table = published[revision];
        levels.set(key, table.key.some((other) =>
          (/^\d/.test(other) ? other.length : other) === kind &&
          table.measure.some((measure) => table.read(other, measure, "00", period)?.status)));
      }
      return levels.get(key);
    }

    /** The cell of a code; `kind` is exact, derived, absent, suppressed, estimate or bounds. */
    function cell(code, measure, region, period) {
      const revision = revisionOf.get(period);
      const tree = trees[revision];
      if (!tree.codes.has(code)) return { kind: "none" };
      const row = published[revision].read(code, measure, region, period);
      if (row?.status) {
        const kind = STATUS[row.status];
        if (row.value !== null) return explorer.exact(row.value, kind);
        return kind === "bounds" ? below(tree, code, measure, region, period) : { kind };
      }
      if (hasLevel(revision, code, period)) return explorer.exact(0, "absent");
      const found = estimates[`${revision}-${tree.sectionOf(code)}`]?.read(code, measure, region, period);
      if (found && found.estimate !== null) return explorer.estimated(found);
      return below(tree, code, measure, region, period);
    }

    /** Without a value and an estimate, a cell is between 0 and what it is part of; alone, it is all of that. */
    function below(tree, code, measure, region, period) {
      const { parent } = tree.codes.get(code);
      if (!parent) return { kind: "none" };
      const above = cell(parent, measure, region, period);
      if (above.kind === "absent" || above.point === 0 && above.kind !== "estimate") return explorer.exact(0, "absent");
      if (above.kind === "suppressed") return { kind: "suppressed" };
      if (tree.children.get(parent).length === 1 && above.kind !== "none") {
        return above.kind === "exact" ? { ...above, kind: "derived" } : above;
      }
      return { kind: "bounds", boundLow: 0, boundHigh: above.boundHigh };
    }

    return { trees, revisionOf, need, cell };
  };
})();
