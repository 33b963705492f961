// A form that saves itself. The wire is described in kernel/drafts/http.py; without this script the form works as a whole.
(() => {
  "use strict";

  const PAUSE = 1000; // after the last key
  const POLL = 15000; // who is here, what others wrote
  const PATIENCE = [2000, 4000, 8000, 15000, 30000]; // between two tries without a connection

  const mark = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const tidy = (text) => text.replace(/\r\n?/g, "\n");
  const fill = (words, gaps) => words.replace(/%\((\w+)\)s/g, (_all, name) => gaps[name] ?? "");

  // The caret stays at the same words when the text around it changes.
  const moved = (place, before, after) => {
    let start = 0;
    while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
    if (place <= start) return place;
    let end = 0;
    while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
    if (place >= before.length - end) return place + after.length - before.length;
    return Math.min(place, after.length - end);
  };

  class Field {
    constructor(element, hidden) {
      this.element = element;
      this.hidden = hidden;
      this.name = element.name;
      this.base = Number(hidden.value.split(":")[0]);
      this.settled = tidy(element.value); // the text that the server has from this window
      this.after = null; // the own stroke that this window typed on from
      this.pending = null;
      this.conflict = null;
      this.refused = null;
      this.timer = 0;
    }

    get text() {
      return tidy(this.element.value);
    }

    get dirty() {
      return this.pending !== null || this.text !== this.settled;
    }

    // The next stroke, if there is something to send; the same one again until its answer has come.
    stroke() {
      if (!this.pending && !this.conflict && this.text !== this.settled && this.text !== this.refused) {
        this.pending = { stroke: mark(), field: this.name, text: this.text, base: this.base, after: this.after };
      }
      return this.pending;
    }

    show(text) {
      const element = this.element;
      const before = element.value;
      if (before === text) return;
      const active = document.activeElement === element;
      const places = active ? [element.selectionStart, element.selectionEnd] : null;
      element.value = text;
      if (places && places[0] !== null) element.setSelectionRange(moved(places[0], before, text), moved(places[1], before, text));
    }

    answered(answer) {
      const sent = this.pending;
      this.pending = null;
      if (!sent) return;
      if (answer.error) {
        this.refused = sent.text;
        return;
      }
      this.refused = null;
      if (answer.conflict) {
        this.conflict = answer.conflict;
        this.settled = sent.text;
        return;
      }
      this.conflict = null;
      this.base = answer.revision;
      if (this.text === sent.text) {
        this.show(answer.text);
        this.settled = answer.text;
        this.after = null;
      } else {
        // Somebody typed on meanwhile: what stands in the window grew out of what was sent, not out of the answer.
        this.settled = sent.text;
        this.after = answer.text === sent.text ? null : sent.stroke;
      }
      this.remember();
    }

    newer(text, revision) {
      if (this.dirty || this.conflict || this.after) return false;
      this.show(text);
      this.base = revision;
      this.settled = tidy(text);
      this.remember();
      return true;
    }

    // What the form carries when it is posted as a whole.
    remember() {
      this.hidden.value = [this.base, mark(), this.after ?? ""].join(":");
    }
  }

  class Form {
    constructor(form) {
      this.form = form;
      this.address = form.dataset.drafts;
      this.status = form.querySelector("[data-drafts-status]");
      this.people = form.querySelector("[data-drafts-people]");
      this.shape = form.querySelector("template[data-drafts-conflict]");
      this.fields = new Map();
      this.sending = false;
      this.again = false;
      this.failures = 0;
      this.timer = 0;
      this.leaving = false;
      for (const hidden of form.querySelectorAll('input[type="hidden"][name^="draft-"]')) {
        const element = form.elements.namedItem(hidden.name.slice("draft-".length));
        if (element && "value" in element && !(element instanceof RadioNodeList)) this.watch(new Field(element, hidden));
      }
      form.addEventListener("submit", () => { this.leaving = true; });
      addEventListener("online", () => this.send());
      addEventListener("beforeunload", (event) => {
        if (this.leaving || !this.unsaved) return;
        event.preventDefault();
      });
      addEventListener("pagehide", () => this.flushBeacon());
      document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.send(); });
      setInterval(() => { if (document.visibilityState === "visible" && form.isConnected) this.send(); }, POLL);
      this.send();
    }

    get unsaved() {
      return [...this.fields.values()].some((field) => field.dirty || field.conflict);
    }

    watch(field) {
      this.fields.set(field.name, field);
      field.element.addEventListener("input", () => {
        field.refused = null;
        clearTimeout(field.timer);
        field.timer = setTimeout(() => this.send(), PAUSE);
      });
      field.element.addEventListener("change", () => this.send());
      field.element.addEventListener("blur", () => { if (field.dirty) this.send(); });
    }

    body() {
      const strokes = [];
      const choices = [];
      const known = {};
      for (const field of this.fields.values()) {
        const stroke = field.stroke();
        if (stroke) (stroke.conflict === undefined ? strokes : choices).push(stroke);
        else known[field.name] = field.base;
      }
      const active = document.activeElement;
      const here = active && this.form.contains(active) ? active.name ?? "" : "";
      return { strokes, choices, here, known };
    }

    get token() {
      return this.form.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
    }

    async send() {
      if (this.sending) {
        this.again = true;
        return;
      }
      this.sending = true;
      this.again = false;
      clearTimeout(this.timer);
      const body = this.body();
      const something = body.strokes.length + body.choices.length > 0;
      if (something) this.say("saving");
      try {
        const response = await fetch(this.address, {
          method: "POST",
          credentials: "same-origin",
          redirect: "manual",
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, Accept: "application/json" },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined,
        });
        if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
          this.say("signedOut");
          this.later();
        } else if (response.ok) {
          this.failures = 0;
          this.heard(await response.json(), something);
        } else if (response.status >= 500 || response.status === 429) {
          throw new Error(String(response.status));
        } else {
          this.refused(await response.json().catch(() => ({})));
        }
      } catch {
        if (something || this.unsaved) this.say("offline");
        this.later();
      } finally {
        this.sending = false;
      }
      if (this.again) this.send();
    }

    later() {
      const pause = PATIENCE[Math.min(this.failures, PATIENCE.length - 1)];
      this.failures += 1;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), pause);
    }

    refused(answer) {
      if (this.status && answer.error) this.status.textContent = answer.error;
    }

    heard(answer, something) {
      let merged = false;
      let error = "";
      for (const [name, told] of Object.entries(answer.fields)) {
        const field = this.fields.get(name);
        if (!field) continue;
        field.answered(told);
        merged ||= Boolean(told.merged);
        error ||= told.error ?? "";
        if (field.conflict) this.ask(field);
      }
      for (const [name, told] of Object.entries(answer.newer)) merged = (this.fields.get(name)?.newer(told.text, told.revision) ?? false) || merged;
      for (const [name, conflict] of Object.entries(answer.conflicts)) {
        const field = this.fields.get(name);
        if (field && !field.conflict && !field.pending) {
          field.conflict = conflict;
          this.ask(field);
        }
      }
      this.presence(answer.people);
      const time = new Date(answer.at).toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      // What was typed since the stroke was sent is not saved yet, and is not called so.
      const more = [...this.fields.values()].some((field) => !field.pending && !field.conflict && field.text !== field.settled && field.text !== field.refused);
      if (error) this.status.textContent = error;
      else if ([...this.fields.values()].some((field) => field.conflict)) this.say("conflict");
      else if (more) this.say("saving");
      else if (something || merged) this.say(merged ? "merged" : "saved", { time });
      if (more) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.send(), PAUSE);
      }
    }

    say(which, gaps = {}) {
      if (!this.status) return;
      const words = fill(this.status.dataset[which] ?? "", gaps);
      if (this.status.textContent !== words) this.status.textContent = words;
      this.status.dataset.state = which;
    }

    presence(people) {
      if (!this.people) return;
      const names = people.map(({ name, field }) => {
        const label = this.fields.get(field)?.element.labels?.[0]?.textContent.trim();
        return label ? fill(this.people.dataset.in, { name, field: label }) : name;
      });
      const words = names.length ? fill(this.people.dataset.one, { names: names.join(", ") }) : "";
      if (this.people.textContent !== words) this.people.textContent = words;
    }

    // Both texts and the choice, beside the field that they concern.
    ask(field) {
      this.form.querySelector(`[data-drafts-known="${CSS.escape(field.name)}"]`)?.remove();
      this.form.querySelector(`[data-drafts-conflict-box="${CSS.escape(field.name)}"]`)?.remove();
      if (!this.shape) return;
      const box = this.shape.content.firstElementChild.cloneNode(true);
      const { mine, theirs, both, who, own, number } = field.conflict;
      box.dataset.draftsConflictBox = field.name;
      box.querySelector("[data-drafts-mine]").textContent = mine;
      box.querySelector("[data-drafts-theirs]").textContent = theirs;
      const head = box.querySelector("[data-drafts-who]");
      head.textContent = own ? head.dataset.own : fill(head.dataset.words, { name: who });
      for (const button of box.querySelectorAll("[data-drafts-choose]")) {
        button.addEventListener("click", () => {
          // What was typed while the question stood belongs to “mine”.
          const typed = field.text;
          const text = { mine: typed === mine ? mine : typed, theirs, both }[button.dataset.draftsChoose];
          field.pending = { conflict: number, field: field.name, text, stroke: mark() };
          field.conflict = null;
          field.after = null;
          field.show(text);
          box.remove();
          field.element.focus();
          this.send();
        });
      }
      (field.element.closest(".field") ?? field.element).after(box);
    }

    // A last try when the page goes away; keepalive lets it finish after the page has gone.
    flushBeacon() {
      const body = this.body();
      if (this.leaving || body.strokes.length === 0) return;
      fetch(this.address, {
        method: "POST",
        keepalive: true,
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ ...body, choices: [] }),
      }).catch(() => {});
    }
  }

  const started = new WeakSet();
  const start = () => {
    for (const form of document.querySelectorAll("form[data-drafts]")) {
      if (!started.has(form)) {
        started.add(form);
        new Form(form);
      }
    }
  };
  start();
  document.addEventListener("htmx:load", start);
})();
