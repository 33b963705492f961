// Draws a chart again with Vega's own View, so that points answer to pointer and keyboard. No code is made from text (ast: true).

export async function draw(figure, { View, parse, expressionInterpreter }) {
  const frame = figure.querySelector(".drawing");
  const answer = await fetch(figure.dataset.drawing, { credentials: "same-origin" });
  if (!answer.ok) return;
  const { spec, number, time, alt } = await answer.json();
  const still = frame.querySelector("svg");

  const holder = document.createElement("div");
  holder.hidden = true;
  frame.append(holder);
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");

  const view = new View(parse(spec, { locale: { number, time } }, { ast: true }), { expr: expressionInterpreter, renderer: "svg", hover: true });
  view.tooltip((_handler, event, item, value) => say(value, value && item ? item : null));
  await view.initialize(holder).runAsync();

  const live = holder.querySelector("svg");
  const box = still.getAttribute("viewBox").split(" ");
  live.setAttribute("viewBox", `0 0 ${live.getAttribute("width")} ${live.getAttribute("height")}`);
  for (const name of ["width", "height"]) live.setAttribute(name, still.getAttribute(name) || box[name === "width" ? 2 : 3]);
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", alt);
  for (const name of ["font-family", "direction"]) live.setAttribute(name, still.getAttribute(name));
  for (const part of live.querySelectorAll("[aria-roledescription], [role]")) { part.removeAttribute("aria-roledescription"); part.removeAttribute("role"); part.removeAttribute("aria-label"); }
  still.replaceWith(live);
  holder.remove();
  frame.append(tip);
  figure.dataset.live = "yes";

  function say(words, item) {
    tip.textContent = words ? String(words) : "";
    const mark = item?._svg?.getBoundingClientRect();
    if (!words || !mark) return;
    const outer = frame.getBoundingClientRect();
    const left = (mark.left + mark.right - tip.offsetWidth) / 2 - outer.left + frame.scrollLeft;
    // Set by script, not by attribute: the page's policy allows no style attributes.
    tip.style.insetInline = "auto";
    tip.style.left = `${Math.max(0, Math.min(left, frame.scrollWidth - tip.offsetWidth))}px`;
    tip.style.top = `${Math.max(0, mark.top - outer.top - tip.offsetHeight - 6)}px`;
  }

  // Arrow keys walk over everything that has something to say.
  const speaking = [];
  (function collect(part) {
    for (const item of part.items || []) {
      if (item.tooltip && item.bounds) speaking.push(item);
      if (item.items) collect(item);
    }
  })(view.scenegraph().root);
  let here = -1;
  frame.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") say("");
    if (!step || !speaking.length) return;
    event.preventDefault();
    here = (here + step + speaking.length) % speaking.length;
    say(speaking[here].tooltip, speaking[here]);
  });
  frame.addEventListener("focusout", () => say(""));
}
