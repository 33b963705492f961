"""Word files with tracked changes, read by our own reader and settled by LibreOffice."""

from datetime import UTC, datetime

from roundtable.ground.documents.domain import word
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.proofs.office import settled
from roundtable.ground.documents.proofs.revisions import Pen, made_up
from roundtable.ground.trust.public import Trial

SHORT, LONG = 6, 200
BATCH = 25
AUTHORS = tuple(word.Author(name, datetime(2022, 9, 6, 9, tzinfo=UTC)) for name in ("A", "B & C", "Сторона Г"))


def run(trial: Trial) -> None:
    """Write files, and have them accepted and rejected."""
    many = LONG if trial.long else SHORT
    for begin in range(0, many, BATCH):
        pairs = {f"d{number}": _pair(trial) for number in range(begin, min(begin + BATCH, many))}
        files = {name: word.write(new, before=old, credit=_credit) for name, (old, new) in pairs.items()}
        office = settled(files, trial.home / "work" / f"office{begin}")
        for name, (old, new) in pairs.items():
            read = word.read(files[name])
            trial.holds(read.text == new, f"{name}: our reader finds another new text")
            trial.holds(read.before == old, f"{name}: our reader finds another old text")
            known = {author.name for author in AUTHORS}
            trial.holds({one.by.name for one in read.tracked} <= known, f"{name}: somebody else changed something")
            accepted, rejected = office[name]
            trial.holds(accepted == _words(new), f"{name}: LibreOffice, all accepted: {_first(accepted, _words(new))}")
            trial.holds(rejected == _words(old), f"{name}: LibreOffice, all rejected: {_first(rejected, _words(old))}")
    trial.figure("files", many)


def _pair(trial: Trial) -> tuple[Text, Text]:
    old = made_up(trial.chance, 14, rich=True)
    pen = Pen.over(old, trial.chance)
    pen.edit(trial.chance.randint(1, 25))
    return old, pen.text()


def _credit(key: str, place: int) -> word.Author:
    return AUTHORS[(len(key) + place) % len(AUTHORS)]


def _words(text: Text) -> list[str]:
    return [one.plain for one in text.paragraphs]


def _first(found: list[str], wanted: list[str]) -> str:
    pairs = zip([*found, "nothing"], [*wanted, "nothing"], strict=False)
    return next((f"{got!r} instead of {want!r}" for got, want in pairs if got != want), "another number of paragraphs")
