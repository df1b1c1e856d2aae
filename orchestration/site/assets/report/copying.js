/* Copies a query or the citation of a figure. */
(() => {
  "use strict";
  const words = window.siteWords;
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }
  function copies(button, read) {
    button.hidden = false; // on pages with buttons of their own
    const name = button.textContent;
    button.addEventListener("click", async () => {
      await copy(await read());
      button.focus(); // the keyboard goes on from here
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = name), 1500);
    });
  }

  /** The end of a citation: the release, and the sources with their licences. */
  function credit(sources) {
    const named = Object.entries(words.licences).filter(([attribution]) => sources.includes(attribution));
    const licences = [...new Set(named.map(([, licence]) => licence))].join("; ");
    return [words.citation, sources, licences && `(${words.under_licence}: ${licences})`].filter(Boolean).join(" ");
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    copies(button, () => button.parentElement.querySelector("code").textContent);
  }
  for (const button of document.querySelectorAll("[data-cite]")) {
    const figure = button.closest(".figure");
    const textOf = (selector) => figure.querySelector(selector)?.textContent.trim() ?? "";
    button.setAttribute("aria-describedby", figure.getAttribute("aria-labelledby"));
    copies(button, () => `“${textOf("h2")}” (${textOf(".topic")}). ${credit(textOf("footer [data-sources]"))}`);
  }

  /** For pages that draw and copy themselves: a promise in `window.sitePage` says when such a page is ready. */
  Object.assign(window.siteTools, { copies, credit });
})();
