/* Texts and numbers in the language of the page. */
(() => {
  "use strict";
  const { explorer } = window;
  const texts = JSON.parse(document.getElementById("explorer-texts").textContent);
  const has = (number) => number !== null && number !== undefined;
  const SMALL = 0.02;

  /** The text of a key with its placeholders filled. */
  explorer.text = (key, values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
  explorer.language = document.documentElement.lang === "ko" ? 0 : 1;
  explorer.unitOf = (value) => ({ count: "count", location_quotient: "ratio" })[value] ?? "percent";

  function writer(value, known) {
    const grouped = (number, decimals) =>
      number.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "\u2212");
    if (value === "count") return [(number) => grouped(Math.round(number), 0), ""];
    if (value === "location_quotient") return [(number) => grouped(number, 2), ""];
    if (value === "growth") return [(number) => (number > 0 ? "+" : "") + grouped(number * 100, 1), "%"];
    const highest = known.high ?? (has(known.point) ? known.point : known.boundHigh);
    return [(number) => grouped(number * 100, has(highest) && highest < SMALL ? 2 : 1), "%"];
  }

  /** One number as the page writes it. */
  explorer.writeNumber = (number, value) => {
    const [write, unit] = writer(value, { point: number });
    return write(number) + unit;
  };

  /** What is known as text: a number, about a number with its interval, an interval, bounds, or a status. */
  explorer.writeKnown = (known, value) => {
    const [write, unit] = writer(value, known);
    const between = (low, high) => (write(low) === write(high) ? write(low) : `${write(low)}–${write(high)}`) + unit;
    const point = has(known.point) ? write(known.point) + unit : "";
    if (known.kind === "exact") return point;
    if (known.kind === "derived") return explorer.text("derived", { value: point });
    if (known.kind === "absent") return explorer.text("absent", { value: point });
    if (known.kind === "sum") return explorer.text("sum", { value: point });
    if (known.kind === "bounds") return explorer.text("bounds", { range: between(known.boundLow, known.boundHigh) });
    if (known.kind !== "estimate") return explorer.text(`is_${known.kind}`);
    const range = between(known.low, known.high);
    return point ? explorer.text("estimate", { value: point, range }) : explorer.text("interval", { range });
  };

  /** The sound bounds as text; empty where a value is exact or has none. */
  explorer.writeBounds = (known, value) => {
    if (!has(known.boundLow) || ["exact", "derived", "absent"].includes(known.kind)) return "";
    const [write, unit] = writer(value, known);
    return `${write(known.boundLow)}–${write(known.boundHigh)}${unit}`;
  };
})();
