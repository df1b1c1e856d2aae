/* Two revisions of KSIC: which five-digit codes are counterparts, and which codes keep their content. */
(() => {
  "use strict";
  const { explorer } = window;

  explorer.openLinks = (rows, trees) => {
    const counterparts = new Map();
    function add(from, code, to, other) {
      const key = `${from} ${code} ${to}`;
      if (!counterparts.has(key)) counterparts.set(key, new Set());
      counterparts.get(key).add(other);
    }
    for (const [from, code, to, other] of rows) {
      add(from, code, to, other);
      add(to, other, from, code);
    }
    const of = (from, code, to) => (from === to ? [code] : [...(counterparts.get(`${from} ${code} ${to}`) ?? [])]);

    /** Whether a code stands for the same five-digit codes in two revisions. */
    function keepsContent(code, from, to) {
      if (from === to) return true;
      if (!trees[from].codes.has(code) || !trees[to].codes.has(code)) return false;
      const goes = (start, end) => {
        const inside = new Set(trees[end].leaves(code));
        return trees[start].leaves(code).every((leaf) => {
          const others = of(start, leaf, end);
          return others.length > 0 && others.every((other) => inside.has(other));
        });
      };
      return goes(from, to) && goes(to, from);
    }

    return { of, keepsContent };
  };
})();
