"""The demonstration of this room: institutions, contact cards and stakeholders, made by rule from a seed."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import transaction
from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.domain.naming import designation
from roundtable.ground.parties.models import ContactCard, Dialogue, Institution, Kind, Party, Stakeholder
from roundtable.ground.parties.queries.table import texts
from roundtable.ground.trust.public import Role, User

MARK = {"en": "demonstration", "ru": "демонстрация"}


@dataclass(frozen=True, slots=True)
class Rule:
    """How a kind of institution is named."""

    key: str
    kind: str
    names: dict[str, str]


FIRST = Rule(
    "interior", Institution.Kind.MINISTRY, {"en": "Ministry of the Interior", "ru": "Министерство внутренних дел"}
)
OTHERS = (
    Rule("labour", Institution.Kind.MINISTRY, {"en": "Ministry of Labour", "ru": "Министерство труда"}),
    Rule(
        "foreign-affairs",
        Institution.Kind.MINISTRY,
        {"en": "Ministry of Foreign Affairs", "ru": "Министерство иностранных дел"},
    ),
    Rule("migration-service", Institution.Kind.AGENCY, {"en": "Migration Service", "ru": "Миграционная служба"}),
    Rule("statistics", Institution.Kind.STATISTICS, {"en": "Statistical Office", "ru": "Статистическое управление"}),
)
UNION = (
    Rule("home-affairs", Institution.Kind.OTHER, {"en": "Service for home affairs", "ru": "Служба внутренних дел"}),
    Rule("partnerships", Institution.Kind.OTHER, {"en": "Service for partnerships", "ru": "Служба партнёрств"}),
)
POSITIONS = {
    Role.CONTACT_POINT: "National contact point (demonstration)",
    Role.CONTRIBUTOR: "Desk officer (demonstration)",
    Role.SENIOR_OFFICIAL: "Director (demonstration)",
}
STAKEHOLDERS = (
    (Stakeholder.Kind.MUNICIPALITY, "Council of the City on the River", ["IV.3", "V.9"]),
    (Stakeholder.Kind.MUNICIPALITY, "Association of Border Communities", ["I.1.b", "IV.3"]),
    (Stakeholder.Kind.DIASPORA, "Round Table of Diaspora Associations", ["V.1", "IV.1"]),
    (Stakeholder.Kind.DIASPORA, "Diaspora Engineers' Circle", ["V.1"]),
    (Stakeholder.Kind.CIVIL_SOCIETY, "Advice and Shelter", ["VI.8", "II.5"]),
    (Stakeholder.Kind.CIVIL_SOCIETY, "Open Door for Newcomers", ["IV.1"]),
    (Stakeholder.Kind.BUSINESS, "Chamber of Seasonal Employers", ["III.7", "V.2.b"]),
    (Stakeholder.Kind.BUSINESS, "Fair Recruitment Alliance", ["III.7"]),
    (Stakeholder.Kind.SOCIAL_PARTNER, "Confederation of Workers", ["III.7"]),
    (Stakeholder.Kind.SOCIAL_PARTNER, "Federation of Employers", ["III.7"]),
    (Stakeholder.Kind.INTERNATIONAL, "Bureau for Decent Work", ["III.7"]),
    (Stakeholder.Kind.RESEARCH, "Institute for Mobility Studies", ["III.5", "I.3"]),
)


def _named(rule: Rule, party: Party) -> LazyI18nString:
    said = {}
    for language, words in rule.names.items():
        own = texts(party.designation)
        state = designation(party.code, language, own=own, listed_as=party.listed_as, as_listed=False)
        state += party.footnote_mark
        where = "" if party.kind == Kind.UNION else f", {state}"
        said[language] = f"{words}{where} ({MARK[language]})"
    return LazyI18nString(said)


def _institutions(party: Party, chance: Random) -> list[Institution]:
    rules = UNION if party.kind == Kind.UNION else (FIRST, *chance.sample(OTHERS, k=chance.choice([1, 2])))
    return [
        Institution(
            code=f"{party.code.lower()}-{rule.key}",
            party=party,
            name=_named(rule, party),
            kind=rule.kind,
            demonstration=True,
        )
        for rule in rules
    ]


def _cards(chance: Random) -> list[ContactCard]:
    have = set(ContactCard.objects.values_list("user_id", flat=True))
    first: dict[str, Institution] = {}
    by_code: dict[str, Institution] = {}
    for institution in Institution.objects.filter(demonstration=True).order_by("code"):
        by_code[institution.code] = institution
        first.setdefault(institution.party_id, institution)
    parties = set(Party.objects.values_list("code", flat=True))
    cards = []
    known = User.objects.filter(demonstration=True).prefetch_related("terms")
    people = sorted(known, key=lambda person: person.email)
    for person in people:
        term = next((term for term in person.terms.all() if term.scope in parties), None)
        if term is None or person.pk in have:
            continue
        cards.append(
            ContactCard(
                user=person,
                party_id=term.scope,
                institution=by_code.get(term.institution) or first.get(term.scope),
                title=POSITIONS.get(Role(term.role), "Officer (demonstration)"),
                phone=f"+00 000 {chance.randrange(100, 1000)} {chance.randrange(10, 100)}",
                speaks=chance.choice(["English", "English, Russian", "English, French"]),
                demonstration=True,
            )
        )
    return cards


@transaction.atomic
def demo(*, seed: int, at: datetime) -> dict[str, int]:  # noqa: ARG001 - asked like every room
    """Make demonstration institutions, contact cards and stakeholders; give how many were added of each.

    The same seed makes the same; running it again adds only what is missing. Nothing made here has a date, so `at` is
    not looked at.
    """
    Dialogue.objects.filter(pk=1).update(demonstration=True)
    there = set(Institution.objects.values_list("code", flat=True))
    institutions = []
    for party in Party.objects.exclude(kind=Kind.PARTNER).filter(listed_order__isnull=False).order_by("code"):
        chance = Random(f"{seed} institutions {party.code}")  # noqa: S311 - a rule for made-up data
        institutions += [one for one in _institutions(party, chance) if one.code not in there]
    Institution.objects.bulk_create(institutions)
    cards = _cards(Random(f"{seed} cards"))  # noqa: S311 - a rule for made-up data
    ContactCard.objects.bulk_create(cards)
    known = set(Stakeholder.objects.filter(demonstration=True).values_list("name", flat=True))
    states = sorted(Party.objects.filter(kind=Kind.STATE, listed_order__isnull=False).values_list("code", flat=True))
    chance = Random(f"{seed} stakeholders")  # noqa: S311 - a rule for made-up data
    owners = chance.sample(states, k=min(6, len(states)))
    stakeholders = [
        Stakeholder(
            name=f"{name} (demonstration)",
            kind=kind,
            party_id=owners[place // 2] if owners and place % 2 else None,
            about="Made up for the demonstration.",
            codes=codes,
            demonstration=True,
        )
        for place, (kind, name, codes) in enumerate(STAKEHOLDERS)
        if f"{name} (demonstration)" not in known
    ]
    Stakeholder.objects.bulk_create(stakeholders)
    return {"institutions": len(institutions), "cards": len(cards), "stakeholders": len(stakeholders)}
