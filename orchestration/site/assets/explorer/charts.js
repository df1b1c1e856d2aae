/* The ranking and the line over time, as rows of the charts that all pages share. */
(() => {
  "use strict";
  const { explorer } = window;
  const has = (number) => number !== null && number !== undefined;
  const isExact = (known) => ["exact", "derived", "absent"].includes(known.kind);

  const isDrawn = (known) => has(known.point) || has(known.low) || has(known.boundLow);

  /** The end of a scale for everything except bounds, which may go beyond it; of the bounds where there is nothing else. */
  function scaleEnd(all) {
    const numbers = all.flatMap((known) => [known.high, known.point]).filter(has);
    const ends = numbers.length ? numbers : all.map((known) => known.boundHigh).filter(has);
    return ends.length ? Math.max(...ends) * 1.05 || 1 : 1;
  }
  function scaleStart(all) {
    const numbers = all.flatMap((known) => [known.low, known.point]).filter(has);
    return Math.min(0, ...(numbers.length ? numbers : all.map((known) => known.boundLow).filter(has))) * 1.05;
  }

  /** Rows as the charts read them: the names of the used fields, then the values of each row. */
  explorer.pack = (rows) => {
    const fields = [...new Set(rows.flatMap(Object.keys))];
    const filled = fields.filter((field) => rows.some((row) => has(row[field])));
    return [filled, ...rows.map((row) => filled.map((field) => row[field] ?? null))];
  };

  /** The position of a value in a list: its point, else the middle of its interval or bounds. No rank. */
  function middle(known) {
    if (has(known.point)) return known.point;
    if (has(known.low)) return (known.low + known.high) / 2;
    return has(known.boundHigh) ? (known.boundLow + known.boundHigh) / 2 : -Infinity;
  }
  explorer.inOrder = (rows) => [...rows].sort((a, b) => middle(b.known) - middle(a.known) || a.region.localeCompare(b.region));

  explorer.rankingData = (rows, value) => explorer.estimatesData(explorer.inOrder(rows), value, rows);

  /** Rows (name, text, known) in the given order; the scale is that of `scaled`. */
  explorer.estimatesData = (rows, value, scaled) => {
    const all = scaled.map((row) => row.known);
    return {
      kind: "estimates",
      unit: explorer.unitOf(value),
      floor: scaleStart(all),
      ceiling: scaleEnd(all),
      rows: explorer.pack(rows.map(({ name, text, known, slot }) => ({
        label: isDrawn(known) ? `${name}\n${text}` : name,
        note: isDrawn(known) ? null : text,
        bound_low: isExact(known) ? null : known.boundLow,
        bound_high: isExact(known) ? null : known.boundHigh,
        low: known.low,
        high: known.high,
        exact: known.point,
        slot: slot ?? (known.kind === "sum" ? 2 : 1),
      }))),
    };
  };

  /** `lines` has one entry per region: name and its values by period; `breaks` says where a line is interrupted. */
  explorer.lineData = (lines, value, breaks) => {
    const all = lines.flatMap((line) => line.values.map((one) => one.known));
    const rows = lines.flatMap((line, at) => {
      let segment = 0;
      return line.values.map(({ period, known }) => {
        if (breaks(line.region, period)) segment += 1;
        const [, year] = period.split(" ");
        return {
          time: year,
          slot: at + 1,
          segment: `${line.region} ${segment}`,
          bound_low: isExact(known) ? null : known.boundLow,
          bound_high: isExact(known) ? null : known.boundHigh,
          low: known.low,
          high: known.high,
          exact: known.kind === "sum" ? null : known.point,
          sum: known.kind === "sum" ? known.point : null,
          tip: `${line.name} ${year}: ${explorer.writeKnown(known, value)}`,
        };
      });
    });
    const ends = all.flatMap((known) => [known.low, known.point]).filter(has);
    const floor = value === "growth" ? scaleStart(all) : Math.max(0, Math.min(...ends, scaleEnd(all)) * 0.95);
    return { kind: "trajectories", unit: explorer.unitOf(value), floor, ceiling: scaleEnd(all), rows: explorer.pack(rows) };
  };

  /** The entries of a legend for the marks that these values use. */
  explorer.marksOf = (all, isLine) => {
    const marks = [];
    const add = (condition, key, name) => condition && marks.push([key, explorer.text(name)]);
    add(all.some(isExact), "slot-1", "mark_exact");
    add(all.some((known) => known.kind === "estimate" && has(known.point)), "slot-1", "mark_estimate");
    add(all.some((known) => known.kind === "sum"), isLine ? "ring" : "slot-2", "mark_sum");
    add(all.some((known) => has(known.low)), "interval", "mark_interval");
    add(all.some((known) => has(known.boundLow) && !isExact(known)), "bounds", "mark_bounds");
    return marks;
  };

  let drawing = Promise.resolve();
  /** Draws a chart anew; one after the other, so that the last data stay. */
  explorer.drawChart = (host, data) => {
    document.querySelector(`script[data-for="${host.id}"]`).textContent = JSON.stringify(data);
    drawing = drawing.then(() => {
      delete host.dataset.width;
      return window.siteTools.draw(host);
    });
    return drawing;
  };
})();
