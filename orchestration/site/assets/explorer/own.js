/* A definition of the reader's own: the sum of the estimates of its codes, and simple sound bounds. */
(() => {
  "use strict";
  const { explorer } = window;

  /** The weight of each five-digit code of `revision`: 1 inside, 0 outside, a share, or null for a share unknown. */
  function spread(members, revision, trees, links) {
    const own = new Map();
    for (const { code, weight } of members.codes) {
      for (const leaf of trees[members.revision].leaves(code)) {
        const before = own.get(leaf);
        own.set(leaf, before === 1 || weight === 1 ? 1 : before === undefined ? weight : null);
      }
    }
    if (revision === members.revision) return own;
    const other = new Map();
    for (const leaf of trees[revision].leaves("TOTAL")) {
      const parts = links.of(revision, leaf, members.revision);
      const weights = parts.filter((part) => own.has(part)).map((part) => own.get(part));
      if (!weights.length) continue;
      other.set(leaf, weights.includes(null) ? null : weights.reduce((sum, one) => sum + one, 0) / parts.length);
    }
    return other;
  }

  explorer.openOwn = (cells, links) => {
    const spreads = new WeakMap();
    function weightsOf(members, revision) {
      if (!spreads.has(members)) spreads.set(members, {});
      const found = spreads.get(members);
      return (found[revision] ??= spread(members, revision, cells.trees, links));
    }

    /**
     * Of a code and everything below it: `low` and `high` bound the part inside the definition, `restLow` and
     * `restHigh` the part outside. Where a cell inside is suppressed, no bound is made by subtraction.
     */
    function measureNode(code, weights, at, above) {
      const tree = cells.trees[at.revision];
      const own = cells.cell(code, at.measure, at.region, at.period);
      const hidden = own.kind === "suppressed" || own.boundHigh === undefined;
      const low = hidden ? 0 : own.boundLow;
      const high = hidden ? above : own.boundHigh;
      const children = tree.children.get(code);
      if (!children.length) {
        const weight = weights.has(code) ? weights.get(code) : 0;
        const known = own.kind === "estimate" ? own.estimate : ["exact", "derived", "absent"].includes(own.kind) ? own.point : null;
        const estimate = weight === 0 || known === 0 ? 0 : weight === null || known === null ? null : known * weight;
        return {
          inside: weight === 1, outside: weight === 0, hidden: hidden && weight !== 0, estimate,
          open: hidden || weight === 0 ? 0 : high,
          low: weight === 1 ? low : 0, high: weight === 0 ? 0 : high,
          restLow: weight === 0 ? low : 0, restHigh: weight === 1 ? 0 : high,
        };
      }
      const parts = children.map((child) => measureNode(child, weights, at, high));
      const sum = (field) => parts.reduce((total, part) => total + part[field], 0);
      const inside = parts.every((part) => part.inside);
      const outside = parts.every((part) => part.outside);
      const fixed = !hidden && low === high;
      if (inside && fixed) return { inside, outside, hidden: false, open: high, estimate: low, low, high, restLow: 0, restHigh: 0 };
      if (outside) return { inside, outside, hidden: false, open: 0, estimate: 0, low: 0, high: 0, restLow: low, restHigh: high };
      const isHidden = parts.some((part) => part.hidden) || (hidden && !outside);
      const found = {
        inside, outside, hidden: isHidden, open: sum("open"),
        estimate: fixed && high === 0 ? 0 : isHidden || parts.some((part) => part.estimate === null) ? null : sum("estimate"),
        low: sum("low"), high: Math.min(sum("high"), high), restLow: sum("restLow"), restHigh: Math.min(sum("restHigh"), high),
      };
      if (isHidden) return { ...found, restLow: 0, restHigh: high };
      return {
        ...found,
        low: Math.max(found.low, low - found.restHigh),
        high: Math.min(found.high, high - found.restLow),
        restLow: Math.max(found.restLow, low - found.high),
        restHigh: Math.min(found.restHigh, high - found.low),
      };
    }

    /** What is known about a definition in a region and year. */
    function value(members, measure, region, period) {
      const revision = cells.revisionOf.get(period);
      const weights = weightsOf(members, revision);
      const total = cells.cell("TOTAL", measure, region, period);
      const found = measureNode("TOTAL", weights, { revision, measure, region, period }, total.boundHigh ?? 0);
      if (found.hidden && found.open === 0) return { kind: "suppressed" };
      if (!found.hidden && found.low === found.high) return explorer.exact(found.low);
      const bounds = { boundLow: found.low, boundHigh: found.high };
      return found.estimate === null ? { kind: "bounds", ...bounds } : { kind: "sum", point: found.estimate, ...bounds };
    }

    return {
      value,
      need: async (members) => {
        for (const revision of Object.keys(cells.trees)) {
          await cells.need(revision, [...weightsOf(members, revision).keys()]);
        }
      },
    };
  };
})();
