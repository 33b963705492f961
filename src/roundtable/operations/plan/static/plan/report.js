// Choices of the report save themselves like its texts: a hidden field stands in for each group, so that drafts/autosave.js
// watches it. Without this script the groups are posted as they are. Load before drafts/autosave.js.
(() => {
  "use strict";

  for (const form of document.querySelectorAll("form[data-report]")) {
    for (const group of form.querySelectorAll("[data-choice]")) {
      const name = group.dataset.choice;
      const options = [...group.querySelectorAll(`input[type="radio"][name="${name}"]`)];
      const chosen = () => options.find((option) => option.checked)?.value ?? "";
      const kept = document.createElement("input");
      kept.type = "hidden";
      kept.name = name;
      kept.value = chosen();
      for (const option of options) option.name = `${name}-shown`;
      group.append(kept);
      group.addEventListener("change", (event) => {
        if (event.target === kept) return;
        kept.value = chosen();
        kept.dispatchEvent(new Event("change"));
      });
      // What another person chose arrives in the hidden field; the group shows it.
      new MutationObserver(() => {
        for (const option of options) option.checked = option.value === kept.value;
        group.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
      }).observe(kept, { attributes: true, attributeFilter: ["value"] });
    }

    const answer = () => form.elements.namedItem("answer")?.value;
    const follow = () => {
      for (const part of form.querySelectorAll("[data-only]")) part.hidden = part.dataset.only !== answer();
    };
    form.addEventListener("change", follow);
    form.addEventListener("shown", follow);
    follow();
  }
})();
