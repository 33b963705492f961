from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from roundtable.ground.parties.models import Dialogue
from roundtable.ground.trust.models import Role, Term, User

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Dialogue",
    "short_name": "D",
    "zone": "Europe/Vienna",
    "admin_email": "you@example.org",
    "admin_name": "You",
    "own_parties": True,
    "password_stdin": True,
}


@pytest.fixture
def init(monkeypatch, settings, tmp_path):
    settings.ROUNDTABLE_HOME = tmp_path
    (tmp_path / "cache").mkdir()

    def run(password: str, **other: object) -> str:
        told = StringIO()
        monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
        call_command("init", stdout=told, **{**SAID, **other})
        return told.getvalue()

    return run


def test_a_refused_password_founds_nothing_and_the_next_try_everything(init):
    with pytest.raises(CommandError, match="too short"):
        init("short")
    assert (Dialogue.objects.count(), User.objects.count()) == (0, 0)

    assert "a test mail to you@example.org left" in init("a quiet morning in Vienna")
    assert str(Dialogue.objects.get().name) == "Dialogue"
    assert [(term.user.email, term.role) for term in Term.objects.all()] == [("you@example.org", Role.SECRETARIAT)]
    assert [one.to for one in mail.outbox] == [["you@example.org"]]


def test_a_dialogue_is_founded_once(init):
    init("a quiet morning in Vienna")
    with pytest.raises(CommandError, match="founded here already"):
        init("a quiet morning in Vienna")


def test_a_time_zone_that_does_not_exist_and_an_answer_that_is_missing_are_named(init):
    with pytest.raises(CommandError, match="Europe/Viena is not a time zone"):
        init("a quiet morning in Vienna", zone="Europe/Viena")
    with pytest.raises(CommandError, match="Please say --admin-email"):
        init("a quiet morning in Vienna", admin_email="")
