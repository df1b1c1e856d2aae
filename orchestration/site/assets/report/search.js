/* Search in the dictionary and the glossary. */
(() => {
  "use strict";
  const filter = document.querySelector("[data-filter]");
  if (filter) {
    filter.hidden = false;
    filter.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      for (const entry of document.querySelectorAll("[data-entry]")) {
        const martMatches = entry.querySelector("h2").textContent.toLowerCase().includes(wanted);
        let found = martMatches;
        for (const row of entry.querySelectorAll("tbody tr")) {
          row.hidden = !martMatches && !row.textContent.toLowerCase().includes(wanted);
          found ||= !row.hidden;
        }
        entry.hidden = !found;
      }
    });
  }
})();
