/* The controls: fill the lists, show the state in them, and report what a reader chooses. */
(() => {
  "use strict";
  const { explorer } = window;
  const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });

  explorer.openControls = ({ form, names, known, changed }) => {
    const field = (name) => form.elements.namedItem(name);
    const language = explorer.language;
    const groups = ["layer", "combination", "industry"];

    let filled = "";
    function fillSets(taxonomy) {
      filled = taxonomy;
      const { sets } = names.taxonomies.find((one) => one.id === taxonomy);
      field("set").replaceChildren(...groups.map((kind) => {
        const group = document.createElement("optgroup");
        group.label = explorer.text(`group_${kind}`);
        group.append(...sets.filter(([key]) => key.split(" ")[1] === kind).map(([key, ...texts]) => option(key, texts[language])));
        return group;
      }).filter((group) => group.childElementCount));
    }

    field("taxonomy").append(...names.taxonomies.map((one) => option(one.id, one.names[language])));
    field("measure").append(...known.measures.map((one) => option(one, explorer.text(`measure_${one}`))));
    field("value").append(...known.values.map((one) => option(one, explorer.text(`value_${one}`))));
    field("period").append(option("all", explorer.text("all_years")),
      ...[...known.periods].reverse().map((one) => option(one, one.split(" ")[1])));
    field("since").append(option("", explorer.text("since_before")), ...known.periods.map((one) => option(one, one.split(" ")[1])));
    const boxes = form.querySelector("[data-regions]");
    boxes.append(...names.regions.map(([code, ...texts]) => {
      const label = document.createElement("label");
      label.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "region", value: code }), ` ${texts[language]}`);
      return label;
    }));

    /** Shows a state in the controls. */
    function show(state) {
      for (const kind of form.querySelectorAll("[name=kind]")) kind.checked = kind.value === state.kind;
      for (const part of form.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== state.kind;
      const taxonomy = state.set.split(" ")[0];
      field("taxonomy").value = taxonomy;
      if (filled !== taxonomy) fillSets(taxonomy);
      for (const name of ["set", "measure", "value", "since", "period"]) field(name).value = state[name];
      form.querySelector("[data-since]").hidden = state.value !== "growth";
      const full = state.regions.length >= explorer.MOST_REGIONS;
      for (const box of boxes.querySelectorAll("input")) {
        box.checked = state.regions.includes(box.value);
        box.disabled = full && !box.checked;
      }
      const chosen = names.regions.filter(([code]) => state.regions.includes(code)).map((one) => one[1 + language]);
      form.querySelector("[data-chosen]").textContent = chosen.length ? chosen.join(", ") : explorer.text("all_regions");
      form.querySelector("[data-all]").hidden = !chosen.length;
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      if (target.name === "taxonomy") {
        const { sets } = names.taxonomies.find((one) => one.id === target.value);
        changed({ set: sets[0][0] });
      } else if (target.name === "region") {
        const chosen = [...boxes.querySelectorAll("input:checked")].map((box) => box.value);
        changed({ regions: chosen.slice(0, explorer.MOST_REGIONS) });
      } else if (["kind", "set", "measure", "value", "since", "period"].includes(target.name)) changed({ [target.name]: target.value });
    });
    form.querySelector("[data-all]").addEventListener("click", () => changed({ regions: [] }));
    return { show };
  };
})();
