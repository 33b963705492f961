"""What is there at the end, held against what was acknowledged."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from roundtable.ground.trust.public import Entry, Trial
from roundtable.kernel import drafts
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.keys.boxes import SealedError
from roundtable.operations.plan.models import Activity, Evidence, Note, Report
from roundtable.operations.plan.proofs.no_loss.clients import TEXTS, Ledger
from roundtable.operations.plan.services.report_writing import KIND
from roundtable.operations.plan.signals import Happened


@dataclass
class Outcome:
    """How much was lost and doubled."""

    lost: int = 0
    doubled: int = 0


def count(trial: Trial, ledger: Ledger, reports: Sequence[Report]) -> Outcome:
    """Count what is missing, what is there twice, and what history says of it."""
    outcome = Outcome()
    for error in ledger.errors:
        trial.broken(error)
    for report in reports:
        _texts(trial, ledger, report, outcome)
        _choices(trial, ledger, report, outcome)
    numbers = [report.pk for report in reports]
    there = {
        "activity": Counter(Activity.objects.values_list("title", flat=True)),
        "note": Counter(one.text for one in Note.objects.filter(report__in=numbers)),
        "evidence": Counter(one.title for one in Evidence.objects.filter(report__in=numbers)),
    }
    for kind, acknowledged in ledger.single.items():
        for word in acknowledged:
            outcome.lost += not trial.holds(there[kind][word], f"{kind} {word} was acknowledged and is lost")
    for kind, kept in there.items():
        for word, times in kept.items():
            outcome.doubled += not trial.holds(times == 1, f"{kind} {word} is there {times} times")
    _files(trial, numbers, outcome)
    _history(trial, numbers)
    return outcome


def _texts(trial: Trial, ledger: Ledger, report: Report, outcome: Outcome) -> None:
    state = drafts.state(KIND, str(report.pk))
    shown = Report.objects.get(pk=report.pk)
    for name in TEXTS:
        words = Counter(state[name].text.split())
        for word in ledger.words.get((report.pk, name), []):
            outcome.lost += not trial.holds(words[word], f"“{word}” in {name} was acknowledged and is lost")
        twice = [word for word, times in words.items() if times > 1]
        outcome.doubled += not trial.holds(not twice, f"{name} of {report} holds {twice[:3]} twice")
        trial.holds(getattr(shown, name) == state[name].text, f"{name} of {report} shows another text than was kept")


def _choices(trial: Trial, ledger: Ledger, report: Report, outcome: Outcome) -> None:
    made = ledger.choices.get(report.pk, [])
    state = drafts.state(KIND, str(report.pk))["progress"]
    for revision, value in made:
        # A later choice may stand over it; one with this very revision must be what was acknowledged.
        stands = revision < state.revision or (revision == state.revision and value == state.text)
        outcome.lost += not trial.holds(
            stands, f"choice {value} at {revision} of {report} was acknowledged and is lost"
        )


def _opened(place: Path) -> bytes:
    """Give the bytes of a kept file; nothing where it does not open, as half a file does not."""
    try:
        return store.opened(place.name, place.read_bytes())
    except SealedError:
        return b""


def _files(trial: Trial, numbers: Sequence[int], outcome: Outcome) -> None:
    """Every piece of evidence has its file, whole; nothing lies under a file's name that is not that file."""
    pieces = Evidence.objects.filter(report__in=numbers, file_id__isnull=False)
    titles: dict[int, str] = {one.file_id: one.title for one in pieces if one.file_id is not None}
    for stored in StoredFile.objects.filter(pk__in=titles):
        place = store.path_of(stored)
        whole = place.is_file() and titles[stored.pk].encode() in _opened(place)
        outcome.lost += not trial.holds(whole, f"the file of {titles[stored.pk]} is not what was handed in")
    for place in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        if not place.name.startswith(store.HALF):
            digest = hashlib.sha256(_opened(place)).hexdigest()
            trial.holds(
                store.name_of(digest) == place.name, f"{place.name} is half a file under the name of a whole one"
            )


def _history(trial: Trial, numbers: Sequence[int]) -> None:
    """Exactly one entry for each thing that is there."""
    activities = Counter(str(number) for number in Activity.objects.values_list("pk", flat=True))
    planned = Counter(Entry.objects.filter(happened=Happened.ACTIVITY_PLANNED).values_list("object_id", flat=True))
    trial.holds(planned == activities, "history does not tell of each activity once")
    keys = [str(number) for number in numbers]
    for happened, model in ((Happened.EVIDENCE_ADDED, Evidence), (Happened.NOTE_LEFT, Note)):
        told = Entry.objects.filter(happened=happened, object_id__in=keys).count()
        there = model.objects.filter(report__in=numbers).count()
        trial.holds(told == there, f"history tells {told} times of {there} things ({happened})")
