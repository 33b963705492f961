"""Meetings whose days the project's source gives: the conferences of the Process, and one Senior Officials' Meeting.

All from Council document 12629/22 of 23 September 2022. What it does not give (hours, agendas, who came) is not here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from roundtable.records.meetings.domain.stage import Kind

NOTE: Final = "Council document 12629/22 of 23 September 2022, covering note, point 1"
DECLARATION: Final = "Council document 12629/22 of 23 September 2022, Annex I: draft Joint Declaration, recitals"
ANNOUNCED: Final = (
    "Council document 12629/22 of 23 September 2022, covering note, point 1, announces it; that it was held on these "
    "days is assumed"
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A meeting as the source gives it."""

    code: str
    kind: Kind
    title: dict[str, str]
    place: dict[str, str]
    first_day: date
    last_day: date
    zone: str
    source: str
    host: str = ""
    chair: str = ""


PRAGUE: Final = {"en": "Prague", "ru": "Прага", "uk": "Прага"}
CONFERENCES: Final = tuple(
    Declared(
        code=f"ministerial-conference-{first.year}",
        kind=Kind.CONFERENCE,
        title={
            "en": f"{ordinal} Ministerial Conference of the Prague Process",
            "ru": f"{ordinal_ru} министерская конференция Пражского процесса",
        },
        place=place,
        first_day=first,
        last_day=last,
        zone=zone,
        source=source,
        host=host,
        chair=host,
    )
    for ordinal, ordinal_ru, place, first, last, zone, host, source in (
        ("First", "Первая", PRAGUE, date(2009, 4, 27), date(2009, 4, 28), "Europe/Prague", "", DECLARATION),
        (
            "Second",
            "Вторая",
            {"en": "Poznań", "ru": "Познань"},
            date(2011, 11, 3),
            date(2011, 11, 4),
            "Europe/Warsaw",
            "",
            DECLARATION,
        ),
        (
            "Third",
            "Третья",
            {"en": "Bratislava", "ru": "Братислава"},
            date(2016, 9, 19),
            date(2016, 9, 20),
            "Europe/Bratislava",
            "",
            DECLARATION,
        ),
        ("Fourth", "Четвёртая", PRAGUE, date(2022, 10, 24), date(2022, 10, 25), "Europe/Prague", "CZ", ANNOUNCED),
    )
)
MEETINGS: Final = (
    *CONFERENCES,
    Declared(
        code="senior-officials-meeting-2022",
        kind=Kind.SENIOR_OFFICIALS,
        title={"en": "Senior Officials' Meeting 2022", "ru": "Встреча старших должностных лиц 2022 года"},
        place={"en": "Vienna", "ru": "Вена"},
        first_day=date(2022, 5, 12),
        last_day=date(2022, 5, 13),
        zone="Europe/Vienna",
        source=NOTE,
    ),
)
