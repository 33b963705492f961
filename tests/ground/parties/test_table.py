"""Who sits at the table on a day, under which name, with which footnote."""

import csv
from datetime import date

import pytest

from roundtable.ground.parties.domain.declared import seats
from roundtable.ground.parties.models import Dialogue, Participation, Party
from roundtable.ground.parties.public import (
    dialogue,
    footnotes,
    names,
    others_known,
    parties_on,
    party,
    sort_by_name,
    zone_of,
)
from roundtable.ground.parties.services.seed import seed
from roundtable.kernel.base.errors import NotThere
from tests.factories.parties import ParticipationFactory, PartyFactory

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "ru", "uk", "tr", "ar", "fa-af"]


def test_the_declaration_lists_47_states_the_union_and_5_partners_and_two_others_are_known():
    seed()
    listed = Party.objects.exclude(listed_order=None)
    counts = {kind: listed.filter(kind=kind).count() for kind in ("state", "union", "partner")}
    assert counts == {"state": 47, "union": 1, "partner": 5}
    assert sorted(Party.objects.filter(listed_order=None).values_list("code", flat=True)) == ["BY", "RU"]
    assert sorted(listed.filter(in_brackets=True).values_list("code", flat=True)) == [
        "EUAA",
        "FRONTEX",
        "ICMPD",
        "IOM",
        "UNHCR",
    ]


def test_seeding_twice_adds_nothing_and_keeps_what_people_changed():
    seed()
    Party.objects.filter(pk="CZ").update(zone="UTC")
    assert seed() == 0
    assert Party.objects.get(pk="CZ").zone == "UTC"
    assert Participation.objects.count() == 56


def test_the_list_of_parties_is_a_list_on_a_day():
    seed()
    on = {
        day: {view.code for view in parties_on(day)} for day in (date(2021, 5, 1), date(2022, 6, 1), date(2026, 11, 24))
    }
    listed = {seat.code for seat in seats() if seat.order and seat.kind != "partner"}
    assert on == {
        date(2021, 5, 1): listed | {"RU", "BY"},
        date(2022, 6, 1): listed | {"BY"},
        date(2026, 11, 24): listed,
    }
    assert len(listed) == 48


def test_what_the_source_does_not_say_is_not_stated_rather_than_refused():
    seed()
    others = {view.code: (view.standing, view.standing_assumed) for view in others_known(date(2026, 11, 24))}
    assert others == {"BY": ("not-stated", False), "RU": ("not-participating", True)}


def test_nobody_takes_part_before_the_dialogue_was_founded():
    seed()
    assert parties_on(date(2009, 4, 26)) == []


def test_partners_are_asked_for_by_their_kind():
    seed()
    assert [view.code for view in parties_on(date(2026, 11, 24), kind="partner")] == [
        "FRONTEX",
        "EUAA",
        "ICMPD",
        "IOM",
        "UNHCR",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_a_name_of_its_own_in_every_language(language):
    seed()
    shown = names(language)
    assert len(shown) == len(set(shown.values())) == 55
    assert [code for code, name in shown.items() if name in {code, ""}] == []
    assert shown["XK"].endswith("*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_footnote_is_there_in_every_language_with_its_mark(language):
    seed()
    [note] = footnotes(["AT", "XK", "XK"], language)
    assert note.startswith("* ")
    assert "1244/1999" in note or "۱۲۴۴/۱۹۹۹" in note


def test_the_english_footnote_is_the_sources_own():
    seed()
    [note] = footnotes(["XK"], "en")
    assert note == (
        "* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the "
        "ICJ Opinion on the Kosovo declaration of independence."
    )


def test_cldr_names_are_shown_until_the_dialogue_prefers_the_declarations_wording():
    seed()
    assert (names("en")["TR"], names("en")["CZ"], names("ru")["TR"]) == ("Türkiye", "Czechia", "Турция")
    kept = Dialogue.objects.get(pk=1)
    kept.naming = "declaration"
    kept.save()
    assert (names("en")["TR"], names("en")["CZ"], names("ru")["TR"]) == ("Turkey", "Czech Republic", "Турция")


def test_a_designation_of_the_dialogue_comes_before_every_other_name():
    PartyFactory(code="GE", designation={"en": "Sakartvelo"})
    assert (names("en")["GE"], names("ru")["GE"]) == ("Sakartvelo", "Грузия")


def test_the_copy_in_memory_follows_every_change():
    seed()
    before = names("en")["GE"]
    entry = Party.objects.get(pk="GE")
    entry.designation = {"en": "Sakartvelo"}
    entry.save()
    assert (before, names("en")["GE"]) == ("Georgia", "Sakartvelo")


def test_reading_the_table_costs_one_short_query_while_nothing_changed(django_assert_num_queries):
    seed()
    names()
    with django_assert_num_queries(1):
        names()
    with django_assert_num_queries(1):
        parties_on(date(2026, 11, 24))


def test_names_are_put_in_the_order_of_the_readers_alphabet():
    seed()
    codes = ["CZ", "DK", "IE", "ES", "TR", "HR", "NL"]
    assert sort_by_name(codes, "tr") == ["CZ", "DK", "HR", "NL", "IE", "ES", "TR"]
    assert sort_by_name(["UA", "EE", "YE", "BA"], "ru")[:2] == ["BA", "UA"]


def test_a_later_fact_counts_where_two_overlap_and_the_last_day_counts():
    entry = PartyFactory(facts=False)
    ParticipationFactory(party=entry, starts=date(2020, 1, 1), ends=date(2020, 12, 31))
    ParticipationFactory(party=entry, starts=date(2020, 6, 1), ends=date(2020, 6, 30), standing="not-participating")
    days = (date(2020, 5, 31), date(2020, 6, 30), date(2020, 12, 31), date(2021, 1, 1))
    assert [party("GE", day).standing for day in days] == [
        "participating",
        "not-participating",
        "participating",
        "not-stated",
    ]


def test_a_code_that_nobody_has_is_not_there():
    with pytest.raises(NotThere):
        party("ZZ", date(2026, 11, 24))


def test_zones_are_the_capitals_and_the_secretariats_for_every_other_scope():
    seed()
    assert (str(zone_of("GE")), str(zone_of("secretariat"))) == ("Asia/Tbilisi", "Europe/Vienna")
    assert dialogue().short_name == "Prague Process"


@pytest.mark.shared_data
def test_codes_agree_with_the_list_of_states_beside_the_repository(shared_data):
    with (shared_data / "data/country-codes/prague_process_states.csv").open(newline="") as lines:
        theirs = {row["iso2"]: row["iso3"] for row in csv.DictReader(lines)}
    assert theirs == {seat.code: seat.iso3 for seat in seats() if seat.kind == "state"}


@pytest.mark.shared_data
def test_the_order_and_the_footnote_are_those_of_the_source(shared_data):
    text = " ".join((shared_data / "source/action-plan-2023-2027.txt").read_text().split())
    begin = text.index("matters of Albania") + len("matters of ")
    listed = text[begin : text.index(", and the European Union, represented")]
    theirs = listed.replace("\\*<sup>1</sup>", "").replace("Ukraine and Uzbekistan", "Ukraine, Uzbekistan").split(", ")
    assert theirs == [seat.listed_as for seat in seats() if seat.order and seat.kind == "state"]
    [kosovo] = [seat for seat in seats() if seat.code == "XK"]
    assert f"\\* {kosovo.footnote['en']}" in text
