/* Copies a query or the citation of a figure. */
(() => {
  "use strict";
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
      await copy(read());
      button.focus(); // the keyboard goes on from here
      button.textContent = window.siteWords.copied;
      setTimeout(() => (button.textContent = name), 1500);
    });
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    copies(button, () => button.parentElement.querySelector("code").textContent);
  }
  for (const button of document.querySelectorAll("[data-cite]")) {
    const figure = button.closest(".figure");
    const textOf = (selector) => figure.querySelector(selector)?.textContent.trim() ?? "";
    button.setAttribute("aria-describedby", figure.getAttribute("aria-labelledby"));
    copies(button, () =>
      [
        `“${textOf("h2")}” (${textOf(".topic")}).`,
        window.siteWords.citation,
        textOf("footer [data-sources]"),
      ].join(" ").trim(),
    );
  }

  /** For pages that draw and copy themselves: a promise in `window.sitePage` says when such a page is ready. */
  window.siteTools.copies = copies;
})();
