/* Search for a KSIC code by its digits or by a part of its Korean or English name. */
(() => {
  "use strict";
  const { explorer } = window;
  const MOST = 30;

  explorer.openSearch = ({ input, list, count, trees, choose }) => {
    const entries = new Map();
    for (const [revision, tree] of Object.entries(trees).reverse()) {
      for (const code of tree.order) if (!entries.has(code)) entries.set(code, { ...tree.codes.get(code), revision });
    }
    const codes = [...entries.values()].filter(({ code }) => code !== "TOTAL");
    const nameOf = ({ code, names }) => `${code} ${names[explorer.language] || names[0]}`;

    function search() {
      const wanted = input.value.trim().toLowerCase();
      const found = !wanted ? [] : codes.filter(({ code, names }) =>
        code.toLowerCase().startsWith(wanted) || names.some((name) => name.toLowerCase().includes(wanted)));
      list.replaceChildren(...found.slice(0, MOST).map((entry) => {
        const item = document.createElement("li");
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: nameOf(entry) });
        button.addEventListener("click", () => {
          choose(entry.code);
          list.replaceChildren();
          input.value = "";
          count.textContent = "";
          input.focus();
        });
        item.append(button);
        return item;
      }));
      count.textContent = wanted ? explorer.text("found_codes", { number: found.length, shown: Math.min(MOST, found.length) }) : "";
    }
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      list.querySelector("button")?.click();
    });
    return { nameOf: (code) => (entries.has(code) ? nameOf(entries.get(code)) : code) };
  };
})();
