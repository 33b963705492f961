"""Telling people: a notice in the inbox always, a mail as each person chose, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from roundtable.kernel.base.markings import PUBLIC, WITHOUT_CONTENT, in_subject
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.notices.models import MailChoice, Notice
from roundtable.kernel.outside.mail import TRIES, Enclosed
from roundtable.kernel.tasks import jobs

MAIL_TASK = "roundtable.kernel.notices.mailing.mail_notice"


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as notices need to know them. `active` is False for somebody who left: they get no mail."""

    user_id: int
    address: str
    name: str = ""
    language: str = "en"
    zone: str = "UTC"
    active: bool = True


@dataclass(frozen=True, slots=True)
class Readers:
    """Who knows people: gives the readers with these numbers. Signed up by the room that keeps people."""

    known: Callable[[Iterable[int]], Iterable[Reader]]


readers: Registry[Readers] = Registry("notices.readers")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What travels with the mail about a public notice whose key begins so. Signed up by the room that tells it."""

    prefix: str
    make: Callable[[str, Reader], Enclosed | None]


enclosures: Registry[Enclosure] = Registry("notices.enclosures")


def enclosed_with(notice: Notice, reader: Reader) -> list[Enclosed]:
    """What travels with the mail about one notice: nothing where the notice is not public."""
    if not notice.public:
        return []
    made = [one.make(notice.key, reader) for one in enclosures if notice.key.startswith(one.prefix)]
    return [one for one in made if one is not None]


def reader_of(user_id: int) -> Reader | None:
    """A person by number, or None where nobody knows them."""
    return next((reader for source in readers for reader in source.known([user_id])), None)


@looking_across("a notice is made by one person and is another's own")
@transaction.atomic
def tell(  # noqa: PLR0913 - a notice has these parts
    user_ids: Iterable[int],
    *,
    subject: str,
    text: str = "",
    url: str = "",
    key: str,
    at: datetime | None = None,
    public: bool = False,
    demonstration: bool = False,
    marking: str = "",
) -> int:
    """Tell people something, once per person and key, in the surrounding transaction. Answers how many were new to it.

    The mail carries the subject and a link; the text travels with it only where it is `public`. Demonstration notices
    are never mailed. What is about something with a handling marking carries it in the subject; about something under
    LIMITE or INSTITUTION it carries no text at all, and above PUBLIC none travels by mail.
    """
    subject = in_subject(marking, str(subject))
    text = "" if marking in WITHOUT_CONTENT else str(text)
    public = public and marking in {"", PUBLIC}
    moment = at or timezone.now()
    wanted = sorted(set(user_ids))
    known = set(Notice.objects.filter(user_id__in=wanted, key=key).values_list("user_id", flat=True))
    new = [number for number in wanted if number not in known]
    choices = dict(MailChoice.objects.filter(user_id__in=new).values_list("user_id", "how"))
    for number in new:
        notice, made = Notice.objects.get_or_create(
            user_id=number,
            key=key,
            defaults={
                "subject": subject[:250],
                "text": text,
                "url": url,
                "public": public,
                "marking": marking,
                "at": moment,
                "demonstration": demonstration,
            },
        )
        if made and not demonstration and choices.get(number, MailChoice.How.EACH) == MailChoice.How.EACH:
            jobs.defer(MAIL_TASK, key=f"notice:{notice.pk}", at=moment, tries=TRIES, notice_id=notice.pk)
    return len(new)


def for_user(user_id: int) -> QuerySet[Notice]:
    """A person's inbox, newest first."""
    return Notice.objects.filter(user_id=user_id)


def unread(user_id: int) -> int:
    """How many notices a person has not read."""
    return for_user(user_id).filter(read_at=None).count()


def mark_read(user_id: int, *, at: datetime, numbers: Iterable[int] | None = None) -> int:
    """Mark some notices of a person as read, or all. Answers how many."""
    mine = for_user(user_id).filter(read_at=None)
    return (mine if numbers is None else mine.filter(pk__in=list(numbers))).update(read_at=at)


def choice_of(user_id: int) -> str:
    """How a person wants mail: each, daily or none."""
    return MailChoice.objects.filter(user_id=user_id).values_list("how", flat=True).first() or MailChoice.How.EACH


def choose(user_id: int, how: str) -> None:
    """Keep how a person wants mail."""
    MailChoice.objects.update_or_create(user_id=user_id, defaults={"how": MailChoice.How(how)})
