from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend

from roundtable.kernel.outside import mail
from roundtable.kernel.outside.models import Sent

pytestmark = pytest.mark.django_db


def test_a_mail_leaves_once_for_a_key(now):
    assert mail.send("a@example.org", "A\nsubject", "Text", key="k:1", at=now) is True
    assert mail.send("a@example.org", "A subject", "Text", key="k:1", at=now) is False

    [sent] = outbox.outbox
    assert (sent.to, sent.subject, sent.body) == (["a@example.org"], "A subject", "Text")
    assert sent.extra_headers["Message-ID"] == mail.message_id("k:1")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_was_refused_leaves_at_the_next_try_under_the_same_id(now, monkeypatch):
    send = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        mail.send("a@example.org", "S", "T", key="k:1", at=now)
    monkeypatch.setattr(EmailBackend, "send_messages", send)

    assert mail.send("a@example.org", "S", "T", key="k:1", at=now) is True
    assert len(outbox.outbox) == 1


def test_while_one_worker_sends_another_does_not_and_does_not_say_that_it_was_sent(now):
    Sent.objects.create(
        key="k:1", to="a@example.org", subject="S", message_id="<x>", held_until=now + timedelta(minutes=5)
    )

    with pytest.raises(mail.HeldElsewhere) as held:
        mail.send("a@example.org", "S", "T", key="k:1", at=now)
    assert held.value.until == now + timedelta(minutes=5)
    assert mail.send("a@example.org", "S", "T", key="k:1", at=now + timedelta(minutes=6)) is True
