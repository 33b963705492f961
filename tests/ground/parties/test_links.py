"""What this room gives to search, to what waits, to the bin, and to the demonstration."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from roundtable.ground.parties import services
from roundtable.ground.parties.models import ContactCard, Institution, Participation, Stakeholder
from roundtable.ground.parties.queries.links import waiting_for
from roundtable.ground.parties.services.bin import empty_bin
from roundtable.ground.parties.services.demo import demo
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.public import Role, history_of
from roundtable.kernel.base import codes
from roundtable.kernel.links import search
from roundtable.kernel.links.bins import binned_for
from tests.factories.parties import PartyFactory, StakeholderFactory
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def test_a_contact_point_whose_term_ends_soon_is_asked_for_a_successor(now):
    PartyFactory()
    leaving = person(Role.CONTACT_POINT, "GE", ends=date(2026, 12, 10))
    [duty] = waiting_for(leaving, now)
    assert (duty.function, duty.late, duty.object_id) == ("contact-point@GE", False, "GE")
    # Midnight after the last day in Tbilisi.
    assert duty.due == datetime(2026, 12, 10, 20, 0, tzinfo=UTC)


def test_nobody_is_asked_when_a_successor_is_named_or_the_term_is_long(now):
    PartyFactory()
    leaving = person(Role.CONTACT_POINT, "GE", ends=date(2026, 12, 10))
    person(Role.CONTACT_POINT, "GE", starts=date(2026, 12, 11))
    other = person(Role.CONTACT_POINT, "MD", ends=date(2027, 12, 10))
    assert (waiting_for(leaving, now), waiting_for(other, now)) == ([], [])


def test_the_secretariat_is_asked_once_a_party_has_no_contact_point_any_more(now):
    PartyFactory()
    person(Role.CONTACT_POINT, "GE", ends=date(2026, 11, 1))
    officer = person(Role.SECRETARIAT)
    [duty] = waiting_for(officer, now)
    assert (duty.function, duty.late) == ("secretariat@secretariat", True)


def test_a_party_is_found_under_its_name_in_the_readers_language_and_the_declarations():
    seed()
    search.rebuild()
    reader = person(Role.OBSERVER)
    assert [hit.object_id for hit in search.find(reader, "turkey").hits] == ["TR"]
    assert [str(hit.title) for hit in search.find(reader, "czechia").hits] == ["<mark>Czechia</mark>"]
    assert [str(hit.title) for hit in search.find(reader, "Чехия").hits] == ["Czechia"]


def test_stakeholders_are_found_by_those_who_take_part_alone():
    StakeholderFactory(name="Harbour association")
    search.rebuild()
    found = [search.find(who, "harbour").total for who in (person(Role.OBSERVER), person())]
    assert found == [1, 0]


def test_the_demonstration_is_made_by_rule_and_twice_is_once(now):
    seed()
    someone = person(Role.CONTACT_POINT, "GE", demonstration=True)
    first = demo(seed=2023, at=now)
    made = list(Institution.objects.order_by("code").values_list("code", "name"))
    assert demo(seed=2023, at=now) == {"institutions": 0, "cards": 0, "stakeholders": 0}
    assert made == list(Institution.objects.order_by("code").values_list("code", "name"))
    assert (first["cards"], first["stakeholders"]) == (1, 12)
    assert 2 * 48 <= first["institutions"] <= 3 * 48
    assert ContactCard.objects.get().user == someone
    assert not Institution.objects.filter(demonstration=False).exists()
    assert all("(demonstration)" in str(row.name) for row in Institution.objects.all())


def test_stakeholders_follow_the_codes_of_the_plan():
    kept = StakeholderFactory(codes=["III.7", "IV.3", "V.1"])
    codes.moved({"III.7": "III.8", "V.1": None})
    assert Stakeholder.objects.get(pk=kept.pk).codes == ["III.8", "IV.3"]


def test_what_was_deleted_lies_in_the_portals_bin_for_those_who_may_bring_it_back(client, now):
    office, own, other = person(Role.SECRETARIAT), person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "CZ")
    seed()
    stakeholder = StakeholderFactory(name="Union of Diasporas", party_id="GE")
    fact = Participation.objects.filter(party_id="GE").earliest("pk")
    services.delete_stakeholder(stakeholder, by=own, at=now)
    services.delete_fact(fact, by=office, at=now)
    later = now + timedelta(days=29)

    seen = {who: {one.title for one in binned_for(who, later)} for who in (office, own, other)}

    assert seen[own] == {"Union of Diasporas"}
    assert len(seen[office]) == 2
    assert seen[other] == set()
    assert [binned_for(who, now + timedelta(days=31)) for who in (office, own)] == [[], []]


def test_the_bin_brings_stakeholders_and_facts_back(client):
    office = person(Role.SECRETARIAT)
    seed()
    stakeholder = StakeholderFactory(name="Union of Diasporas", party_id="GE")
    fact = Participation.objects.filter(party_id="GE").earliest("pk")
    services.delete_stakeholder(stakeholder, by=office, at=timezone.now())
    services.delete_fact(fact, by=office, at=timezone.now())
    client.force_login(office)

    lying = binned_for(office, timezone.now())
    page = client.get("/bin/").content.decode()
    for one in lying:
        assert one.restore_url in page
        # A second press changes nothing.
        assert [client.post(one.restore_url).status_code for _press in range(2)] == [302, 302]

    assert (len(lying), binned_for(office, timezone.now())) == (2, [])
    assert Stakeholder.objects.filter(deleted_at=None).count() == 1
    assert Participation.objects.get(pk=fact.pk).deleted_at is None


def test_what_lay_in_the_bin_for_thirty_days_is_erased_and_its_history_stays(now):
    office = person(Role.SECRETARIAT)
    seed()
    gone, kept = StakeholderFactory(party_id="GE"), StakeholderFactory(party_id="GE")
    services.delete_stakeholder(gone, by=office, at=now - timedelta(days=31))
    services.delete_stakeholder(kept, by=office, at=now - timedelta(days=29))

    assert (empty_bin(at=now), empty_bin(at=now)) == (1, 0)
    assert list(Stakeholder.objects.values_list("pk", flat=True)) == [kept.pk]
    assert history_of(gone, office, at=now)


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize(("words", "code"), [("Грузия", "GE"), ("Georgia", "GE"), ("Косово", "XK"), ("KOSOVO*", "XK")])
def test_a_party_is_found_under_its_name_in_any_language_before_what_mentions_it(language, words, code):
    seed()
    for number, name in enumerate(("Georgia", "Kosovo*", "Грузия", "Косово*")):
        for part in ("Border", "Labour", "Asylum"):
            Institution.objects.create(
                party_id="GE" if number in {0, 2} else "XK",
                code=f"{part}-{number}".lower(),
                name={"en": f"{part} {name}"},
            )
    search.rebuild()
    with override(language):
        hits = search.find(person(Role.OBSERVER), words).hits
    assert (hits[0].kind, hits[0].object_id) == ("parties.party", code)
    assert len(hits) > 3
    assert "GEO" not in hits[0].excerpt
    assert "XKX" not in hits[0].excerpt
