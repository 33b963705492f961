"""The gallery, the sample charts, the reader's own choices, and pages for bad days."""

import pytest
from django.template.loader import render_to_string

from roundtable.ui import views


@pytest.mark.parametrize(
    "question", ["", "?theme=dark", "?dir=rtl", "?dir=rtl&theme=dark", "?page=3&sort=-title&area=2"]
)
def test_the_gallery_shows_everything(client, question):
    answer = client.get(f"/ui/{question}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert ('data-theme="dark"' in page) == ("dark" in question)
    assert ('dir="rtl"' in page.split(">")[1]) == ("rtl" in question)
    assert "Demonstration data. No figure on this page is a statement of any state." in page


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("vega", "application/json"),
    ],
)
def test_a_chart_can_be_taken_away_in_every_form(client, form, kind):
    answer = client.get(f"/ui/charts/budget.{form}")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, kind)


@pytest.mark.parametrize("address", ["/ui/charts/nothing.svg", "/ui/charts/budget.exe"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_theme_is_remembered_without_any_other_cookie(client):
    answer = client.post("/ui/preferences", {"theme": "dark", "next": "/ui/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/ui/?x=1")
    assert {name: cookie.value for name, cookie in answer.cookies.items()} == {"theme": "dark"}
    assert 'data-theme="dark"' in client.get("/ui/").content.decode()
    client.post("/ui/preferences", {"theme": "system"})
    assert "data-theme=" not in client.get("/ui/").content.decode().split("<body>")[0].split("<head>")[0]


def test_the_language_is_remembered(client, settings):
    client.post("/ui/preferences", {"language": "ru"})
    assert '<html lang="ru"' in client.get("/ui/").content.decode()


@pytest.mark.parametrize("bad", [{"theme": "pink"}, {"language": "xx"}])
def test_a_choice_that_does_not_exist_changes_nothing(client, bad):
    assert dict(client.post("/ui/preferences", bad).cookies) == {}


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_strange_place(client, address):
    assert client.post("/ui/preferences", {"theme": "dark", "next": address})["Location"] == "/"


def test_every_view_carries_its_sign():
    assert [view.door for view in (views.gallery, views.chart, views.preferences)] == ["public"] * 3


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_pages_for_bad_days_need_no_database_and_no_request(name):
    assert "<h1>" in render_to_string(name)


def test_what_is_not_there_and_what_one_may_not_see_look_the_same(client):
    first, second = (client.get(address) for address in ("/plan/nothing-here/", "/never/"))
    assert first.status_code == second.status_code == 404
    assert first.content.replace(b"/plan/nothing-here/", b"") == second.content.replace(b"/never/", b"")
