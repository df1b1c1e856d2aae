/* The builder of a definition: a tree of KSIC with check boxes, a field for pasted codes, a file. */
(() => {
  "use strict";
  const { explorer } = window;

  explorer.openBuilder = ({ host, trees, changed }) => {
    const find = (selector) => host.querySelector(selector);
    const [tree, message, pasted, file, revision] = ["[data-tree]", "[data-message]", "textarea", "[type=file]", "select"].map(find);
    let weights = new Map();
    const own = () => trees[revision.value];
    const nameOf = (code) => `${code} ${own().codes.get(code).names[explorer.language] || own().codes.get(code).names[0]}`;
    const isInside = (code) => own().leaves(code).every((leaf) => weights.get(leaf) === 1);
    const isPartly = (code) => own().leaves(code).some((leaf) => weights.has(leaf));

    function update() {
      for (const box of tree.querySelectorAll("input")) {
        box.checked = isInside(box.value);
        box.indeterminate = !box.checked && isPartly(box.value);
      }
    }
    function announce() {
      update();
      changed({ revision: revision.value, codes: explorer.compact(weights, own()) });
    }

    function branch(code) {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: code });
      label.append(box, ` ${nameOf(code)}`);
      box.addEventListener("change", () => {
        for (const leaf of own().leaves(code)) box.checked ? weights.set(leaf, 1) : weights.delete(leaf);
        announce();
      });
      if (!own().children.get(code).length) {
        item.append(label);
        return item;
      }
      const details = document.createElement("details");
      const summary = document.createElement("summary");
      summary.setAttribute("aria-label", explorer.text("open_code", { name: nameOf(code) }));
      details.append(summary);
      details.addEventListener("toggle", () => {
        if (!details.open || details.querySelector("ul")) return;
        details.append(branches(code));
        update();
      });
      item.append(label, details);
      return item;
    }
    function branches(code) {
      const list = document.createElement("ul");
      list.append(...own().children.get(code).map(branch));
      return list;
    }
    function plant() {
      tree.replaceChildren(branches("TOTAL"));
      update();
    }

    function take(codes, keep) {
      const known = keep ? explorer.compact(weights, own()) : [];
      const { members, unknown } = explorer.makeMembers([...known, ...codes], revision.value, own());
      show(members);
      message.textContent = unknown.length
        ? explorer.text("unknown_codes", { revision: revision.value, codes: unknown.slice(0, 12).join(", ") })
        : explorer.text("codes_taken", { number: codes.length });
      announce();
    }
    function show(members) {
      revision.value = members.revision;
      weights = new Map(members.codes.flatMap(({ code, weight }) => own().leaves(code).map((leaf) => [leaf, weight])));
      plant();
    }

    find("[data-take]").addEventListener("click", () => take(explorer.readPasted(pasted.value), true));
    find("[data-clear]").addEventListener("click", () => {
      weights = new Map();
      message.textContent = "";
      announce();
    });
    find("[data-save]").addEventListener("click", () => {
      const members = { revision: revision.value, codes: explorer.compact(weights, own()) };
      if (members.codes.length) window.siteTools.save(new Blob([explorer.writeTaxonomy(members)], { type: "text/csv" }), "my_definition.csv");
      else message.textContent = explorer.text("is_empty");
    });
    revision.addEventListener("change", () => {
      weights = new Map();
      plant();
      announce();
    });
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      try {
        const { revision: wanted, codes } = explorer.readTaxonomy(await file.files[0].text());
        if (!trees[wanted]) throw new Error("file_revision_unknown");
        revision.value = wanted;
        take(codes, false);
      } catch (error) {
        message.textContent = explorer.text(error.message, { revisions: Object.keys(trees).join(", ") });
      }
      file.value = "";
    });
    plant();
    return { show };
  };
})();
