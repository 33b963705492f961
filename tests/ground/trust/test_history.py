"""History is told in words, to each reader as far as they may read it, and names nobody by an address."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import TextChoices
from django.test import Client
from django.utils.translation import gettext_lazy, override

from roundtable.ground.parties.models import Dialogue
from roundtable.ground.trust import services
from roundtable.ground.trust.domain import telling
from roundtable.ground.trust.domain.telling import UNTOLD, Change, Words, changes
from roundtable.ground.trust.models import Entry, KeptTo, Role, Term, User
from roundtable.ground.trust.public import TrustDo, actor, history_of, names_of, speech, told
from roundtable.ground.trust.queries.held import held_about
from roundtable.ground.trust.rules import Function, Kept, rule_for
from roundtable.ground.trust.signals import Happened
from tests.factories.parties import InstitutionFactory, PartyFactory
from tests.factories.trust import TermFactory, UserFactory, person, remembered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_table() -> None:
    Dialogue.objects.create(pk=1, name="Dialogue", short_name="D")
    PartyFactory()


@pytest.fixture
def secretariat() -> User:
    return person(Role.SECRETARIAT, name="Ana")


def entry(**fields) -> Entry:
    values = {
        "at": datetime(2026, 11, 1, tzinfo=UTC),
        "happened": str(Happened.CHANGED_ACCOUNT),
        "kind": "trust.user",
        "object_id": "1",
        "label": "x",
        "scope": "GE",
        "after": {"name": "canary"},
    }
    return remembered(**{**values, **fields})


READERS = {
    "public": (None, ""),
    "contact point": (Role.CONTACT_POINT, "GE"),
    "senior official": (Role.SENIOR_OFFICIAL, "GE"),
    "contributor": (Role.CONTRIBUTOR, "GE"),
    "other Party": (Role.CONTACT_POINT, "AM"),
    "secretariat": (Role.SECRETARIAT, ""),
    "auditor": (Role.AUDITOR, ""),
}
PARTY = {"contact point", "senior official"}


@pytest.mark.parametrize(
    ("kept_to", "readers"),
    [(KeptTo.ALL, set(READERS)), (KeptTo.BOTH, PARTY | {"secretariat"}), (KeptTo.OWN, PARTY)],
)
def test_the_rule_says_who_reads_the_values_of_an_entry(kept_to, readers, now):
    one = entry(kept_to=kept_to)
    people = {name: person(*function) for name, function in READERS.items()}
    lines = {name: told([one], who, at=now)[0] for name, who in people.items()}
    assert {name for name, line in lines.items() if line.changes} == readers
    assert {name for name, line in lines.items() if line.withheld} == set(READERS) - readers
    assert {line.did for line in lines.values()} == {"changed the account"}


@pytest.mark.parametrize("kept_to", KeptTo)
def test_the_room_of_a_thing_says_who_works_on_it(kept_to, now):
    someone = person(Role.CONTRIBUTOR, "GE", institution="ge-a")
    assert told([entry(kept_to=kept_to)], someone, at=now, own=True)[0].changes
    assert not told([one := entry(kept_to=kept_to)], someone, at=now, own=True, closed={one.pk})[0].changes


def test_a_function_that_ended_reads_nothing_any_more(now):
    gone = person(Role.CONTACT_POINT, "GE", ends=date(2026, 11, 23))
    assert not rule_for(TrustDo.READ_VALUES).test(actor(gone, now), Kept(KeptTo.OWN, "GE"))


@pytest.mark.parametrize(
    ("happened", "kept_to"),
    [("plan.report-written", None), ("some.thing-of-old", None), ("plan.report-corrected", None)],
)
def test_what_an_old_entry_does_not_say_its_kind_says_and_an_unknown_kind_is_closed(
    happened, kept_to, now, secretariat
):
    one = entry(happened=happened, kept_to=kept_to, after={"narrative": "canary", "answer": "canary"})
    reader = person(Role.AUDITOR)
    (line,) = told([one], reader, at=now)
    assert (line.changes, bool(line.withheld), "." in line.did) == ((), True, False)


class Colour(TextChoices):
    RED = "red", gettext_lazy("Yes")


@pytest.mark.parametrize(
    ("show", "value", "said"),
    [
        (telling.text, 12, "12"),
        (telling.text, True, "yes"),
        (telling.text, ["I.1", "I.2"], "I.1, I.2"),
        (telling.choice(Colour.choices), "red", "Yes"),
        (telling.choice(Colour.choices), "grey", "grey"),
        (telling.many(telling.scope), ["GE", "secretariat", "ZZ"], "Georgia, Secretariat, ZZ"),
        (telling.institution, "ge-a", "Ministry of Rivers"),
        (telling.day, "2026-11-24", "24 November 2026"),
        (telling.day, "2026-11-24T09:00:00Z", "24 November 2026, 09:00 UTC"),
        (telling.day, "soon", "soon"),
        (telling.moment, "2026-11-24T09:00:00+00:00", "24 November 2026, 09:00 UTC"),
        (telling.clock, "18:00:00", "18:00"),
        (telling.zone, "America/New_York", "America/New York"),
        (telling.money, "1200.00", "€1,200"),
        (telling.money, "1200.50", "€1,200.50"),
        (telling.money, "plenty", "plenty"),
        (telling.by_language, {"en": "River"}, "River"),
        (telling.by_language, {"en": "River", "ru": "Река", "uk": ""}, "English: River\nРусский: Река"),
        (telling.by_language, "River", "River"),
        (telling.person, "Nino", "Nino"),
        (telling.person, "nino@ge.example", "Somebody"),
    ],
)
def test_values_are_said_in_words(show, value, said):
    InstitutionFactory(code="ge-a", name="Ministry of Rivers")
    assert show(value, speech()) == said


def test_what_is_reckoned_or_unknown_or_the_same_in_words_is_not_told():
    fields = {"count": UNTOLD, "money": Words("Money", telling.money), "title": Words("Title")}
    before = {"count": 1, "money": "10.00", "title": None, "hash": "f00"}
    after = {"count": 2, "money": "10", "title": "New", "hash": "f01"}
    assert changes(fields, before, after, speech()) == (Change("Title", "", "New"),)


@pytest.mark.parametrize(("text", "long"), [("short", False), ("x" * 161, True), ("two\nlines", True)])
def test_long_texts_are_folded_on_the_page(text, long, client, now):
    assert Change("A", "", text).long is long
    reader = person(Role.AUDITOR, demonstration=True, factor=False)
    entry(kept_to=KeptTo.ALL, after={"name": text})
    client.force_login(reader)
    page = client.get("/account/history/").content.decode()
    assert ('<details class="more"><summary>Name of the person</summary>' in page) is long


def test_amounts_and_days_are_said_as_the_readers_language_says_them():
    with override("ru"):
        assert (telling.day("2026-11-24", speech()), telling.money(Decimal("1200.5"), speech())) == (
            "24 ноября 2026",
            "1\xa0200,50\xa0€",
        )


def test_nobody_is_named_by_an_address(now):
    nameless = person(Role.CONTRIBUTOR, "GE", name="", email="nameless@ge.example")
    TermFactory(user=nameless, scope="XX", starts=date(2019, 1, 1), ends=date(2019, 2, 1))
    office = person(Role.SECRETARIAT, name="", email="office@org.example")
    nobody = UserFactory(name="", email="nobody@org.example")
    assert names_of([nameless.pk, office.pk, nobody.pk]) == {
        nameless.pk: "A person of Georgia",
        office.pk: "A person of the secretariat",
        nobody.pk: "Somebody",
    }
    services.change_account(nameless, at=now, language="ru")
    (line,) = history_of(nameless, person(Role.AUDITOR), at=now)
    assert (line.who, line.thing) == ("A person of Georgia", "A person of Georgia")
    assert "@" not in f"{nameless} {office} {nobody}"


def test_no_history_page_file_or_answer_holds_an_address(client, secretariat, now):
    nameless = person(Role.CONTACT_POINT, "GE", name="", email="nameless@ge.example")
    other = person(Role.CONTRIBUTOR, "GE", name="", email="other@ge.example")
    services.invite("invited@ge.example", "", Function(Role.CONTRIBUTOR, "GE"), starts=now.date(), by=nameless, at=now)
    services.grant(other, Function(Role.SENIOR_OFFICIAL, "GE"), starts=now.date(), by=secretariat, at=now)
    services.hand_over(nameless, other, scope="GE", by=secretariat, at=now)
    services.deactivate(nameless, by=secretariat, at=now)
    entry(by=other, label="old@ge.example", happened="trust.handed-over", after={"held by": "old@ge.example"})
    entry(by=other, label="old@ge.example", happened="trust.invited", kind="trust.invitation", after={})
    client.force_login(secretariat)
    ways = ["/account/history/", *(f"/account/history/?download={fmt}" for fmt in ("csv", "json"))]
    ways += ["/api/v1/trust/history", f"/account/people/{secretariat.pk}/"]
    found = {way: re.findall(r"[\w.]+@(?:ge|org)\.example", client.get(way).content.decode()) for way in ways}
    own = found.pop(f"/account/people/{secretariat.pk}/")
    assert (found, set(own)) == ({way: [] for way in ways[:-1]}, set())
    assert "invited@ge.example" not in str(held_about(nameless, at=now))


def test_terms_are_told_with_their_function_and_the_names_of_today(secretariat, now):
    nino = UserFactory(name="Nino")
    InstitutionFactory(code="ge-a", name="Ministry of Rivers")
    function = Function(Role.CONTRIBUTOR, "GE", "ge-a")
    term = services.grant(nino, function, starts=now.date(), by=secretariat, at=now)
    nino.name = "Nino B."
    nino.save()
    (line,) = history_of(term, secretariat, at=now)
    assert (line.who, line.did, line.thing) == ("Ana", "gave a function", "Contributor in a ministry, Georgia")
    assert [(change.label, change.after) for change in line.changes] == [
        ("Person", "Nino B."),
        ("From", "24 November 2026"),
        ("Institution", "Ministry of Rivers"),
    ]
    with override("ru"):
        assert history_of(term, secretariat, at=now)[0].thing.endswith(", Грузия")


def test_a_token_is_told_by_its_name_and_by_what_it_opens(now):
    nino = person(Role.CONTACT_POINT, "GE")
    token, _secret = services.make_token(
        by=nino, name="script", allows=["plan:write", "trust:read"], expires_at=now.replace(month=12), at=now
    )
    (line,) = history_of(token, nino, at=now)
    assert line.thing == "script"
    assert [(change.label, change.after) for change in line.changes] == [
        ("What it opens", "Plan: read and change; People and functions: read"),
        ("Works until", "24 December 2026, 09:00 UTC"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_the_same_for_one_and_for_three_nameless_people(count, now, django_assert_num_queries):
    reader = person(Role.AUDITOR)
    for number in range(count):
        someone = person(Role.CONTRIBUTOR, "GE", name="", factor=False)
        by = person(Role.CONTRIBUTOR, "GE", name="", factor=False)
        entry(by=by, object_id=str(someone.pk), happened="trust.granted", after={"person": someone.pk, "scope": number})
    entries = list(Entry.objects.select_related("by"))
    actor(reader, now)
    with django_assert_num_queries(5):
        told(entries, reader, at=now)


def test_the_api_refuses_filters_that_it_does_not_know_and_pages_that_are_not_there(client, now):
    client.force_login(person(Role.AUDITOR))
    named = UserFactory(name="Nino")
    entry(kept_to=KeptTo.ALL, object_id=str(named.pk))
    answers = [client.get(f"/api/v1/trust/history{query}") for query in ("", "?kind=trust.changed-account", "?page=9")]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert [row["label"] for row in answers[1].json()["items"]] == ["Nino"]
    assert client.get("/api/v1/trust/history?wanted=1").status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SECRETARIAT, Role.AUDITOR}])
def test_the_api_gives_the_whole_history_to_the_secretariat_and_auditors_alone(role, now):
    client = Client()
    client.force_login(person(role, "GE"))
    assert client.get("/api/v1/trust/history").status_code == 404


def test_a_term_without_people_in_the_history_is_no_fault(now):
    """Labels from before functions were kept by their codes are no longer told: they froze a language."""
    one = entry(kind="trust.term", label="Contact point (GE)", after={}, happened="trust.granted")
    assert told([one], person(Role.AUDITOR), at=now)[0].thing == "A function"
    assert Term.objects.count() == 1
