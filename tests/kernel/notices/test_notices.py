import mailbox
import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command

from roundtable.kernel import notices
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.notices import bouncing, mailing, telling
from roundtable.kernel.notices.management.commands import mail_bounces
from roundtable.kernel.notices.models import DeadAddress, Notice
from roundtable.kernel.notices.returned import Returned, returned
from roundtable.kernel.outside.models import Sent
from roundtable.kernel.tasks.worker import run_waiting

pytestmark = pytest.mark.django_db

PEOPLE = {
    1: notices.Reader(1, "ana@example.org"),
    2: notices.Reader(2, "boris@example.org", language="ru"),
    3: notices.Reader(3, "gone@example.org", active=False),
}


@pytest.fixture(autouse=True)
def _people(monkeypatch):
    known = Registry("readers")
    known.add(telling.Readers(lambda numbers: [PEOPLE[number] for number in numbers if number in PEOPLE]))
    monkeypatch.setattr(telling, "readers", known)
    keepers = Registry("keepers")
    keepers.add(bouncing.Keepers(lambda: [1]))
    monkeypatch.setattr(bouncing, "keepers", keepers)


@pytest.fixture
def tell(now):
    def told(people, key="k", **more):
        parts = {
            "subject": "Report returned",
            "text": "The narrative of VI.4",
            "url": "/plan/reports/7/",
            "at": now,
        } | more
        return notices.tell(people, key=key, **parts)

    return told


def test_people_are_told_once_in_the_inbox_and_by_mail(tell):
    assert (tell([1, 2, 2]), tell([1, 2])) == (2, 0)
    run_waiting()
    run_waiting()

    assert [notice.subject for notice in notices.for_user(1)] == ["Report returned"]
    assert sorted(mail.to[0] for mail in outbox.outbox) == ["ana@example.org", "boris@example.org"]


def test_a_mail_carries_the_subject_and_the_link_but_no_restricted_text(tell):
    tell([1])
    tell([1], key="open", text="The dialogue meets in May.", public=True)
    run_waiting()

    closed, opened = (mail.body for mail in outbox.outbox)
    assert "VI.4" not in closed
    assert "http://127.0.0.1:8000/plan/reports/7/" in closed
    assert "The dialogue meets in May." in opened


@pytest.mark.parametrize(("how", "mails"), [("each", 2), ("daily", 0), ("none", 0)])
def test_each_person_chooses_how_much_mail_comes(tell, how, mails):
    notices.choose(1, how)
    tell([1])
    tell([1], key="second")
    run_waiting()

    assert (notices.choice_of(1), len(outbox.outbox), notices.unread(1)) == (how, mails, 2)


def test_a_digest_gathers_what_is_new_and_unread_once_a_day(tell, now):
    notices.choose(1, "daily")
    tell([1])
    tell([1], key="second", subject="Round opens")
    tell([1], key="read", subject="Seen")
    notices.mark_read(1, at=now, numbers=[Notice.objects.get(key="read").pk])
    mailing.daily_digests()
    run_waiting()
    mailing.daily_digests()
    run_waiting()

    [mail] = outbox.outbox
    assert mail.subject == "2 new notices"
    assert mail.body.index("Report returned") < mail.body.index("Round opens")
    assert "Seen" not in mail.body


def test_demonstration_and_people_who_left_get_no_mail(tell):
    tell([1], demonstration=True)
    tell([3], key="left")
    run_waiting()

    assert (outbox.outbox, notices.unread(1), notices.unread(3)) == ([], 1, 1)


def test_notices_are_marked_as_read(tell, now):
    tell([1])

    assert (notices.mark_read(1, at=now), notices.mark_read(1, at=now), notices.unread(1)) == (1, 0, 0)


def test_a_hard_bounce_stops_mail_and_tells_the_secretariat_once(tell, now):
    bouncing.bounced("Boris@example.org", "550 5.1.1 no such user", now)
    bouncing.bounced("boris@example.org", "550 5.1.1 no such user", now)
    tell([2])
    run_waiting()

    assert [notice.subject for notice in notices.for_user(1)] == ["Mail to boris@example.org does not arrive"]
    assert [mail.to for mail in outbox.outbox] == [["ana@example.org"]]
    bouncing.clear("boris@example.org", at=now)
    assert not bouncing.is_dead("boris@example.org")


def test_dead_addresses_are_listed_and_cleared_by_a_command(now):
    bouncing.bounced("boris@example.org", "550 5.1.1 no such user", now)

    def said(**options) -> str:
        told = StringIO()
        call_command("mail_dead", stdout=told, **options)
        return told.getvalue()

    assert said() == "boris@example.org  since 2026-11-24  550 5.1.1 no such user\n1 addresses do not work.\n"
    assert said(clear="Boris@Example.org") == "Mail goes to Boris@Example.org again.\n"
    assert said() == "0 addresses do not work.\n"
    with pytest.raises(CommandError, match="is not stopped"):
        said(clear="boris@example.org")


def test_soft_bounces_stop_mail_only_when_they_go_on(now):
    for number in range(5):
        assert not bouncing.is_dead("ana@example.org")
        bouncing.bounced("ana@example.org", "452 full", now + timedelta(days=number), hard=False)

    assert bouncing.is_dead("ana@example.org")


def test_soft_bounces_long_ago_are_forgiven(now):
    for _number in range(4):
        bouncing.bounced("ana@example.org", "452 full", now, hard=False)
    bouncing.bounced("ana@example.org", "452 full", now + timedelta(days=60), hard=False)

    assert not bouncing.is_dead("ana@example.org")


DSN = b"""From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: roundtable@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; Boris@Example.org
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; 550 %(status)s User unknown

--b
Content-Type: message/rfc822

Message-ID: <abc@127.0.0.1>
Subject: Report returned

Hello
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "found"),
    [
        (
            b"failed",
            b"5.1.1",
            [Returned("boris@example.org", "5.1.1 550 5.1.1 User unknown", hard=True, message_id="<abc@127.0.0.1>")],
        ),
        (
            b"failed",
            b"4.4.7",
            [Returned("boris@example.org", "4.4.7 550 4.4.7 User unknown", hard=False, message_id="<abc@127.0.0.1>")],
        ),
        (
            b"failed",
            b"5.2.2",
            [Returned("boris@example.org", "5.2.2 550 5.2.2 User unknown", hard=False, message_id="<abc@127.0.0.1>")],
        ),
        (b"delayed", b"4.4.1", []),
    ],
)
def test_a_notification_by_the_book_is_understood(action, status, found):
    assert returned(DSN % {b"action": action, b"status": status}) == found


def test_a_notification_in_prose_is_understood():
    raw = b"From: MAILER-DAEMON@old.example.net\nSubject: failed\n\nHi.\n<ana@example.org>:\n550 no mailbox here\n"

    assert returned(raw) == [Returned("ana@example.org", "550 no mailbox here", hard=True)]


def test_an_ordinary_mail_is_no_bounce():
    assert returned(b"From: ana@example.org\nSubject: Hello\n\nCall 555-1234, or 550 people will come.\n") == []


RETURNED = Path(__file__).parent / "returned"
"""What Postfix 3.7 and Exim 4.96 wrote when a server refused: one address does not exist, one mailbox is full."""


@pytest.mark.parametrize("server", ["postfix", "exim"])
def test_what_real_mail_servers_send_back_is_understood(server, tmp_path):
    gone = ("gone@ministry.example", "<053d59273cc71e8d35b4a7738c7f4bc59afacbbe@dialogue.example>")
    full = ("full@ministry.example", "<88a0302dff4e93e72ec0f7ac0c4b883a23947736@dialogue.example>")
    if server == "exim":
        full = (full[0], gone[1].replace("053d", "88a0"))
    for address, number in (gone, full):
        Sent.objects.create(key=address, to=address, subject="Roundtable: mail works", message_id=number)
    box = tmp_path / "box"
    shutil.copy(RETURNED / f"{server}.mbox", box)
    told = StringIO()

    call_command("mail_bounces", str(box), delete=True, stdout=told)
    call_command("mail_bounces", str(box), stdout=told)

    assert told.getvalue() == "2 mails read, 2 addresses marked.\n0 mails read, 0 addresses marked.\n"
    assert {row.address: row.hard for row in DeadAddress.objects.all()} == {gone[0]: True, full[0]: False}
    assert bouncing.is_dead(gone[0])
    assert not bouncing.is_dead(full[0])


def test_a_maildir_is_read_mail_by_mail_and_a_crash_loses_none(tmp_path, monkeypatch):
    Sent.objects.create(key="k", to="boris@example.org", subject="S", message_id="<abc@127.0.0.1>")
    box = mailbox.Maildir(tmp_path / "Maildir")
    for _mail in range(3):
        box.add(DSN % {b"action": b"failed", b"status": b"5.1.1"})
    heard, seen = mail_bounces.heard, []

    def crash_at_the_second(one, *, at):
        seen.append(one)
        return heard(one, at=at) if len(seen) < 2 else 1 / 0

    monkeypatch.setattr(mail_bounces, "heard", crash_at_the_second)
    with pytest.raises(ZeroDivisionError):
        call_command("mail_bounces", str(tmp_path / "Maildir"), delete=True, stdout=StringIO())

    assert len(mailbox.Maildir(tmp_path / "Maildir")) == 2


@pytest.mark.parametrize(
    ("status", "hard"), [(b"5.1.2", True), (b"5.2.1", True), (b"5.2.2", False), (b"5.7.1", False), (b"4.4.7", False)]
)
def test_an_address_is_to_blame_only_for_what_is_its_own_fault(status, hard):
    (found,) = returned(DSN % {b"action": b"failed", b"status": status})
    assert found.hard is hard


def test_a_mailbox_of_returned_mails_is_read_and_strangers_cannot_stop_mail(tmp_path):
    Sent.objects.create(key="k", to="boris@example.org", subject="S", message_id="<abc@127.0.0.1>")
    box = tmp_path / "box"
    forged = (DSN % {b"action": b"failed", b"status": b"5.1.1"}).replace(b"abc@", b"forged@").replace(b"Boris", b"Ana")
    mails = [DSN % {b"action": b"failed", b"status": b"5.1.1"}, forged]
    box.write_bytes(b"".join(b"From x@y Mon Nov 23 20:00:00 2026\n" + mail + b"\n" for mail in mails))
    told = StringIO()

    call_command("mail_bounces", str(box), stdout=told)

    assert told.getvalue() == "2 mails read, 1 addresses marked.\n"
    assert (bouncing.is_dead("boris@example.org"), bouncing.is_dead("ana@example.org")) == (True, False)
