"""What must be true, as small as it can be said; and the requests by which the real thing is asked to do the same.

A text is a set of words: whoever writes knows what they saw, so what they took out and put in is known, whatever others
did meanwhile. Each word is written once, so it must stand there once until somebody who saw it takes it out.
"""

import json
from collections import Counter
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from roundtable.ground.trust.public import Entry
from roundtable.kernel import drafts
from roundtable.kernel.files import store
from roundtable.operations.plan.models import Activity, Evidence, Note, Report
from roundtable.operations.plan.proofs.no_loss.side import (
    CREATED,
    DONE,
    MOVED,
    NOTHING,
    TEXTS,
    Piece,
    Planned,
    a_word,
    must,
    took_again,
)
from roundtable.operations.plan.proofs.no_loss.stage import PARTY
from roundtable.operations.plan.proofs.no_loss.writing import Writing
from roundtable.operations.plan.services.report_writing import KIND


class Both(Writing):
    """The model and the real thing, side by side."""

    def agree(self) -> None:
        """Compare everything."""
        report = Report.objects.get(pk=self.report.pk)
        must(report.stage == self.at, f"the report is {report.stage}, not {self.at}")
        must((report.deleted_at is not None) == self.deleted, "the bin holds something else")
        state = drafts.state(KIND, str(report.pk))
        for name in TEXTS:
            text = getattr(report, name)
            if not self.corrected:
                must(text == state[name].text, f"{name} shows another text than was kept")
            there = Counter(text.split())
            must(
                there == Counter(dict.fromkeys(self.words[name], 1)),
                f"{name} holds {sorted(there.elements())}, not {sorted(self.words[name])}",
            )
        shown = NOTHING if report.progress is None else str(report.progress)
        must(shown == self.progress, f"progress is {shown}, not {self.progress}")
        entries = Entry.objects.filter(kind="plan.report", object_id=str(report.pk))
        told = Counter(entries.values_list("happened", flat=True))
        must(told == +self.told, f"history tells {told - self.told} too much and {self.told - told} too little")
        notes = Counter(one.text for one in Note.objects.filter(report=report))
        must(notes == self.notes, f"notes are {notes}, not {self.notes}")
        pieces = {one.title: one for one in Evidence.objects.filter(report=report)}
        must(sorted(pieces) == sorted(one.title for one in self.pieces), "the evidence is another")
        for one in self.pieces:
            must((pieces[one.title].deleted_at is None) == one.there, f"evidence {one.title} is elsewhere")
            if one.there and (number := pieces[one.title].file_id):
                must(one.title.encode() in store.content(store.get(number)), f"the file of {one.title} is another")
        for one_activity in self.activities:
            kept = Activity.objects.get(pk=one_activity.pk)
            is_there = (kept.title, kept.revision, kept.deleted_at is None)
            wanted = (one_activity.title, one_activity.revision, one_activity.there)
            must(is_there == wanted, f"an activity is {is_there}, not {wanted}")
            entries = Entry.objects.filter(kind="plan.activity", object_id=str(kept.pk))
            must(entries.count() == kept.revision, f"history tells {entries.count()} times of {kept.revision} deeds")

    def note(self, by: str) -> None:
        """Leave a note."""
        word, key = a_word(), str(uuid4())
        self.done.append(f"{by} leaves the note {word}")

        def send() -> None:
            self._post(by, f"{self._page()}note/", {"text": word, "key": key})

        send()
        if any(one.text == word for one in Note.objects.all()):
            # Whether this person sees the report at this stage is the matter of another proof.
            self.notes[word] += 1
            self.told["plan.note-left"] += 1
            self.acknowledged(send)

    def evidence(self, by: str, *, file: bool) -> None:
        """Add a link or hand in a file."""
        word, key = a_word(), str(uuid4())
        self.done.append(f"{by} adds the evidence {word}")

        def send() -> HttpResponse:
            what: dict[str, object] = {"title": word, "key": key}
            if file:
                what["file"] = SimpleUploadedFile(f"{word}.txt", f"This shows {word}.".encode())
            else:
                what["link"] = f"https://example.org/{word}"
            return self._post(by, f"{self._page()}evidence/", what)

        answer = send()
        if not self.writable:
            must(answer.status_code >= 400, f"evidence came into a locked report: {answer.status_code}")
            return
        must(answer.status_code == MOVED, f"evidence was answered {answer.status_code}")
        self.pieces.append(Piece(next(one.pk for one in Evidence.objects.all() if one.title == word), word))
        self.told["plan.evidence-added"] += 1

        def same() -> None:
            send()

        self.acknowledged(same)

    def bin_evidence(self, by: str, at: int, *, there: bool) -> None:
        """Put a piece of evidence into the bin, or bring it back."""
        piece = self.pieces[at % len(self.pieces)]
        self.done.append(f"{by} {'brings back' if there else 'bins'} {piece.title}")
        page = (
            f"/plan/reports/bin/evidence/{piece.pk}/restore/" if there else f"{self._page()}evidence/{piece.pk}/delete/"
        )
        self._post(by, page, {})
        if self.writable and piece.there != there:
            piece.there = there
            self.told["plan.evidence-restored" if there else "plan.evidence-deleted"] += 1

    def plan(self, *, valid: bool) -> None:
        """Plan an activity under a key, with a token or with one that opens nothing."""
        word, key = a_word(), str(uuid4())
        self.done.append(f"a machine plans {word}{'' if valid else ' with a token that was revoked'}")
        token = self.stage.token if valid else "rt_revoked"
        share = {"action": self.stage.actions[0].key, "percent": "100"}
        said = {"title": word, "kind": "training", "lead": PARTY, "shares": [share]}

        def send() -> HttpResponse:
            return self._asked("post", "/api/v1/plan/activities/", said, token, idempotency_key=key)

        answer = send()
        if not valid:
            must(answer.status_code == 401, f"a revoked token was answered {answer.status_code}")
            return
        must(answer.status_code == CREATED, f"planning was answered {answer.status_code}: {answer.content[:200]!r}")
        made = Planned(json.loads(answer.content)["number"], word, seen=answer["ETag"])
        self.activities.append(made)

        def same() -> None:
            number = json.loads(send().content).get("number", made.pk)
            must(number == made.pk, "the same key made another activity")

        self.acknowledged(same)

    def change(self, at: int, *, fresh: bool) -> None:
        """Change an activity, naming the copy that stands or an older one."""
        one = self.activities[at % len(self.activities)]
        word = a_word()
        mark = f'"activity-{one.pk}-{one.revision - (0 if fresh else 1)}"'
        self.done.append(f"a machine changes {one.title} to {word} over {mark}")
        where, key = f"/api/v1/plan/activities/{one.pk}", str(uuid4())

        def send() -> HttpResponse:
            return self._asked("patch", where, {"title": word}, self.stage.token, if_match=mark, idempotency_key=key)

        answer = send()
        wanted = DONE if fresh and one.there else 412 if one.there else 404
        must(answer.status_code == wanted, f"changing was answered {answer.status_code}, not {wanted}")
        if wanted == DONE:
            one.title, one.revision = word, one.revision + 1
            self.acknowledged(lambda: took_again(send(), DONE))

    def delete(self, at: int, *, fresh: bool) -> None:
        """Put an activity into the bin, naming the copy that stands or an older one."""
        one = self.activities[at % len(self.activities)]
        mark = f'"activity-{one.pk}-{one.revision - (0 if fresh else 1)}"'
        self.done.append(f"a machine deletes {one.title} over {mark}")
        where, key = f"/api/v1/plan/activities/{one.pk}", str(uuid4())

        def send() -> HttpResponse:
            return self._asked("delete", where, {}, self.stage.token, if_match=mark, idempotency_key=key)

        answer = send()
        wanted = 204 if fresh and one.there else 412 if one.there else 404
        must(answer.status_code == wanted, f"deleting was answered {answer.status_code}, not {wanted}")
        if wanted == 204:
            one.there, one.revision = False, one.revision + 1
            self.acknowledged(lambda: took_again(send(), 204))

    def restore(self, by: str, at: int) -> None:
        """Take an activity out of the bin."""
        one = self.activities[at % len(self.activities)]
        self.done.append(f"{by} brings {one.title} back")
        self._post(by, f"/plan/activities/{one.pk}/restore/", {})
        if not one.there:
            one.there, one.revision = True, one.revision + 1
