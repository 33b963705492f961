// Small comforts. Every page works without them.
const root = document.documentElement;
const phone = matchMedia("(max-width: 46rem)");

// A form is sent once; coming back by the browser's button gives the button back.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.again !== undefined) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  // After this turn, so that the pressed button's own value is still sent.
  setTimeout(() => { for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true"); });
  setTimeout(() => giveBack(form), 8000);
});
function giveBack(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
}
addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(giveBack); });

// Light or dark at once, remembered by the server without leaving the page.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-form] button");
  if (!button) return;
  event.preventDefault();
  const form = button.form;
  const wanted = button.value;
  if (wanted === "system") delete root.dataset.theme; else root.dataset.theme = wanted;
  const body = new URLSearchParams({ theme: wanted, next: "/" });
  fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" }).then(() => location.reload(), () => form.submit());
});

// Menus close when one turns away; filters begin closed on phones.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) { menu.open = false; menu.querySelector("summary").focus(); }
});

// In a matrix arrows move from cell to cell and only one cell at a time is a stop for Tab.
function matrix(frame) {
  const rows = [...frame.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td > a, td > button")]).filter((row) => row.length);
  const all = rows.flat();
  if (!all.length || frame.dataset.ready) return;
  frame.dataset.ready = "yes";
  all.forEach((cell, at) => { cell.tabIndex = at ? -1 : 0; });
  frame.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td > *");
    const row = rows.findIndex((cells) => cells.includes(cell));
    if (row < 0) return;
    const column = rows[row].indexOf(cell);
    const along = getComputedStyle(frame).direction === "rtl" ? -1 : 1;
    const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, along], ArrowLeft: [0, -along], Home: [0, -column], End: [0, rows[row].length - 1 - column], PageDown: [10, 0], PageUp: [-10, 0] }[event.key] || [];
    if (down === undefined) return;
    event.preventDefault();
    const next = rows[Math.min(Math.max(row + down, 0), rows.length - 1)][column + right];
    if (!next) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

// Charts bring their engine only when somebody turns to one.
let engine;
function wake(figure) {
  if (figure.dataset.awake || !figure.dataset.engine) return;
  figure.dataset.awake = "yes";
  engine ??= Promise.all([import(figure.dataset.artist), import(figure.dataset.engine)]);
  engine.then(([artist, vega]) => artist.draw(figure, vega)).catch(() => {});
}
for (const kind of ["pointerenter", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const figure = event.target.closest?.("figure[data-drawing]");
    if (figure && event.target.closest(".drawing")) wake(figure);
  }, true);
}

function prepare(within) {
  within.querySelectorAll("[data-matrix]").forEach(matrix);
  if (phone.matches) within.querySelectorAll("details[data-phone-closed]").forEach((part) => { part.open = false; });
  within.querySelector("[data-focus]:not([data-quiet] *)")?.focus();
}
prepare(document);

// After a part of the page was exchanged: prepare it, and put the focus where it asks or where it was.
document.addEventListener("htmx:afterSwap", (event) => prepare(event.detail.elt));
document.addEventListener("htmx:beforeSwap", (event) => {
  const held = document.activeElement;
  if (held?.id && event.detail.target?.contains(held)) {
    document.addEventListener("htmx:afterSettle", () => document.getElementById(held.id)?.focus({ preventScroll: true }), { once: true });
  }
});

// Who signs out in one window is out in all: a moment later the others ask again who is there, and show nothing more.
const windows = "BroadcastChannel" in window ? new BroadcastChannel("sign-out") : null;
document.addEventListener("submit", (event) => { if (event.target.dataset.signOut !== undefined) windows?.postMessage("out"); });
windows?.addEventListener("message", () => { if (document.body.dataset.signedIn !== undefined) setTimeout(() => location.reload(), 1500); });
