/* The codes of a definition as text: read from pasted cells or a taxonomy file, written as a taxonomy file. */
(() => {
  "use strict";
  const { explorer } = window;
  const TAXONOMY = "my_definition";
  const LAYER = "own_codes";

  /** Weights by five-digit code as the fewest codes: a code stands for all below it where they are inside. */
  explorer.compact = (weights, tree) => {
    function below(code) {
      const leaves = tree.leaves(code);
      if (!leaves.some((leaf) => weights.has(leaf))) return [];
      const children = tree.children.get(code);
      const mayStand = /^\d/.test(code) && leaves.every((leaf) => weights.get(leaf) === 1);
      if (mayStand || !children.length) return [{ code, weight: weights.get(leaves[0]) }];
      return children.flatMap(below);
    }
    return below("TOTAL");
  };

  /** The members of codes with weights in a revision, and the texts that are no code of it. */
  explorer.makeMembers = (codes, revision, tree) => {
    const weights = new Map();
    const unknown = [];
    for (const { code, weight } of codes) {
      if (!tree.codes.has(code) || code === "TOTAL") {
        unknown.push(code);
        continue;
      }
      for (const leaf of tree.leaves(code)) {
        const before = weights.get(leaf);
        weights.set(leaf, before === 1 || weight === 1 ? 1 : weights.has(leaf) ? null : weight);
      }
    }
    return { members: { revision, codes: explorer.compact(weights, tree) }, unknown };
  };

  /** Codes in pasted text: cells of a sheet, separated by anything; a section letter may be before the digits. */
  explorer.readPasted = (text) =>
    text.split(/[\s,;|]+/).filter(Boolean)
      .map((part) => ({ code: /^[A-Z]\d+$/i.test(part) ? part.slice(1) : part.toUpperCase(), weight: 1 }));

  function readRows(text) {
    const lines = text.replace(/^\ufeff/, "");
    const header = lines.split(/\r?\n/).find((line) => line.trim() && !line.startsWith("#")) ?? "";
    const mark = ["\t", ";", ","].find((one) => header.includes(one)) ?? ",";
    const rows = [[]];
    let cell = "";
    let quoted = false;
    for (let at = 0; at <= lines.length; at += 1) {
      const character = lines[at] ?? "\n";
      if (quoted && character === '"' && lines[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (character === '"') quoted = !quoted;
      else if (!quoted && (character === mark || character === "\n")) {
        rows[rows.length - 1].push(cell.replace(/\r$/, "").trim());
        cell = "";
        if (character === "\n") rows.push([]);
      } else cell += character;
    }
    return rows.filter((row) => row.some(Boolean) && !row[0].startsWith("#"));
  }

  /** The codes of a taxonomy file; raises an error with the key of its text where it cannot be read. */
  explorer.readTaxonomy = (text) => {
    const [header = [], ...rows] = readRows(text);
    const place = Object.fromEntries(header.map((name, at) => [name, at]));
    if (!("ksic_code" in place) || !("ksic_revision" in place)) throw new Error("file_columns");
    const found = rows.map((row) => (name) => row[place[name]] ?? "").filter((cell) => cell("ksic_code"));
    const revisions = [...new Set(found.map((cell) => cell("ksic_revision")))];
    if (!found.length) throw new Error("file_empty");
    if (revisions.length > 1) throw new Error("file_revisions");
    const codes = found.map((cell) => ({
      code: cell("ksic_code"),
      weight: cell("coverage") !== "part" ? 1 : cell("part_share") ? Number(cell("part_share")) : null,
    }));
    return { revision: revisions[0], codes };
  };

  /** A taxonomy file that `smartcity whatif` and a refresh accept. */
  explorer.writeTaxonomy = (members) => {
    const rows = members.codes.map(({ code, weight }) =>
      [TAXONOMY, LAYER, members.revision, code, weight === 1 ? "full" : "part", weight === 1 ? "" : weight ?? ""]);
    return window.siteTools.writeCsv([["taxonomy_id", "layer", "ksic_revision", "ksic_code", "coverage", "part_share"], ...rows]);
  };
})();
