"""Whoever asks what is held about them is told all of it, readable and as JSON; the secretariat answers for others."""

import json
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from roundtable.ground.trust.models import Reading, Role, User
from roundtable.ground.trust.queries import held as queries
from roundtable.ground.trust.queries.held import held_about, labels_of, months_of
from roundtable.ground.trust.queries.held_words import CALLED, COLUMNS, FIELDS
from roundtable.ground.trust.queries.personal import columns_that_name, undeclared
from roundtable.ground.trust.readership import personal
from roundtable.ground.trust.readership.holdings import NOBODYS
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.notices.models import Notice
from roundtable.kernel.outside.models import Sent
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def ana():
    return person(Role.CONTACT_POINT, "GE", name="Ana", email="ana@ge.example")


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT)


def _post(client, shown, **sent):
    return client.post(reverse("trust:held-of", args=[shown.pk]), sent)


def test_every_column_that_names_a_person_is_declared():
    assert list(undeclared()) == []


def test_a_column_that_no_room_declares_is_found(monkeypatch):
    fewer = Registry("fewer")
    fewer.add(*[one for one in personal if (one.model, one.whose) != ("plan.report", "begun_by_id")])
    monkeypatch.setattr("roundtable.ground.trust.queries.personal.personal", fewer)

    assert list(undeclared()) == ["plan.report.begun_by_id names a person, and no room says so (add a Held)"]


def test_a_field_beside_a_name_that_is_neither_told_nor_said_why_not_is_found(monkeypatch):
    card = next(one for one in personal if one.model == "parties.contactcard")
    fewer = Registry("fewer")
    fewer.add(*[one for one in personal if one is not card])
    fewer.add(type(card)(**{**_fields(card), "about": card.about.replace(" phone", "")}))
    monkeypatch.setattr("roundtable.ground.trust.queries.personal.personal", fewer)

    assert [one for one in undeclared() if "phone" in one] == [
        "parties.contactcard.phone is labelled as personal, and leads to nobody (add it to a Held)",
        "parties.contactcard.phone stands beside somebody's name, and is neither told nor said why not",
    ]


def _fields(one):
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_columns_of_libraries_are_found_too():
    assert columns_that_name(Notice) == ["user_id"]
    assert columns_that_name(User) == []


def test_what_is_held_about_another_is_not_told(ana):
    other = person(Role.CONTACT_POINT, "GE", name="Berta", email="berta@ge.example")
    for one in (ana, other):
        Notice.objects.create(user_id=one.pk, key="a", subject=f"To {one.name}", at=AT)
        Sent.objects.create(key=str(one.pk), to=one.email, subject=f"Mail to {one.name}", message_id=f"<{one.pk}@x>")

    said = str(held_about(ana, at=AT))

    assert "To Ana" in said
    assert "Mail to Ana" in said
    assert "Berta" not in said
    assert "berta@" not in said


def test_a_page_and_a_file_tell_the_same(client, ana):
    Notice.objects.create(user_id=ana.pk, key="a", subject="A word for Ana", at=AT)
    client.force_login(ana)

    page = client.get(reverse("trust:held-page")).content.decode()
    opened = client.get(reverse("trust:held-page"), {"part": "notices.notice.user_id"}).content.decode()
    file = client.get(reverse("trust:held"))

    assert 'href="?part=notices.notice.user_id#part"' in page
    assert "A word for Ana" not in page
    assert "A word for Ana" in opened
    assert "A word for Ana" in str(file.json())
    assert file["Content-Disposition"] == 'attachment; filename="held-about-me.json"'


def test_a_page_shows_so_many_rows_and_says_how_many_more_the_file_has(client, ana, monkeypatch):
    monkeypatch.setattr(queries, "SHOWN", 1)
    for number in range(3):
        Notice.objects.create(user_id=ana.pk, key=str(number), subject=f"Word {number}", at=AT)
    told = queries.readable(held_about(ana, at=AT), most=1)

    notices = next(one for one in told if one["table"] == "notices.notice")
    assert (len(notices["lines"]), notices["more"]) == (1, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, ana, count, django_assert_max_num_queries):
    for number in range(count):
        Notice.objects.create(user_id=ana.pk, key=str(number), subject=f"Word {number}", at=AT)
    client.force_login(ana)
    client.get(reverse("trust:held-page"))

    for part in ("", "notices.notice.user_id"):
        with django_assert_max_num_queries(15):
            client.get(reverse("trust:held-page"), {"part": part})


def test_the_parts_of_the_page_are_the_tables_of_the_file_with_as_many_rows(ana):
    for number in range(3):
        Notice.objects.create(user_id=ana.pk, key=str(number), subject=f"Word {number}", at=AT)
    Sent.objects.create(key="1", to=ana.email, subject="A mail", message_id="<1@x>")
    whole = held_about(ana, at=AT)["tables"]

    parts = queries.in_parts(ana, opened="outside.sent.to")
    assert [(one["table"], one["names_the_person_in"], one["number"]) for one in parts] == [
        (one["table"], one["names_the_person_in"], len(one["rows"])) for one in whole
    ]
    assert [one["key"] for one in parts if one["lines"]] == ["outside.sent.to"]
    assert len({queries.key_of(one) for one in personal}) == len(list(personal))


def test_a_part_that_does_not_exist_is_said_to_hold_nothing(client, ana):
    client.force_login(ana)
    page = client.get(reverse("trust:held-page"), {"part": "trust.secrets"}).content.decode()
    assert "Nothing is held about you under “trust.secrets”." in page


def test_the_secretariat_answers_for_somebody_and_the_log_of_reading_keeps_what_for(client, ana, secretariat):
    client.force_login(secretariat)

    shown = _post(client, ana, purpose="Asked for by letter")

    assert "ana@ge.example" in shown.content.decode()
    reading = Reading.objects.get()
    assert (reading.kind, reading.object_id, reading.by, reading.purpose) == (
        "trust.held",
        str(ana.pk),
        secretariat,
        "Asked for by letter",
    )
    assert "Asked for by letter" in str(held_about(ana, at=AT)), "the person sees that it was read"


def test_without_a_purpose_nothing_is_told(client, ana, secretariat):
    client.force_login(secretariat)

    assert client.get(reverse("trust:held-of", args=[ana.pk])).context["told"] is None
    assert _post(client, ana, purpose=" ").status_code == 422
    assert not Reading.objects.exists()


def test_the_answer_can_be_taken_along_as_a_file(client, ana, secretariat):
    client.force_login(secretariat)

    file = _post(client, ana, purpose="Asked for by letter", file="json")

    assert file["Content-Disposition"] == f'attachment; filename="held-about-{ana.pk}.json"'
    assert file.json()["person"] == ana.pk


@pytest.mark.parametrize("role", [Role.CONTACT_POINT, Role.AUDITOR, Role.OBSERVER])
def test_nobody_else_answers_for_others(client, ana, role):
    client.force_login(person(role, "GE" if role is Role.CONTACT_POINT else "dialogue"))

    assert _post(client, ana, purpose="I am curious").status_code == 404
    assert not Reading.objects.exists()


def test_the_command_writes_a_page_and_a_file(ana, tmp_path, capsys):
    call_command("person_export", "ANA@ge.example", "--out", str(tmp_path / "for-ana"))

    assert json.loads((tmp_path / "for-ana" / "held.json").read_text())["person"] == ana.pk
    assert "ana@ge.example" in (tmp_path / "for-ana" / "held.html").read_text()
    assert "rows of" in capsys.readouterr().out


def test_the_command_prints_json(ana, capsys):
    call_command("person_export", "ana@ge.example", "--json")

    assert json.loads(capsys.readouterr().out)["person"] == ana.pk


def test_the_command_says_that_there_is_nobody():
    with pytest.raises(CommandError, match="no account"):
        call_command("person_export", "nobody@ge.example", "--json")


def test_every_field_has_a_purpose_and_months():
    for held in personal:
        assert all(label.purpose and label.keep_months > 0 for label in labels_of(held).values()), held
        assert months_of(held) >= 1


def test_every_field_and_column_has_words_for_people():
    told = {name for held in personal for name in held.fields}

    assert told - FIELDS.keys() == set()
    assert {held.whose for held in personal} - COLUMNS.keys() == set()


def test_tables_that_lead_to_nobody_say_why():
    there = {model._meta.label_lower for model in apps.get_models()}

    assert NOBODYS.keys() <= there
    assert NOBODYS.keys() & {held.model for held in personal} == set()


def test_every_table_is_called_by_our_own_words():
    theirs = [one.model for one in personal if not apps.get_model(one.model).__module__.startswith("roundtable.")]
    assert set(theirs) <= set(CALLED), "a library's table has no name of ours (add it to CALLED)"
