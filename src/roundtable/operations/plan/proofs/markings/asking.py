"""Ask for things of the plan as somebody, and hear what people are told."""

from collections.abc import Callable, Mapping
from functools import partial

from django.core import mail
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust.public import Rendition, Role, User, holders
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.notices.mailing import mail_notice
from roundtable.kernel.notices.models import Notice
from roundtable.operations.plan.models import Report

SHEETS = ("csv", "xlsx", "ods", "json")


def the_office() -> User:
    """Give somebody of the secretariat."""
    return holders(Role.SECRETARIAT, SECRETARIAT, on=timezone.now().date()).order_by("pk")[0]


def speaker_of(party: str) -> User:
    """Give the contact point of a Party."""
    return holders(Role.CONTACT_POINT, party, on=timezone.now().date()).order_by("pk")[0]


def spoken_for() -> list[str]:
    """The Parties for which somebody speaks today."""
    speaking = User.objects.filter(terms__role=Role.CONTACT_POINT, terms__ends=None, is_active=True)
    return sorted(speaking.values_list("terms__scope", flat=True))


def asked(person: User | None, address: str, *, bare: bool = False) -> Rendition:
    """Ask an address as somebody, or as nobody; `bare` leaves out the body, whose words are somebody else's."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    answer = client.get(address)
    name = answer.headers.get("Content-Disposition", "")
    return Rendition(b"" if bare else answer.getvalue(), name)


def listed(person: User, address: str, sheets: tuple[str, ...] = SHEETS) -> Mapping[str, Callable[[], Rendition]]:
    """Give a list that stands at an address in each form in which it leaves."""
    found = {one: partial(asked, person, f"{address}&download={one}") for one in sheets}
    return found | {"file": partial(asked, person, f"{address}&download=xlsx")}


def told(do: Callable[[], object], *, mailed: bool) -> Rendition:
    """What somebody is told by a deed: the newest notice, or the mail about it."""
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    do()
    notice = Notice.objects.filter(pk__gt=last).order_by("pk")[0]
    if not mailed:
        return Rendition((notice.subject + notice.text).encode(), subject=notice.subject)
    Notice.objects.filter(pk=notice.pk).update(demonstration=False)
    mail.outbox = []
    mail_notice(notice.pk)
    sent = mail.outbox[0]
    return Rendition(str(sent.message()).encode() + str(sent.body).encode(), subject=str(sent.subject))


def last_year() -> int:
    """Give the last year of which something was accepted."""
    return int(Report.objects.filter(stage=Report.Stage.ACCEPTED).order_by("-round__year")[0].round.year)
