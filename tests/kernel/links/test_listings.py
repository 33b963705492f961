from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.links.listings import Cell, Choice, DateRange, Field, Flag, Kind, Listing, Text, cut, views
from roundtable.kernel.links.templatetags.listings import listed_cell
from roundtable.kernel.tasks.models import Job

pytestmark = pytest.mark.django_db

LISTING = Listing(
    name="tests.jobs",
    columns=[
        Field("title", "Title", lambda job: job.title, sort="title", link=lambda job: f"/jobs/{job.pk}/"),
        Field("done", "Done", lambda job: job.done, Kind.NUMBER, sort="done"),
        Field("made", "Asked for", lambda job: job.made_at, Kind.MOMENT, sort=("made_at", "title")),
        Field("note", "Note", lambda job: job.note or None),
    ],
    filters=[
        Choice(
            key="state", label="State", apply=lambda rows, value: rows.filter(state=value), choices=Job.State.choices
        ),
        Choice(
            key="scope",
            label="Scope",
            apply=lambda rows, values: rows.filter(scope__in=values),
            choices=lambda: [("ge", "Georgia"), ("am", "Armenia")],
            many=True,
        ),
        Flag(
            key="noted",
            label="With a note",
            apply=lambda rows, value: rows.exclude(note="") if value else rows.filter(note=""),
        ),
        DateRange(
            key="day",
            label="Asked for",
            apply=lambda rows, days: rows.filter(
                **{k: v for k, v in (("made_at__date__gte", days[0]), ("made_at__date__lte", days[1])) if v}
            ),
        ),
        Text(key="path", label="Path", apply=lambda rows, value: rows.filter(path__contains=value)),
    ],
    search=lambda rows, words: rows.filter(title__icontains=words),
    default_sort="-made",
    per_page=2,
)


@pytest.fixture(autouse=True)
def jobs(now):
    rows = [("Alpha", "waiting", "ge", 3, "x"), ("Beta", "done", "am", 1, ""), ("Gamma", "done", "ge", 2, "")]
    return [
        Job.objects.create(title=t, state=s, scope=c, done=d, note=n, made_at=now.replace(day=20 + d), path="a.b")
        for t, s, c, d, n in rows
    ]


def page(query="", **options):
    return LISTING.page(Job.objects.all(), QueryDict(query), **options)


def titles(query=""):
    listed = page(query)
    assert listed.errors == []
    return [row.obj.title for row in listed.rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Alpha", "Gamma"]),
        ("page=2", ["Beta"]),
        ("sort=title", ["Alpha", "Beta"]),
        ("sort=-done", ["Alpha", "Gamma"]),
        ("q=amm", ["Gamma"]),
        ("state=done", ["Gamma", "Beta"]),
        ("state=", ["Alpha", "Gamma"]),
        ("scope=ge&scope=am&sort=title", ["Alpha", "Beta"]),
        ("noted=yes", ["Alpha"]),
        ("noted=no&sort=title", ["Beta", "Gamma"]),
        ("day_from=2026-11-22&day_to=2026-11-22", ["Gamma"]),
        ("path=z", []),
    ],
)
def test_the_address_narrows_and_orders_the_rows(query, found):
    assert titles(query) == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("state=lost", "“lost” is not a choice for “State”."),
        ("noted=maybe", "“maybe” is not a choice for “With a note”."),
        ("day_from=yesterday", "“yesterday” is not a day for “Asked for”. Write it as 2026-11-24."),
        ("day_from=2026-11-24&day_to=2026-11-20", "“Asked for”: the first day comes after the last."),
        ("sort=size", "This list cannot be sorted by “size”."),
        ("sort=note", "This list cannot be sorted by “note”."),
        ("page=9", "This list has no page “9”."),
        ("page=x", "This list has no page “x”."),
        ("per_page=7", "“7” is not a number of rows for a page. Choose 25, 50, 100 or 200."),
        ("per_page=all", "“all” is not a number of rows for a page. Choose 25, 50, 100 or 200."),
        ("colour=red", "This list has no filter “colour”; it was left out."),
    ],
)
def test_what_the_list_does_not_know_is_told_and_stops_an_export(query, sentence):
    assert page(query).errors == [sentence]
    if not query.startswith("page"):
        with pytest.raises(Invalid, match=r"list|choice|day|number of rows"):
            LISTING.table(Job.objects.all(), QueryDict(query), title="Jobs")


def test_the_export_has_the_columns_the_rows_and_the_order_of_the_page(now):
    table = LISTING.table(Job.objects.all(), QueryDict("sort=title&page=2"), title="Jobs")

    assert [(column.key, column.kind) for column in table.columns] == [
        ("title", "text"),
        ("done", "number"),
        ("made", "moment"),
        ("note", "text"),
    ]
    assert [row["title"] for row in table.rows] == ["Alpha", "Beta", "Gamma"]


def test_how_many_rows_stand_on_a_page_is_asked_in_the_address_and_kept_while_filtering(now):
    Job.objects.bulk_create(
        Job(title=f"Job {n:02}", state="waiting", scope="ge", done=0, made_at=now, path="a.b") for n in range(60)
    )
    listed = page("per_page=25&state=waiting&page=2")

    assert (len(listed.rows), listed.page.paginator.num_pages, listed.errors) == (25, 3, [])
    assert listed.sizes[2] == (100, "?per_page=100&state=waiting")
    assert listed.querystring(state=None) == "?per_page=25"
    assert listed.downloads[0] == ("CSV", "?state=waiting&download=csv")
    assert page("state=done").sizes == []
    told = render_to_string("links/listing.html", {"listed": listed}, request=RequestFactory().get("/x/?per_page=25"))
    assert '<a href="?per_page=25&amp;state=waiting" aria-current="true">25</a>' in told


def test_the_api_cuts_the_same_pages_and_refuses_what_is_no_size_and_no_page():
    asked = QueryDict("q=a&per_page=25&page=2")
    second = cut(list(range(60)), asked, path="/api/x")

    assert second.about == {
        "count": 60, "page": 2, "pages": 3, "per_page": 25, "next": "/api/x?q=a&per_page=25&page=3",
    }  # fmt: skip
    assert second.rows == list(range(25, 50))
    assert cut(list(range(60)), QueryDict("page=2"), path="/api/x").next is None
    with pytest.raises(Invalid, match="“7” is not a number of rows"):
        cut([], QueryDict("per_page=7"), path="/api/x")
    with pytest.raises(NotThere, match="no page 2"):
        cut([], QueryDict("page=2"), path="/api/x")


def test_a_download_is_asked_for_in_the_address():
    assert LISTING.download(Job.objects.all(), QueryDict(""), title="Jobs") is None
    response = LISTING.download(Job.objects.all(), QueryDict("download=csv&q=beta"), title="Jobs")
    assert response.content.decode("utf-8-sig").splitlines()[1].startswith('"Beta",1,')


def test_the_question_changes_part_by_part():
    listed = page("q=a&state=done&page=1")

    assert listed.querystring(state=None) == "?q=a"
    assert listed.querystring(page=2) == "?q=a&state=done&page=2"
    assert listed.querystring(scope=["ge", "am"]) == "?q=a&state=done&scope=ge&scope=am"
    assert listed.downloads[0] == ("CSV", "?q=a&state=done&download=csv")


def test_views_are_kept_replaced_and_removed():
    views.save(user_id=1, listing="tests.jobs", name=" Done  ones ", query="?state=done".removeprefix("?"))
    kept = views.save(user_id=1, listing="tests.jobs", name="Done ones", query="state=done&sort=title")

    assert [(view.name, view.query) for view in page(user_id=1).saved] == [("Done ones", "state=done&sort=title")]
    assert page(user_id=2).saved == []
    views.remove(user_id=2, number=kept.pk)
    assert len(views.of(1)) == 1
    views.remove(user_id=1, number=kept.pk)
    assert views.of(1) == []
    with pytest.raises(Invalid, match="Give the view a name"):
        views.save(user_id=1, listing="x", name=" ", query="")


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    Job.objects.filter(pk__in=Job.objects.values("pk")[count:]).delete()

    with django_assert_num_queries(3):
        render(page("sort=title", user_id=1))


def render(listed, query=""):
    return render_to_string(
        "links/listing.html", {"listed": listed, "name": "Jobs"}, request=RequestFactory().get(f"/jobs/?{query}")
    )


def test_the_page_shows_cells_heads_and_downloads():
    html = render(page("sort=title"), "sort=title")

    assert '<a href="/jobs/' in html
    assert "Alpha" in html
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=title&amp;download=xlsx"' in html


def test_an_empty_page_says_why():
    assert "Nothing matches" in render(page("q=zzz"), "q=zzz")
    Job.objects.all().delete()
    assert "Nothing here yet" in render(page())


def test_nothing_is_unknown_and_dates_are_read_in_the_readers_way():
    html = render(page("q=beta"), "q=beta")

    assert '<span class="quiet">–</span>' in html
    assert str(date(2026, 11, 21).day) in html


@pytest.mark.parametrize("value", ["I.4 60 %", 12, Decimal("2.50"), date(2026, 5, 1)])
def test_each_value_of_a_list_stands_apart_from_the_direction_of_the_page(value):
    said = listed_cell(Cell("key", "Name", Kind.TEXT, value, value, ""))

    assert str(said).startswith("<bdi")
    assert str(said).endswith("</bdi>")


def test_with_every_column_a_page_shows_what_files_carry():
    narrow = replace(LISTING, columns=[*LISTING.columns[:1], replace(LISTING.columns[3], show=lambda _job: "short")])
    narrow = replace(narrow, columns=[*narrow.columns, replace(LISTING.columns[1], on_page=False)])

    few = narrow.page(Job.objects.all(), {"sort": "title"})
    all_ = narrow.page(Job.objects.all(), {"sort": "title", "columns": "all"})

    assert [cell.shown for cell in few.rows[0].cells] == ["Alpha", "short"]
    assert [cell.shown for cell in all_.rows[0].cells] == ["Alpha", "x", 3]
    assert (few.columns_address, all_.columns_address) == ("?sort=title&columns=all", "?sort=title")
    assert [head.key for head in all_.heads] == ["title", "note", "done"]
    assert all_.errors == []


def test_a_list_that_hides_nothing_offers_no_further_columns():
    assert not LISTING.page(Job.objects.all(), {}).shortened
