/* The state of the page is its address: everything that is chosen is in the fragment. */
(() => {
  "use strict";
  const { explorer } = window;
  const MOST_REGIONS = 10;

  /** Codes as in the fragment: `62`, `63`, and `26299*0.5` for a stated part, `26299*` for a part unknown. */
  function writeCodes(members) {
    return members.codes.map(({ code, weight }) => (weight === 1 ? code : `${code}*${weight ?? ""}`)).join(",");
  }
  function readCodes(text, revision) {
    const codes = text.split(",").filter(Boolean).map((part) => {
      const [code, weight] = part.split("*");
      return { code, weight: weight === undefined ? 1 : weight === "" ? null : Number(weight) };
    });
    return { revision, codes };
  }

  explorer.writeState = (state) => {
    const parts = new URLSearchParams();
    if (state.kind === "set") parts.set("set", state.set);
    if (state.kind === "code") parts.set("code", state.code);
    if (state.kind === "own") {
      parts.set("own", writeCodes(state.members));
      parts.set("ksic", state.members.revision);
    }
    parts.set("measure", state.measure);
    parts.set("value", state.value);
    if (state.regions.length) parts.set("regions", state.regions.join(","));
    parts.set("year", state.period);
    if (state.value === "growth" && state.since) parts.set("since", state.since);
    if (state.map !== "map") parts.set("map", state.map);
    return `#${parts}`;
  };

  /** The state of a fragment; what is missing or unknown in it is as in `defaults`. */
  explorer.readState = (fragment, defaults, known) => {
    const parts = new URLSearchParams(fragment.replace(/^#/, ""));
    const state = { ...defaults };
    const take = (name, accept, field = name) => {
      if (parts.has(name) && accept(parts.get(name))) state[field] = parts.get(name);
    };
    take("measure", (one) => known.measures.includes(one));
    take("value", (one) => known.values.includes(one));
    take("year", (one) => one === "all" || known.periods.includes(one), "period");
    take("since", (one) => known.periods.includes(one));
    take("map", (one) => ["map", "tiles"].includes(one));
    const regions = (parts.get("regions") ?? "").split(",").filter((one) => known.regions.includes(one));
    if (regions.length) state.regions = [...new Set(regions)].slice(0, MOST_REGIONS);
    if (parts.has("set") && known.sets.includes(parts.get("set"))) Object.assign(state, { kind: "set", set: parts.get("set") });
    if (parts.has("code") && known.hasCode(parts.get("code"))) Object.assign(state, { kind: "code", code: parts.get("code") });
    if (parts.has("own")) {
      const revision = known.revisions.includes(parts.get("ksic")) ? parts.get("ksic") : known.revisions[0];
      const members = readCodes(parts.get("own"), revision);
      members.codes = members.codes.filter(({ code, weight }) =>
        known.hasCode(code, revision) && (weight === null || (weight > 0 && weight <= 1)));
      Object.assign(state, { kind: "own", members });
    }
    return state;
  };

  explorer.MOST_REGIONS = MOST_REGIONS;
})();
