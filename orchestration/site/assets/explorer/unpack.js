/* Loads the data files of the explorer and reads them: see orchestration/site/explorer/pack.py. */
(() => {
  "use strict";
  const explorer = (window.explorer = {});
  const root = document.querySelector("[data-explorer]").dataset.explorer;
  const loaded = new Map();

  function loadScript(name) {
    return new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: `${root}${name}.js` });
      script.onload = resolve;
      script.onerror = () => reject(new Error(`cannot read ${name}.js beside the page`));
      document.head.append(script);
    });
  }

  async function inflate(text) {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** The numbers of a column from its four planes of bytes, lowest byte first. */
  function joinPlanes(planes, length) {
    const numbers = new Int32Array(length);
    for (let plane = 0; plane < 4; plane += 1) {
      for (let at = 0; at < length; at += 1) numbers[at] |= planes[plane * length + at] << (8 * plane);
    }
    return numbers;
  }

  /** A table with a reader: `read(key, measure, region, period)` is a row of numbers, null for -1. */
  function readTable(head, bytes) {
    const axes = [head.key, head.measure, head.region_code, head.period];
    const places = axes.map((axis) => new Map(axis.map((value, at) => [value, at])));
    const length = axes.reduce((product, axis) => product * axis.length, 1);
    const columns = head.columns.map((name, at) => [
      name, joinPlanes(bytes.subarray(4 * length * at, 4 * length * (at + 1)), length),
    ]);
    return {
      ...head,
      has: (key) => places[0].has(key),
      read(...wanted) {
        let place = 0;
        for (const [at, value] of wanted.entries()) {
          if (!places[at].has(value)) return null;
          place = place * axes[at].length + places[at].get(value);
        }
        return Object.fromEntries(columns.map(([name, numbers]) => [name, numbers[place] < 0 ? null : numbers[place]]));
      },
    };
  }

  /** The content of a data file: a value from JSON, or a table of numbers. Read once. */
  explorer.load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, loadScript(name).then(async () => {
        const { head, body } = window.explorerData[name];
        const bytes = await inflate(body);
        delete window.explorerData[name];
        return head.columns ? readTable(head, bytes) : JSON.parse(new TextDecoder().decode(bytes));
      }));
    }
    return loaded.get(name);
  };
})();
