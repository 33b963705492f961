"""Put the project's own facts of the dialogue into an installation."""

from django.db import transaction
from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.domain.declared import MEETING_FACTS, Seat, seats
from roundtable.ground.parties.models import (
    Dialogue,
    MeetingInvitation,
    Participation,
    Party,
    table_changed,
)

NAME = {
    "en": "Prague Process",
    "ru": "Пражский процесс",
    "uk": "Празький процес",
    "tr": "Prag Süreci",
    "ar": "عملية براغ",
    "fa-af": "پروسهٔ پراگ",
}
PURPOSE = {
    "en": "A voluntary dialogue on migration between states of Europe and Asia and the European Union.",
    "ru": "Добровольный диалог по вопросам миграции между государствами Европы и Азии и Европейским союзом.",
    "uk": "Добровільний діалог із питань міграції між державами Європи й Азії та Європейським Союзом.",
    "tr": "Avrupa ve Asya devletleri ile Avrupa Birliği arasında göç konusunda gönüllü bir diyalog.",
    "ar": "حوار طوعي بشأن الهجرة بين دول من أوروبا وآسيا والاتحاد الأوروبي.",
    "fa-af": "گفتگوی رضاکارانه دربارهٔ مهاجرت میان دولت‌های اروپا و آسیا و اتحادیهٔ اروپا.",
}


def _party(seat: Seat) -> Party:
    return Party(
        code=seat.code,
        kind=seat.kind,
        iso3=seat.iso3,
        designation=LazyI18nString(seat.designation),
        designation_source=seat.designation_source,
        footnote_mark=seat.mark,
        footnote=LazyI18nString(seat.footnote),
        listed_as=seat.listed_as,
        listed_order=seat.order,
        in_brackets=seat.in_brackets,
        zone=seat.zone,
        website=seat.website,
    )


def _participations(seat: Seat) -> list[Participation]:
    return [
        Participation(
            party_id=seat.code,
            standing=fact.standing,
            starts=fact.starts,
            ends=fact.ends,
            start_assumed=fact.start_assumed,
            end_assumed=fact.end_assumed,
            source=fact.source,
            note=LazyI18nString(dict(fact.note)),
        )
        for fact in seat.facts
    ]


@transaction.atomic
def seed() -> int:
    """State the dialogue and who sits at its table, as far as it is not there yet; give the number of entries added.

    Safe to run again: what people changed since stays as they left it.
    """
    Dialogue.objects.get_or_create(
        pk=1,
        defaults={
            "name": LazyI18nString(NAME),
            "short_name": LazyI18nString(NAME),
            "purpose": LazyI18nString(PURPOSE),
        },
    )
    there = set(Party.objects.values_list("code", flat=True))
    new = [seat for seat in seats() if seat.code not in there]
    Party.objects.bulk_create([_party(seat) for seat in new])
    Participation.objects.bulk_create([fact for seat in new for fact in _participations(seat)])
    added = {seat.code for seat in new}
    MeetingInvitation.objects.bulk_create(
        [
            MeetingInvitation(
                party_id=fact.party,
                meeting=LazyI18nString(fact.meeting),
                first_day=fact.first_day,
                last_day=fact.last_day,
                invited=fact.invited,
                source=fact.source,
            )
            for fact in MEETING_FACTS
            if fact.party in added
        ]
    )
    if new:
        table_changed()
    return len(new)
