"""Reading mails that came back: delivery status notifications (RFC 3464) and the plain ones that old servers write."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Final

ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
STATUS: Final = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
SAID: Final = re.compile(r"\b(5\d\d|4\d\d)[ -]")
NOT_FOR_GOOD: Final = ("5.2.2", "5.2.3", "5.3.", "5.6.", "5.7.")
"""A full mailbox may be emptied; a mail may be too large, or we may be unwelcome: that is no fault of the address."""
UNSAID: Final = ".0.0"
"""Some servers give no detail in the status, only in what they quote."""
DAEMONS: Final = ("mailer-daemon", "postmaster")


@dataclass(frozen=True, slots=True)
class Returned:
    """One address that a mail did not reach, what the server said, and whether it will never."""

    address: str
    reason: str
    hard: bool
    message_id: str = ""


def returned(raw: bytes) -> list[Returned]:
    """What a mail says about mails that did not arrive; nothing for a mail about something else.

    A notice of delay is no bounce: the server still tries.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    original = _original_id(message)
    found = list(_told_by_the_book(message, original))
    return found or list(_told_in_prose(message, original))


def _told_by_the_book(message: EmailMessage, original: str) -> Iterator[Returned]:
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message) or str(block.get("Action", "")).strip().lower() != "failed":
                continue
            to = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "").partition(";")[2]
            address = ADDRESS.search(to)
            if address is None:
                continue
            status = str(block.get("Status", "")).strip()
            said = " ".join(str(block.get("Diagnostic-Code", "")).partition(";")[2].split())
            quoted = STATUS.search(said)
            if status.endswith(UNSAID) and quoted is not None:
                status = quoted.group()
            yield Returned(
                address.group().lower(), f"{status} {said}".strip(), hard=_for_good(status), message_id=original
            )


def _told_in_prose(message: EmailMessage, original: str) -> Iterator[Returned]:
    sender = str(message.get("From", "")).lower()
    if not any(daemon in sender for daemon in DAEMONS) and message.get("X-Failed-Recipients") is None:
        return
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    named = ADDRESS.findall(str(message.get("X-Failed-Recipients", "")))
    addresses = named or [address for address in ADDRESS.findall(text) if not address.lower().startswith(DAEMONS)][:1]
    line = next((line.strip() for line in text.splitlines() if STATUS.search(line) or SAID.search(line)), "")
    if not line:
        return
    code = STATUS.search(line) or SAID.search(line)
    hard = code is not None and _for_good(code.group())
    for address in addresses:
        yield Returned(address.lower(), line, hard=hard, message_id=original)


def _for_good(code: str) -> bool:
    return code.startswith("5") and not code.startswith(NOT_FOR_GOOD)


def _original_id(message: EmailMessage) -> str:
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else email.message_from_string(str(payload))
            if isinstance(inner, Message) and inner.get("Message-ID"):
                return str(inner["Message-ID"]).strip()
    return ""
