/* From what is known about counts to a value: count, share of the nation or region, location quotient, growth. */
(() => {
  "use strict";
  const { explorer } = window;
  const MILLIONTH = 1e6;
  const GRADES = ["", "A", "B", "C"];
  const STATUS = { 3: "suppressed", 6: "not_applicable" };
  const FIELDS = ["point", "low", "high", "boundLow", "boundHigh", "estimate"];
  const isExact = (known) => ["exact", "derived", "absent"].includes(known.kind);
  const has = (number) => number !== null && number !== undefined;

  function scale(known, factor) {
    const scaled = { ...known };
    for (const field of FIELDS) if (has(known[field])) scaled[field] = known[field] * factor;
    return scaled;
  }

  /** A layer, combination or industry of a taxonomy in its mart: the count, and the share of the nation. */
  function readSet(row) {
    if (!row || !row.status) return { count: { kind: "none" }, share: { kind: "none" } };
    if (STATUS[row.status]) return { count: { kind: STATUS[row.status] }, share: { kind: STATUS[row.status] } };
    const count = row.value_low === row.value_high ? explorer.exact(row.value_low)
      : row.estimate === null ? { kind: "bounds", boundLow: row.value_low, boundHigh: row.value_high }
      : explorer.estimated(row);
    const bounds = { boundLow: row.share_low / MILLIONTH, boundHigh: row.share_high / MILLIONTH };
    const share = row.share_low === null ? { kind: "none" }
      : row.share_low === row.share_high ? explorer.exact(bounds.boundLow)
      : row.share_estimate === null ? { kind: "bounds", ...bounds }
      : {
        kind: "estimate", grade: GRADES[row.share_grade], ...bounds,
        estimate: row.share_estimate / MILLIONTH,
        point: GRADES[row.share_grade] === "C" ? null : row.share_estimate / MILLIONTH,
        low: row.share_estimate_low / MILLIONTH, high: row.share_estimate_high / MILLIONTH,
      };
    return { count, share };
  }

  /** A part divided by a whole that contains it. An interval is not made of two intervals; bounds are. */
  function divide(part, whole) {
    if (part.kind === "suppressed" || whole.kind === "suppressed") return { kind: "suppressed" };
    if (!has(part.boundHigh) || !has(whole.boundHigh)) return { kind: part.kind === "none" ? "none" : whole.kind };
    if (whole.boundHigh === 0) return { kind: "not_applicable" };
    if (isExact(whole)) return scale(part, 1 / whole.point);
    if (part.kind === "absent") return part;
    const bounds = {
      boundLow: part.boundLow / whole.boundHigh,
      boundHigh: whole.boundLow > 0 ? Math.min(1, part.boundHigh / whole.boundLow) : 1,
    };
    const ratio = has(part.point) && has(whole.point) && whole.point > 0 ? part.point / whole.point : null;
    return ratio === null ? { kind: "bounds", ...bounds } : { kind: "sum", point: ratio, ...bounds };
  }

  /** The change between two years as a part of the earlier value. */
  function grow(before, after) {
    if (before.kind === "suppressed" || after.kind === "suppressed") return { kind: "suppressed" };
    if (!has(before.boundHigh) || !has(after.boundHigh)) return { kind: "none" };
    if (isExact(before) && before.point === 0) return { kind: "not_applicable" };
    if (isExact(before) && isExact(after)) return explorer.exact(after.point / before.point - 1);
    const bounds = before.boundLow > 0
      ? { boundLow: after.boundLow / before.boundHigh - 1, boundHigh: after.boundHigh / before.boundLow - 1 } : {};
    if (has(before.point) && has(after.point) && before.point > 0) {
      return { kind: "sum", point: after.point / before.point - 1, ...bounds };
    }
    return has(bounds.boundLow) ? { kind: "bounds", ...bounds } : { kind: "none" };
  }

  explorer.openValues = ({ names, sets, cells, links, own }) => {
    /** Count, and share of the nation where a mart has it, of the chosen subject. */
    function countOf(subject, measure, region, period) {
      if (subject.kind === "set") return readSet(sets.read(subject.key, measure, region, period));
      if (subject.kind === "own") return { count: own.value(subject.members, measure, region, period) };
      return { count: cells.cell(subject.code, measure, region, period) };
    }

    /** The change since the period `since`, or since the year before. */
    function changeOf(subject, measure, region, period, since) {
      const [series, year] = period.split(" ");
      const earlier = since || `${series} ${Number(year) - 1}`;
      const [firstSeries, firstYear] = earlier.split(" ");
      if (!cells.revisionOf.has(earlier)) return { kind: "first" };
      if (firstSeries !== series || firstYear >= year) return { kind: "not_later" };
      const crossed = names.changes.some(([code, from, to]) =>
        code === region && to - from === 1 && from >= Number(firstYear) && to <= Number(year));
      if (crossed) return { kind: "territory" };
      if (subject.kind === "code" && !links.keepsContent(subject.code, cells.revisionOf.get(earlier), cells.revisionOf.get(period))) {
        return { kind: "reclassified" };
      }
      return grow(
        countOf(subject, measure, region, earlier).count,
        countOf(subject, measure, region, period).count,
      );
    }

    /** What is known about the value `value` (count, share_of_nation, …) of a subject; growth is since `since`. */
    return function read(subject, value, measure, region, period, since = "") {
      if (value === "growth") return changeOf(subject, measure, region, period, since);
      const { count, share } = countOf(subject, measure, region, period);
      if (value === "count") return count;
      const total = (code) => cells.cell("TOTAL", measure, code, period);
      if (value === "share_of_region") return divide(count, total(region));
      const nation = region === "00" ? count : countOf(subject, measure, "00", period).count;
      const ofNation = region === "00" && count.boundHigh > 0 ? explorer.exact(1)
        : share ?? divide(count, nation);
      if (value === "share_of_nation") return ofNation;
      const weight = divide(total(region), total("00"));
      return weight.point > 0 ? scale(ofNation, 1 / weight.point) : { kind: "none" };
    };
  };
})();
