/* The language switch opens the other language at the same figure. */
(() => {
  "use strict";
  const languageSwitch = document.querySelector("[data-switch]");
  const address = languageSwitch.getAttribute("href");
  function currentAnchor() {
    if (document.querySelector("[data-explorer]")) return location.hash;
    const passed = [...document.querySelectorAll(".figure[id]")].filter(
      (figure) => figure.offsetParent !== null && figure.getBoundingClientRect().top < innerHeight / 3,
    );
    const moved = scrollY > 40 || document.querySelector("[data-choice]");
    return moved && passed.length ? `#${passed[passed.length - 1].id}` : "";
  }
  const updateLink = () => languageSwitch.setAttribute("href", address + currentAnchor());
  for (const event of ["pointerdown", "focus", "click"]) languageSwitch.addEventListener(event, updateLink);
})();
