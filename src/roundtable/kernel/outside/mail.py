"""Mail that leaves the house. Rooms do not call this: they `tell` people through notices."""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.mime.application import MIMEApplication
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q
from django.utils import timezone

from roundtable.kernel.outside.models import Sent

SUBJECT_LENGTH = 250
HOLD = timedelta(minutes=3)
"""How long one try may take before another may be made; longer than the mail server may keep us waiting."""
TRIES = 20
"""How often a mail is tried: for more than a day, so that a mail server may be away for a night."""
NO_SUCH_ADDRESS = re.compile(rb"\b5\.1\.\d{1,3}\b")
"""How mail servers say that an address does not exist (RFC 3463); other refusals may be about us."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Something that travels with a mail."""

    name: str
    content: bytes
    media_type: str
    """With its parameters: `text/calendar; method=REQUEST`."""

    def part(self) -> MIMENonMultipart:
        """Give it as a part of a mail."""
        kind, _semicolon, rest = self.media_type.partition(";")
        main, _slash, sub = kind.strip().partition("/")
        made: MIMENonMultipart = (
            MIMEText(self.content.decode(), sub, "utf-8") if main == "text" else MIMEApplication(self.content, sub)
        )
        for pair in filter(None, (one.strip() for one in rest.split(";"))):
            name, _equals, value = pair.partition("=")
            made.set_param(name, value)
        made.add_header("Content-Disposition", "attachment", filename=self.name)
        return made


class HeldElsewhere(Exception):  # noqa: N818 - somebody else is at it
    """Another try may still be under way: whether this mail left is not known before its hold has ended."""

    def __init__(self, until: datetime) -> None:
        """Carry the instant after which it may be tried again."""
        super().__init__(f"held until {until.isoformat()}")
        self.until = until


class NoSuchAddress(Exception):  # noqa: N818 - it is said of the address
    """The mail server says that the address does not exist."""

    def __init__(self, address: str, reason: str) -> None:
        """Keep what the server said."""
        super().__init__(reason)
        self.address, self.reason = address, reason


def message_id(key: str) -> str:
    """The Message-ID of the mail with this key: the same on every try, so that a mail that left twice is shown once."""
    host = urlsplit(settings.ROUNDTABLE_ADDRESS).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def send(  # noqa: PLR0913 - a mail has these parts
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    *,
    key: str,
    at: datetime | None = None,
    automatic: bool = True,
    enclosed: Sequence[Enclosed] = (),
) -> bool:
    """Send one mail, once per key; False when it had been sent before.

    Raises `NoSuchAddress` where trying again makes no sense; otherwise the mail server's error when it refuses, and
    `HeldElsewhere` while another try may be under way; the same call may then be made again.
    """
    now = at or timezone.now()
    subject = " ".join(str(subject).split())[:SUBJECT_LENGTH]
    row, _made = Sent.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject, "message_id": message_id(key)}
    )
    if row.sent_at:
        return False
    free = Sent.objects.filter(pk=row.pk, sent_at=None).filter(Q(held_until=None) | Q(held_until__lt=now))
    if not free.update(held_until=now + HOLD):
        row.refresh_from_db()
        if row.sent_at:
            return False
        raise HeldElsewhere(row.held_until or now)
    # No transaction is open while the mail server talks. A worker that dies here leaves the hold, which ends by itself;
    # the next try carries the same Message-ID, by which the reader's mailbox knows that it is the same mail.
    headers = {"Message-ID": row.message_id}
    if automatic:
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    connection = get_connection()
    message = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers, connection=connection
    )
    if html:
        message.attach_alternative(html, "text/html")
    for one in enclosed:
        message.attach(one.part())
    try:
        message.send()
    except BaseException as error:
        Sent.objects.filter(pk=row.pk).update(held_until=None)
        if isinstance(error, SMTPRecipientsRefused):
            _code, said = next(iter(error.recipients.values()))
            if NO_SUCH_ADDRESS.search(said):
                raise NoSuchAddress(to, said.decode(errors="replace")) from error
        raise
    finally:
        with suppress(OSError):  # Django leaves a connection open that failed while it was being opened
            connection.close()
    Sent.objects.filter(pk=row.pk).update(sent_at=now, held_until=None)
    return True
