"""The demonstration of the mirror: made-up moves as both sides report them, each with its definition sheet."""

from datetime import date, datetime, timedelta
from typing import Any

from roundtable.records.observatory.domain.made_up_flows import moves
from roundtable.records.observatory.models import Audience, Dataset, Finding
from roundtable.records.observatory.services import loading, publishing
from roundtable.records.observatory.services.looking import look_at, mapping_of

MAPPING = """
dataset: {code}
title:
  en: {en}
  ru: {ru}
source: Made up by this platform from a seed
licence: CC0 1.0
file: demonstration.csv
dimensions:
- {{name: origin, column: origin}}
- {{name: destination, column: destination}}
time: {{column: year}}
measures:
- {{column: people, unit: persons}}
"""
ABOUT = {
    "en": "Made up by a rule from a seed: no figure says anything about any state.",
    "ru": "Составлено по правилу из начального числа: ни одна цифра ничего не говорит ни об одном государстве.",
}
SIDES: tuple[dict[str, Any], ...] = (
    {
        "code": "demonstration-emigration",
        "en": "Emigration as origins report it (demonstration)",
        "ru": "Эмиграция по данным стран происхождения (демонстрация)",
        "sheet": {
            "concept": "emigration",
            "source": "population register",
            "months": 12,
            "covers": ["nationals"],
            "undercount": "high",
            "reference": "calendar year",
        },
    },
    {
        "code": "demonstration-immigration",
        "en": "Immigration as destinations report it (demonstration)",
        "ru": "Иммиграция по данным стран назначения (демонстрация)",
        "sheet": {
            "concept": "immigration",
            "source": "register of permits",
            "months": 3,
            "covers": ["nationals", "foreigners"],
            "undercount": "low",
            "reference": "calendar year",
        },
    },
)


def demo(*, seed: int, at: datetime) -> dict[str, int]:
    """Load and publish both sides; only what is missing."""
    moment, last, made = at - timedelta(days=80), at.year - 1, 0
    for side, rows in zip(SIDES, moves(seed, first=last - 9, last=last), strict=True):
        if Dataset.objects.filter(code=side["code"]).exists():
            continue
        looked = look_at(mapping_of(MAPPING.format(**side)), rows, today=moment.date(), name="Demonstration, by a rule")
        vintage = loading.load(
            looked,
            by=None,
            at=moment,
            facts=loading.Facts(data_date=date(last, 12, 31), retrieved=moment.date()),
            audience=Audience.PUBLIC,
            about=ABOUT,
            licence_address="https://creativecommons.org/publicdomain/zero/1.0/",
            sheet=side["sheet"],
            next_release=date(at.year + 1, 3, 1),
            demonstration=True,
        )
        numbers = list(Finding.objects.filter(vintage=vintage, answer="").values_list("pk", flat=True))
        if numbers:
            reason = "Made up so (demonstration)."
            publishing.answer(vintage, numbers, accepted=True, reason=reason, by=None, at=moment)
        publishing.publish(vintage, by=None, at=moment)
        made += 1
    return {"mirrored": made}
