/* Values as rows of a CSV file: numbers unrounded, one column for each kind of number. */
(() => {
  "use strict";
  const { explorer } = window;

  /** Rows: region, name, period, subject, measure, value, known, and of growth its first year (`since`). */
  explorer.recordRows = (rows) => [
    ["region_code", "region", "series", "year", "subject", "measure", "value", "status", "published", "estimate",
      "estimate_low_80", "estimate_high_80", "low", "high", "reliability", "growth_since"],
    ...rows.map(({ region, name, period, subject, measure, value, since, known }) => [
      region, name, ...period.split(" "), subject, measure, value, known.kind,
      ["exact", "derived", "absent"].includes(known.kind) ? known.point : "",
      known.kind === "sum" ? known.point : known.grade === "C" ? "" : known.estimate,
      known.low, known.high, known.boundLow, known.boundHigh, known.grade,
      value === "growth" ? since.split(" ")[1] ?? Number(period.split(" ")[1]) - 1 : "",
    ]),
  ];
})();
