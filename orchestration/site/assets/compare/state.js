/* What is compared is in the fragment of the address: two provinces, a taxonomy and a measure. */
(() => {
  "use strict";
  const { explorer } = window;
  const FIELDS = ["a", "b", "taxonomy", "measure"];

  explorer.writePair = (state) => `#${new URLSearchParams(FIELDS.map((name) => [name, state[name]]))}`;

  /** The state of a fragment; what is missing or unknown in it is as in `defaults`. `known` lists the values of each field. */
  explorer.readPair = (fragment, defaults, known) => {
    const parts = new URLSearchParams(fragment.replace(/^#/, ""));
    const state = { ...defaults };
    for (const name of FIELDS) if (known[name].includes(parts.get(name))) state[name] = parts.get(name);
    if (state.a === state.b) state.b = known.b.find((code) => code !== state.a);
    return state;
  };

  /** The state after a field has changed: who chooses the same province twice swaps the two. */
  explorer.changePair = (state, name, value) => {
    const changed = { ...state, [name]: value };
    if (changed.a === changed.b) changed[name === "a" ? "b" : "a"] = state[name];
    return changed;
  };
})();
