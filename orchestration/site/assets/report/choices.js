/* Choices between figures of a page. */
(() => {
  "use strict";
  const options = (choice) => [...choice.querySelectorAll("[data-option]")];
  function choose(choice, value) {
    for (const option of options(choice)) option.hidden = option.dataset.option !== value;
    options(choice)
      .filter((option) => !option.hidden)
      .flatMap((option) => [...option.querySelectorAll(".chart")])
      .forEach((host) => window.siteTools.draw(host));
  }
  /** Chooses the same in every choice of the page that has this option. */
  function chooseEverywhere(value) {
    for (const choice of document.querySelectorAll("[data-choice]")) {
      if (!options(choice).some((option) => option.dataset.option === value)) continue;
      choice.querySelector("select").value = value;
      choose(choice, value);
    }
  }
  function chooseByAddress() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const option = target && target.closest("[data-option]");
    if (!option) return;
    chooseEverywhere(option.dataset.option);
    target.scrollIntoView();
  }
  for (const choice of document.querySelectorAll("[data-choice]")) {
    const select = choice.querySelector("select");
    select.addEventListener("change", () => chooseEverywhere(select.value));
    choose(choice, select.value);
  }
  chooseByAddress();
  window.addEventListener("hashchange", chooseByAddress);
})();
