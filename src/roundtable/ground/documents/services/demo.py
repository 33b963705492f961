"""Documents of the demonstration: the way of the source from its first draft to the conference, and drafts of today.

Numbers and days of 2022 are those of the source. It holds the text of 12629/22 alone: the texts before it are made from
that one for the demonstration, and say so. It does not say who asked for what: members are called A, B and C. The real
silence of September 2022 ran among Member States in the Council; its deadline here is chosen.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Final

from django.db import transaction

from roundtable.ground.documents.domain import markdown
from roundtable.ground.documents.domain.content import Content, Piece, Run
from roundtable.ground.documents.domain.deadline import Deadline
from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.domain.text import Paragraph, Text, from_json
from roundtable.ground.documents.models import Contribution, Document, Revision
from roundtable.ground.documents.services import answering, approval, contributing, documents, languages, silence
from roundtable.ground.documents.services.approval import StepSaid
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.documents.services.silence import Opening
from roundtable.ground.trust.public import Role, User, holders
from roundtable.kernel.base.scopes import SECRETARIAT

MEMBERS: Final = ("A", "B", "C")
MADE: Final = "Demonstration: made from 12629/22, since the text itself is not in our source."
CONCLUSIONS: Final = """# Draft conclusions of the Senior Officials' Meeting

## Follow-up of the Action Plan

1. The Parties took note of the report and agreed to examine a common method for comparing statistics on return.

2. The Parties welcomed the offer to host the expert meeting on labour mobility.

3. The Parties agreed to report on the use of the method regularly.

## Next steps

4. The secretariat will circulate a timetable [in spring / before the next meeting].

5. The Parties invited the Partners to share their experience.
"""
TERMS: Final = """# Draft terms of reference of the working group on statistics

1. The working group meets twice a year, once of them online.

2. Its members are experts that the Parties name.

3. It prepares definitions of flows that the Parties can compare.

4. It reports to the Senior Officials' Meeting.
"""
TERMS_RU: Final = """# Проект круга ведения рабочей группы по статистике

1. Рабочая группа собирается два раза в год, один раз в режиме онлайн.

2. Её членами являются эксперты, назначенные Сторонами.

3. Она готовит определения потоков, которые Стороны могут сравнивать.

4. Она отчитывается перед Совещанием старших должностных лиц.
"""
ADOPTED: Final = """# Working methods of the expert meetings

1. Expert meetings are open to all Parties.

2. Documents are circulated two weeks before a meeting.

3. Conclusions are adopted under silence.
"""


@transaction.atomic
def demo(*, seed: int, at: datetime) -> int:  # noqa: ARG001 - every room's demonstration is asked alike
    """Make the documents of the demonstration, once; gives how many were made."""
    office = holders(Role.SECRETARIAT, SECRETARIAT, on=at.date()).filter(demonstration=True).order_by("pk").first()
    if office is None or Document.objects.filter(demonstration=True).exists():
        return 0
    _the_source(office)
    _under_silence(office, at)
    _for_comments(office, at)
    _adopted(office, at)
    return Document.objects.filter(demonstration=True).count()


def declaration() -> Text:
    """Give the draft Joint Declaration of 12629/22."""
    kept = files("roundtable.ground.documents.services") / "declaration_12629_22.json"
    return from_json(json.loads(kept.read_text(encoding="utf-8"))["text"])


def _reworded(text: Text, words: Mapping[str, str], without: Sequence[str] = (), last: Sequence[str] = ()) -> Text:
    """Give a text with some words changed in its runs, some paragraphs left out, and some moved behind the others."""

    def run(content: Content) -> Content:
        made: list[Piece] = []
        for piece in content:
            if isinstance(piece, Run):
                said = piece.text
                for old, new in words.items():
                    said = said.replace(old, new)
                made.append(replace(piece, text=said))
            else:
                made.append(piece)
        return tuple(made)

    kept = [one for one in text.paragraphs if one.key not in without]
    ordered = [one for one in kept if one.key not in last] + [one for one in kept if one.key in last]
    return Text(tuple(_with(one, run(one.content)) for one in ordered), text.language)


def _with(one: Paragraph, content: Content) -> Paragraph:
    return one if one.rows else replace(one, content=content)


def _clock(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _key_of(text: Text, words: str) -> str:
    return next(one.key for one in text.paragraphs if words in one.plain)


def _say(revision: Revision, words: Words, by: User, at: datetime) -> Contribution:
    return contributing.contribute(revision, words, by=by, at=at, demonstration=True)


def _on(revision: Revision, quote: str, **said: str) -> Words:
    """Words of a member on the paragraph in which a quotation stands, and on that quotation."""
    text = revision.content
    key = _key_of(text, quote)
    start = text.by_key[key].plain.index(quote)
    return Words(
        kind=said.get("kind", "comment"),
        speaker=said["speaker"],
        paragraph=key,
        start=start,
        end=start + len(quote),
        text=said.get("text", ""),
        wording=said.get("wording", ""),
        reserves=said.get("reserves", ""),
    )


def _the_source(by: User) -> None:
    """10917/22, 10917/1/22 REV 1, 10917/2/22 REV 2 under silence, and 12629/22 on its way to the conference."""
    final = declaration()
    facts = documents.Facts(
        title="Prague Process: draft Joint Declaration for the Ministerial Conference of 24-25 October 2022",
        marking="LIMITE",
        body="EMWP, as the source abbreviates it",
    )
    opened = documents.open_document(
        Number(2022, 10917), facts, by=by, at=_clock(date(2022, 7, 8), 8), demonstration=True
    )
    welcoming = _key_of(final, "Welcoming the progress")
    earlier = _reworded(
        final,
        {"in the strongest terms": "strongly", "grave concern": "concern", "large-scale displacement": "displacement"},
    )
    first = _issue(opened, Number(2022, 10917), earlier, date(2022, 7, 8), by, f"Third version. {MADE}")
    july = _clock(date(2022, 7, 20), 9)
    stronger = _say(
        first,
        _on(first, "strongly", kind="amendment", speaker="A", wording="in the strongest terms", text="Clearer."),
        by,
        july,
    )
    weaker = _say(first, _on(first, "strongly", kind="amendment", speaker="B", wording="", text="Shorter."), by, july)
    _say(first, _on(first, "concern over", speaker="C", text="“Grave concern” would be nearer to the facts."), by, july)
    _say(first, _on(first, "displacement", kind="reservation", speaker="A", reserves="scrutiny"), by, july)
    reserved = _say(
        first, _on(first, "Member States", kind="reservation", speaker="B", reserves="parliamentary"), by, july
    )
    answering.answer(first, [stronger.pk], "accepted", by=by, at=_clock(date(2022, 8, 30), 9))
    answering.answer(
        first,
        [weaker.pk],
        "rejected",
        by=by,
        at=_clock(date(2022, 8, 30), 9),
        reason="Most members asked for more clarity, not for less.",
    )
    second_text = _reworded(
        final, {"grave concern": "concern", "large-scale displacement": "displacement"}, last=[welcoming]
    )
    _issue(opened, Number(2022, 10917, 1), second_text, date(2022, 9, 1), by, f"Revised after comments. {MADE}")
    contributing.lift(reserved, by=by, at=_clock(date(2022, 9, 8), 9))
    note = f"Circulated under an informal silence procedure on 20 September 2022. {MADE}"
    for one in Contribution.objects.filter(document=opened, kind="reservation", lifted_at=None):
        contributing.lift(one, by=by, at=_clock(date(2022, 9, 19), 9))
    third = _issue(opened, Number(2022, 10917, 2), final, date(2022, 9, 20), by, note)
    silence.open_silence(
        third,
        Opening(
            Deadline.at(datetime(2022, 9, 23, 9), "Europe/Prague"),  # noqa: DTZ001 - a wall clock, whose zone stands beside it
            MEMBERS,
            body="Members in the Council; the demonstration calls them A, B and C",
            in_part=False,
            stated="The deadline is chosen for the demonstration: the source names none.",
            unsettled_reason="Who is present at the conference is completed there.",
        ),
        by=by,
        at=_clock(date(2022, 9, 20), 7),
        demonstration=True,
    )
    note_facts = replace(
        facts,
        title="Prague Process: draft Joint Ministerial Declaration, approval (I/A item note)",
        body="Permanent Representatives Committee/Council",
        follows=opened,
    )
    taken = documents.open_document(
        Number(2022, 12629), note_facts, by=by, at=_clock(date(2022, 9, 23), 8), demonstration=True
    )
    _issue(taken, Number(2022, 12629), final, date(2022, 9, 23), by, "Annex I of 12629/22, as in the source.")
    approval.set_steps(
        taken,
        [
            StepSaid("Permanent Representatives Committee (COREPER)", "I/A"),
            StepSaid("Council", "A"),
            StepSaid("Ministerial Conference, Prague", "discussion", _clock(date(2022, 10, 25), 16)),
        ],
        by=by,
        at=_clock(date(2022, 9, 23), 9),
    )


def _issue(  # noqa: PLR0913, PLR0917 - a text is issued with these
    document: Document, number: Number, text: Text, day: date, by: User, note: str
) -> Revision:
    made, _told = documents.issue(document, number, text, day=day, by=by, at=_clock(day, 9), note=note)
    return made


def _number(prefix: str, base: int, at: datetime) -> Number:
    return Number(at.year, base, prefix=prefix)


def _text(words: str, language: str = "en") -> Text:
    return markdown.read(words, language=language)


def _under_silence(by: User, at: datetime) -> None:
    """Conclusions of today, REV 1 under silence: it waits on the desk of every Party."""
    number = _number("SOM", 2, at)
    facts = documents.Facts("Draft conclusions of the Senior Officials' Meeting", "LIMITE", "Senior Officials' Meeting")
    one = documents.open_document(number, facts, by=by, at=at - timedelta(days=20), demonstration=True)
    first, _told = documents.issue(
        one, number, _text(CONCLUSIONS), day=(at - timedelta(days=20)).date(), by=by, at=at - timedelta(days=20)
    )
    examine = _say(
        first,
        _on(first, "examine", kind="amendment", speaker="A", wording="set up by June", text="The time has come."),
        by,
        at - timedelta(days=15),
    )
    consider = _say(
        first,
        _on(
            first,
            "agreed to examine",
            kind="amendment",
            speaker="B",
            wording="agreed to consider",
            text="Not yet ripe.",
        ),
        by,
        at - timedelta(days=15),
    )
    regularly = _say(
        first,
        _on(first, "regularly", kind="amendment", speaker="C", wording="once a year", text="To be verifiable."),
        by,
        at - timedelta(days=14),
    )
    text = first.content
    key = _key_of(text, "examine")
    start = text.by_key[key].plain.index("agreed to examine")
    answering.answer(
        first,
        [examine.pk, consider.pk],
        "in_part",
        by=by,
        at=at - timedelta(days=10),
        reason="Both wishes are met by a first step with a date.",
        compromise=answering.Compromising(key, start, start + len("agreed to examine"), "agreed to prepare by June"),
    )
    answering.answer(first, [regularly.pk], "accepted", by=by, at=at - timedelta(days=10))
    applied = answering.next_text(first)
    bracket = {"in spring": "in spring"}
    second, _told = documents.issue(
        one,
        number.next_revision([number]),
        _without_brackets(_reworded(applied.text, bracket)),
        day=(at - timedelta(days=5)).date(),
        by=by,
        at=at - timedelta(days=5),
        note="Compromise of the presidency.",
        asked=applied.asked,
    )
    deadline = (at + timedelta(days=4)).replace(hour=16, minute=0, second=0, microsecond=0)
    silence.open_silence(
        second,
        Opening(
            Deadline.at(deadline.replace(tzinfo=None), "UTC"),
            silence.all_parties(at),
            body="All Parties",
            stated="All days count.",
        ),
        by=by,
        at=at - timedelta(hours=3),
        demonstration=True,
    )


def _without_brackets(text: Text) -> Text:
    """Close the brackets with their first alternative."""
    written = markdown.write(text).replace("[in spring / before the next meeting]", "in spring")
    return markdown.read(written)


def _for_comments(by: User, at: datetime) -> None:
    """Terms of reference that wait for comments, with what members said so far, and a Russian version."""
    number = _number("SOM", 3, at)
    facts = documents.Facts(
        "Terms of reference of the working group on statistics",
        "PARTIES",
        "Expert meeting on statistics",
        comments_until=(at + timedelta(days=6)).replace(hour=16, minute=0, second=0, microsecond=0),
        comments_zone="Europe/Vienna",
    )
    one = documents.open_document(number, facts, by=by, at=at - timedelta(days=8), demonstration=True)
    first, _told = documents.issue(
        one, number, _text(TERMS), day=(at - timedelta(days=8)).date(), by=by, at=at - timedelta(days=8)
    )
    languages.bring_in(one, _text(TERMS_RU, "ru"), by=by, at=at - timedelta(days=7))
    reworded = _reworded(first.content, {"twice a year, once of them online": "twice a year, at least once online"})
    second, _told = documents.issue(
        one,
        number.next_revision([number]),
        reworded,
        day=(at - timedelta(days=6)).date(),
        by=by,
        at=at - timedelta(days=6),
        note="Wording of the first paragraph made clearer.",
    )
    for words in (
        _on(second, "experts that the Parties name", speaker="A", text="How many experts can a Party name?"),
        _on(second, "twice a year", kind="amendment", speaker="B", wording="once a year", text="Travel is dear."),
        _on(
            second,
            "meets twice",
            kind="amendment",
            speaker="C",
            wording="meets three times",
            text="There is much to do.",
        ),
        _on(
            second,
            "definitions",
            kind="reservation",
            speaker="B",
            reserves="scrutiny",
            text="Our statisticians read it still.",
        ),
    ):
        _say(second, words, by, at - timedelta(days=3))


def _adopted(by: User, at: datetime) -> None:
    """A text that everybody reads, with its chain of approval behind it."""
    number = _number("SOM", 1, at)
    facts = documents.Facts("Working methods of the expert meetings", "PUBLIC", "Senior Officials' Meeting")
    began = at - timedelta(days=60)
    one = documents.open_document(number, facts, by=by, at=began, demonstration=True)
    first, _told = documents.issue(one, number, _text(ADOPTED), day=began.date(), by=by, at=began)
    steps = approval.set_steps(
        one, [StepSaid("Expert meeting", "discussion"), StepSaid("Senior Officials' Meeting", "A")], by=by, at=began
    )
    procedure = silence.open_silence(
        first,
        Opening(
            Deadline.at((began + timedelta(days=8)).replace(tzinfo=None, second=0, microsecond=0), "UTC"),
            silence.all_parties(began),
            body="All Parties",
        ),
        by=by,
        at=began + timedelta(days=1),
        demonstration=True,
    )
    silence.certify(procedure, by=by, at=at)
    for number_, step in enumerate(steps, start=1):
        approval.confirm(step, first, by=by, at=began + timedelta(days=9 + number_))
    approval.adopt(first, by=by, at=began + timedelta(days=12))
