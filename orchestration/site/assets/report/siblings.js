/* Links from the page of a division to the others of its section, whose names are the same on all of these pages. */
(() => {
  "use strict";
  const place = document.querySelector("[data-section]");
  if (!place) return;
  const list = document.createElement("ul");
  for (const [code, name] of window.siteWords.divisions[place.dataset.section] ?? []) {
    const link = Object.assign(document.createElement("a"), { href: `industry-${code}.html`, textContent: `${code} ${name}` });
    if (code === place.dataset.industry) link.setAttribute("aria-current", "page");
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  place.append(list);
})();
