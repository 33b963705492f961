"""Writing in a report: by the script of the page, by its form, from old tabs, and again and again."""

import json
from uuid import uuid4

from roundtable.kernel import drafts
from roundtable.operations.plan.proofs.no_loss.moving import Moving
from roundtable.operations.plan.proofs.no_loss.side import (
    DONE,
    MOVED,
    TEXTS,
    Waiting,
    a_word,
    edited,
    must,
)
from roundtable.operations.plan.services.report_writing import KIND


class Writing(Moving):
    """What becomes of texts and choices."""

    def open(self, by: str, tab: int) -> None:
        """Load the page anew."""
        self.done.append(f"{by} opens tab {tab}")
        answer = self.browsers[by].get(self._page())
        must(self.deleted or answer.status_code == DONE, f"the page answered {answer.status_code}")
        self._load(by, tab)

    def write(self, by: str, tab: int, name: str, *, cut: bool, at: int) -> None:
        """Put a word in, and sometimes take the last one out, as the page's script sends it."""
        seen = self.tabs[by, tab]
        text = edited(seen.texts[name], a_word(), cut=cut, at=at)
        self.done.append(f"{by} in tab {tab} makes {name} “{text}” of “{seen.texts[name]}”")
        self._stroke(by, tab, name, text)

    def choose(self, by: str, tab: int, value: str) -> None:
        """Choose how far the work is."""
        self.done.append(f"{by} in tab {tab} chooses {value}")
        self._stroke(by, tab, "progress", value)

    def _stroke(self, by: str, tab: int, name: str, text: str) -> None:
        seen = self.tabs[by, tab]
        base, revision = seen.texts[name], seen.revisions[name]
        stroke = {"stroke": str(uuid4()), "field": name, "text": text, "base": revision}
        told = self._autosave(by, {"strokes": [stroke]}, name)
        if told is None:
            return
        self._took(by, tab, name, base, text, told)
        self.acknowledged(lambda: self._same(by, {"strokes": [stroke]}, name, told))

    def _took(  # noqa: PLR0913, PLR0917 - what was sent, by whom, over what
        self, by: str, tab: int, name: str, base: str, text: str, told: dict[str, object]
    ) -> None:
        """Let the model do what the platform says it did."""
        conflict = told["conflict"]
        if conflict is not None:
            assert isinstance(conflict, dict)  # noqa: S101 - so that types are known
            # What this person had in conflict here before gives way to what they send now.
            self.conflicts = [one for one in self.conflicts if (one.by, one.name) != (by, name)]
            must(name == "progress" or conflict["theirs"].split(), "a conflict with nothing")
            texts = {side: str(conflict[side]) for side in ("mine", "theirs", "both")}
            self.conflicts.append(Waiting(int(conflict["number"]), by, name, texts))
            return
        self._becomes(name, base, text, str(told["text"]))
        seen = self.tabs[by, tab]
        seen.texts[name], seen.revisions[name] = str(told["text"]), int(str(told["revision"]))

    def _becomes(self, name: str, base: str, text: str, now: str) -> None:
        if name == "progress":
            # Somebody else's choice stands unless this person changed what they saw; two changes are a conflict.
            wanted = text if text != base or self.progress == base else self.progress
            must(now == wanted, f"progress became {now}, not {wanted}")
            must(self.progress in {base, text, now}, f"the choice {self.progress} was overwritten silently")
            if now != self.progress:
                self.told["plan.report-written"] += 1
                self._back_from_offered()
            self.progress = now
            return
        before = set(self.words[name])
        self.words[name] = (before - (set(base.split()) - set(text.split()))) | (set(text.split()) - set(base.split()))
        must(set(now.split()) == self.words[name], f"{name} was answered as “{now}”")
        if self.words[name] != before:
            self._back_from_offered()

    def _back_from_offered(self) -> None:
        if self.at == "offered":
            self.at = "returned" if self.returned else "draft"
            self.told["plan.report-taken-back"] += 1

    def send_form(self, by: str, tab: int, name: str, *, at: int, do: str) -> None:
        """Send the whole form, as a browser without scripts does."""
        seen = self.tabs[by, tab]
        if any(one.by == by for one in self.conflicts):
            return  # the form then asks for a choice first, which `settle` makes
        text = edited(seen.texts[name], a_word(), cut=False, at=at)
        self.done.append(f"{by} sends tab {tab} with {name} “{text}” to {do}")
        marks = {f"draft-{one}": f"{seen.revisions[one]}:{uuid4()}" for one in (*TEXTS, "progress")}
        sent = {**seen.texts, name: text, **marks, "do": do}
        base = dict(seen.texts)
        answer = self._post(by, self._page(), sent)
        if not self.writable:
            must(answer.status_code >= 400, f"a locked report was written in: {answer.status_code}")
            return
        state = drafts.state(KIND, str(self.report.pk))
        waiting = drafts.conflicts(KIND, str(self.report.pk), by=self.people[by].pk)
        for one in (*TEXTS, "progress"):
            sent_text = str(sent[one])
            if one in waiting:
                found = waiting[one][-1]
                texts = {"mine": found.mine, "theirs": found.theirs, "both": found.both}
                self.conflicts.append(Waiting(found.number, by, one, texts))
            else:
                self._becomes(one, base[one], sent_text, state[one].text)
        if not waiting and do != "save":
            self._moves(do, refused=answer.status_code != MOVED)
        self._load(by, tab)

        def same() -> None:
            """A form that is sent twice: its texts count once, its step is taken or refused, and nothing is undone."""
            if do == "save" and self.writable and not any(one.by == by for one in self.conflicts):
                self.done.append(f"the form of {by} comes once more")
                self._post(by, self._page(), sent)

        self.acknowledged(same)

    def again(self, at: int) -> None:
        """Something that was sent and acknowledged comes once more, perhaps long after."""
        self.done.append("something is sent again")
        self.sent[-1 - at % len(self.sent)]()

    def settle(self, at: int, side: str) -> None:
        """Choose between two texts."""
        waiting = self.conflicts[at % len(self.conflicts)]
        self.done.append(f"{waiting.by} settles {waiting.name} for {side}")
        if not self.writable:
            return
        # A step of the scale cannot be two.
        side = "mine" if side == "both" and waiting.name == "progress" else side
        text, base = waiting.texts[side], waiting.texts["theirs"]
        choice = {"conflict": waiting.number, "field": waiting.name, "text": text, "stroke": str(uuid4())}
        told = self._autosave(waiting.by, {"choices": [choice]}, waiting.name)
        assert told is not None  # noqa: S101 - so that types are known
        self.conflicts.remove(waiting)
        self._took(waiting.by, 0, waiting.name, base, text, told)
        self.acknowledged(lambda: self._same(waiting.by, {"choices": [choice]}, waiting.name, told))

    def _autosave(self, by: str, body: dict[str, object], name: str) -> dict[str, object] | None:
        answer = self.browsers[by].post(f"{self._page()}autosave/", json.dumps(body), content_type="application/json")
        if not self.writable:
            must(answer.status_code >= 400, f"a locked report was written in: {answer.status_code}")
            return None
        must(answer.status_code == DONE, f"autosave answered {answer.status_code}")
        told: dict[str, object] = answer.json()["fields"][name]
        must(told["error"] is None, str(told["error"]))
        return told

    def _same(self, by: str, body: dict[str, object], name: str, before: dict[str, object]) -> None:
        told = self._autosave(by, body, name)
        if told is not None:
            must(told["text"] == before["text"], "the same stroke was answered otherwise")
            must(told["revision"] == before["revision"], "the same stroke made another revision")
