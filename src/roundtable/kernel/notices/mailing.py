"""Mails about notices: one for each, or one a day; never to an address that does not work."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from roundtable.kernel.base.markings import highest, in_subject
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.notices.bouncing import bounced, is_dead
from roundtable.kernel.notices.models import MailChoice, Notice
from roundtable.kernel.notices.telling import Reader, enclosed_with, reader_of
from roundtable.kernel.outside import mail
from roundtable.kernel.tasks import jobs

DAY = timedelta(hours=23)


@looking_across("mail is made for whoever a notice is for")
def mail_notice(notice_id: int) -> None:
    """Mail one notice to its reader, once."""
    notice = Notice.objects.filter(pk=notice_id, mailed_at=None).first()
    if notice is None:
        return
    reader = reader_of(notice.user_id)
    if reader is None or not may_mail(reader):
        return
    with translation.override(reader.language):
        body = _letter([notice])
        enclosed = enclosed_with(notice, reader)
    if not send_once(reader.address, notice.subject, body, key=f"notice:{notice.pk}", enclosed=enclosed):
        return
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


@looking_across("mail is made for whoever a notice is for")
def daily_digests() -> None:
    """Defer a digest for each person who chose one mail a day and has something new."""
    now = timezone.now()
    chose = MailChoice.objects.filter(how=MailChoice.How.DAILY).exclude(digest_at__gt=now - DAY)
    for choice in chose:
        new = Notice.objects.filter(user_id=choice.user_id, mailed_at=None, read_at=None, demonstration=False)
        last = new.order_by("-pk").values_list("pk", flat=True).first()
        if last:
            jobs.defer(
                f"{__name__}.mail_digest",
                key=f"digest:{choice.user_id}:{last}",
                tries=mail.TRIES,
                user_id=choice.user_id,
                last=last,
            )


@looking_across("mail is made for whoever a notice is for")
def mail_digest(user_id: int, last: int) -> None:
    """Mail a person all that is new up to a notice, in one mail, once."""
    notices = list(
        Notice.objects.filter(
            user_id=user_id, pk__lte=last, mailed_at=None, read_at=None, demonstration=False
        ).order_by("at")
    )
    reader = reader_of(user_id)
    if not notices or reader is None or not may_mail(reader):
        return
    with translation.override(reader.language):
        new = _("%(count)s new notices") % {"count": len(notices)}
        subject = in_subject(highest(notice.marking for notice in notices), new)
        body = _letter(notices)
    if not send_once(reader.address, subject, body, key=f"digest:{user_id}:{last}"):
        return
    now = timezone.now()
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    MailChoice.objects.filter(user_id=user_id).update(digest_at=now)


def send_once(address: str, subject: str, body: str, *, key: str, enclosed: Sequence[mail.Enclosed] = ()) -> bool:
    """Send inside a job, or have the job wait until no other try is under way.

    An address that does not exist is written down like one whose mail came back; then, False: nobody gets it.
    """
    try:
        mail.send(address, subject, body, key=key, enclosed=enclosed)
    except mail.HeldElsewhere as held:
        raise jobs.Later(held.until) from held
    except mail.NoSuchAddress as told:
        bounced(told.address, told.reason, timezone.now())
        return False
    return True


def may_mail(reader: Reader) -> bool:
    """Whether mail to this person makes sense."""
    return reader.active and bool(reader.address) and not is_dead(reader.address)


def _letter(notices: list[Notice]) -> str:
    parts = []
    for notice in notices:
        lines = [notice.subject]
        if notice.public and notice.text:
            lines.append(notice.text)
        if notice.url:
            lines.append(f"{settings.ROUNDTABLE_ADDRESS}{notice.url}" if notice.url.startswith("/") else notice.url)
        parts.append("\n".join(lines))
    close = _(
        "You get this mail because you take part in the dialogue. You choose how much mail you get: %(address)s"
    ) % {"address": f"{settings.ROUNDTABLE_ADDRESS}/inbox/"}
    return "\n\n".join([*parts, "--\n" + close]) + "\n"
