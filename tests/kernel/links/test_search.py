from types import SimpleNamespace

import pytest
from django.utils.translation import override

from roundtable.kernel.links import search
from roundtable.kernel.links.models import IndexEntry
from roundtable.kernel.links.search import Entry, Source, engines
from roundtable.kernel.links.search.words import plain

pytestmark = pytest.mark.django_db

PUBLIC = SimpleNamespace(scopes=set())
GEORGIA = SimpleNamespace(scopes={"ge"})

ENTRIES = [
    Entry(
        "t.action",
        1,
        "Cooperation along migration routes",
        "/1",
        text="Reports on smuggling were exchanged.",
        codes=["I.1"],
    ),
    Entry(
        "t.action",
        2,
        "Country-of-origin information",
        "/2",
        text="Training of officers who decide on asylum.",
        codes=["VI.4"],
    ),
    Entry(
        "t.action",
        3,
        "Обмен отчётами о миграции",
        "/3",
        text="Стороны обменялись отчётами.",
        language="ru",
        codes=["I.10"],
    ),
    Entry(
        "t.report",
        1,
        "Report of Georgia on VI.4",
        "/r1",
        text="<b>Éducation</b> of officers & training",
        scope="ge",
        codes=["VI.4", "I.1.a"],
    ),
    Entry("t.report", 2, "Report of nobody", "/r2", text="asylum", scope="xx"),
    Entry("t.unsigned", 1, "Asylum of no kind", "/u1"),
]


@pytest.fixture(autouse=True)
def _sources(monkeypatch):
    from roundtable.kernel.base.registry import Registry

    mine = Registry("mine")
    mine.add(
        Source("t.action", "Actions", rebuild=lambda: [e for e in ENTRIES if e.kind == "t.action"]),
        Source(
            "t.report",
            "Reports",
            rebuild=lambda: [e for e in ENTRIES if e.kind == "t.report"],
            allowed=lambda user, rows: rows.filter(scope__in=["public", *user.scopes]),
        ),
    )
    monkeypatch.setattr("roundtable.kernel.links.search.finding.sources", mine)
    monkeypatch.setattr("roundtable.kernel.links.search.indexing.sources", mine)
    for entry in ENTRIES:
        search.index(entry)


def urls(words, user=GEORGIA, **options):
    return [hit.url for hit in search.find(user, words, **options).hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("report", {"/1", "/r1"}),
        ("reports smuggling", {"/1"}),
        ("smuggl", {"/1"}),
        ("migrations", {"/1"}),
        ("миграция", {"/3"}),
        ("отчет", {"/3"}),
        ("обмен", {"/3"}),
        ("education", {"/r1"}),
        ("VI.4", {"/2", "/r1"}),
        ("vi.4 georgia", {"/r1"}),
        ("I.1", {"/1", "/r1"}),
        ("I.1.a", {"/r1"}),
        ("nothing at all", set()),
        ("", set()),
        ('" OR 1=1 --', set()),
        ("(asylum* NEAR", set()),
    ],
)
def test_words_are_found_in_their_forms_and_codes_as_a_whole(words, found):
    assert set(urls(words)) == found


def test_the_title_counts_more_than_the_text():
    search.index(Entry("t.action", 9, "Smuggling", "/9", text="Something else."))

    assert urls("smuggling") == ["/9", "/1"]


def test_what_one_may_not_see_is_not_found_and_not_counted():
    assert urls("asylum", user=GEORGIA) == ["/2"]
    assert [(g.kind, g.count) for g in search.find(PUBLIC, "officers").groups] == [("t.action", 1)]
    assert [(g.kind, g.count) for g in search.find(GEORGIA, "officers").groups] == [("t.action", 1), ("t.report", 1)]


def test_one_kind_alone():
    assert urls("VI.4", kind="t.report") == ["/r1"]


def test_words_are_marked_and_signs_of_html_are_harmless():
    hit = search.find(GEORGIA, "education training").hits[0]

    assert hit.excerpt == "&lt;b&gt;<mark>Éducation</mark>&lt;/b&gt; of officers &amp; <mark>training</mark>"


def test_a_thing_that_changed_is_found_by_its_new_words_alone():
    search.index(Entry("t.action", 1, "Something new", "/1"))

    assert (urls("something"), urls("smuggling")) == (["/1"], [])
    search.forget("t.action", 1)
    assert urls("something") == []


def test_the_index_can_be_built_anew():
    IndexEntry.objects.all().delete()

    assert search.rebuild() == {"t.action": 3, "t.report": 2}
    assert urls("smuggling") == ["/1"]


def test_preparing_the_engine_again_changes_nothing():
    engines.prepare()
    engines.prepare()

    assert urls("smuggling") == ["/1"]


@pytest.mark.parametrize("count", [1, 3])
def test_finding_costs_the_same_for_one_and_for_many(count, django_assert_num_queries):
    for number in range(count):
        search.index(Entry("t.action", 100 + number, "Zebra", f"/z{number}"))

    with django_assert_num_queries(3):
        search.find(GEORGIA, "zebra")


def test_a_thing_kept_in_several_languages_is_found_once_and_in_the_readers():
    for language, title in (("tr", "IX.4 Değişim"), ("ru", "IX.4 Обмен опытом"), ("en", "IX.4 Exchange of officers")):
        search.index(Entry("t.action", 41, title, "/41", codes=["IX.4"], language=language))
    told = {}
    for reader in ("en", "ru"):
        with override(reader):
            found = search.find(GEORGIA, "IX.4")
            told[reader] = (found.total, [str(hit.title) for hit in found.hits])
            assert [hit.language for hit in search.find(GEORGIA, "опытом").hits] == [reader]
    assert told["en"] == (1, ["<mark>IX.4</mark> Exchange of officers"])
    assert told["ru"][0] == 1
    assert "Обмен опытом" in told["ru"][1][0]


def test_what_bears_the_code_that_was_asked_for_comes_first():
    for number in range(30):
        search.index(Entry("t.action", 50 + number, f"IX.4.{number} IX.4", f"/{number}", codes=[f"IX.4.{number}"]))
    search.index(Entry("t.action", 99, "IX.4 " + "A very long title of an action " * 5, "/99", codes=["IX.4"]))
    assert urls("ix.4")[0] == "/99"


def test_letters_of_each_alphabet_become_plain_in_their_own_way():
    assert [plain(word) for word in ("Çeviri", "Йод", "ЇЖАК", "Straße", "ＡＢＣ")] == [
        "ceviri",
        "йод",
        "їжак",
        "strasse",
        "abc",
    ]
