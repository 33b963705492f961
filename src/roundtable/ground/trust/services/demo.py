"""Accounts for the demonstration: one for each role, several Parties. They are people who do not exist."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from roundtable.ground.trust.models import Role, Term, User
from roundtable.ground.trust.services.accounts import keep_address
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT

PASSWORD = "roundtable-demo"  # noqa: S105 - printed by the command that makes the demonstration
HOST = "demo.example"
SINCE_YEAR = 2022

ZONES = {
    "GE": "Asia/Tbilisi",
    "CZ": "Europe/Prague",
    "AT": "Europe/Vienna",
    "UA": "Europe/Kyiv",
    "KZ": "Asia/Almaty",
    "PL": "Europe/Warsaw",
    "TR": "Europe/Istanbul",
}
"""Where the people of a Party read their dates; everybody else as the secretariat."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demonstration."""

    local: str
    name: str
    role: Role
    scope: str
    institution: str = ""
    language: str = ""

    @property
    def email(self) -> str:
        """Its address."""
        return f"{self.local}@{HOST}"


ACCOUNTS = (
    Account("secretariat", "Nora Lindqvist", Role.SECRETARIAT, SECRETARIAT),
    Account("secretariat.two", "Tomás Varga", Role.SECRETARIAT, SECRETARIAT),
    Account("contact.ge", "Nino Beridze", Role.CONTACT_POINT, "GE"),
    Account("ministry.ge", "Giorgi Kapanadze", Role.CONTRIBUTOR, "GE", "ge-interior"),
    Account("statistics.ge", "Tamar Lomidze", Role.CONTRIBUTOR, "GE", "ge-statistics"),
    Account("official.ge", "Levan Abashidze", Role.SENIOR_OFFICIAL, "GE"),
    Account("contact.cz", "Eva Dvořáková", Role.CONTACT_POINT, "CZ"),
    Account("ministry.cz", "Pavel Novotný", Role.CONTRIBUTOR, "CZ", "cz-interior"),
    Account("official.cz", "Jana Svobodová", Role.SENIOR_OFFICIAL, "CZ"),
    Account("contact.at", "Lukas Steiner", Role.CONTACT_POINT, "AT"),
    Account("contact.ua", "Олена Шевчук", Role.CONTACT_POINT, "UA"),
    Account("contact.kz", "Айгуль Сериккызы", Role.CONTACT_POINT, "KZ", language="ru"),
    Account("contact.pl", "Marta Zielińska", Role.CONTACT_POINT, "PL"),
    Account("contact.tr", "Ayşe Demir", Role.CONTACT_POINT, "TR"),
    Account("chair", "Katarína Horváthová", Role.CHAIR, DIALOGUE),
    Account("drafter", "Samuel Okafor", Role.DRAFTER, DIALOGUE),
    Account("analyst", "Ingrid Solberg", Role.ANALYST, DIALOGUE),
    Account("partner.iom", "Miguel Ferreira", Role.PARTNER, "IOM"),
    Account("observer", "Hélène Marchand", Role.OBSERVER, DIALOGUE),
    Account("auditor", "Anders Holm", Role.AUDITOR, DIALOGUE),
)
"""Shown by `roundtable demo` when it has finished."""


@transaction.atomic
def demo(*, seed: int, at: datetime) -> tuple[Account, ...]:  # noqa: ARG001 - every room's demonstration is asked alike
    """Make the accounts of the demonstration; whoever is there already stays as they are. Gives them all."""
    there = {one.email for one in User.objects.filter(email__in=[account.email for account in ACCOUNTS])}
    # One hash for all: it is the same published password, and hashing it twenty times would only take time.
    mould = User()
    mould.set_password(PASSWORD)
    for account in ACCOUNTS:
        if account.email in there:
            continue
        person = User.objects.create(
            email=account.email,
            name=account.name,
            language=account.language,
            timezone=ZONES.get(account.scope, "Europe/Vienna"),
            password=mould.password,
            demonstration=True,
        )
        keep_address(person)
        Term.objects.create(
            user=person,
            role=account.role,
            scope=account.scope,
            institution=account.institution,
            starts=date(min(SINCE_YEAR, at.year), 1, 1),
        )
    return ACCOUNTS


def demonstration_accounts(on: date) -> list[tuple[str, str, str]]:
    """Give address, role and scope of each demonstration account that holds it on a day, for who sets it up."""
    held = Term.objects.in_force(on).filter(user__is_active=True, user__demonstration=True)
    known = {(term.user.email, term.role, term.scope) for term in held.select_related("user")}
    return [
        (account.email, str(account.role.label), account.scope)
        for account in ACCOUNTS
        if (account.email, account.role, account.scope) in known
    ]
