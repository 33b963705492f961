"""Components say in words what they show."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.utils import timezone, translation

from roundtable.ui.pieces import (
    Cell,
    Change,
    Crumb,
    Event,
    Figure,
    Group,
    Head,
    Mark,
    Matrix,
    Part,
    Piece,
    Row,
    Stage,
    Tab,
)


def tight(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).strip()


def test_a_section_has_a_rule_and_a_heading_that_names_it(drawn):
    html = drawn('{% section "How far" id="far" lead="A third." %}<p>x</p>{% endsection %}')
    assert html == '<section class="rule"><h2 id="far">How far</h2><p class="lead">A third.</p><p>x</p></section>'


def test_words_from_people_stay_words(drawn):
    evil = "<script>alert(1)</script>"
    html = drawn(
        "{% section evil %}{% endsection %}{% tag evil %}{% button evil %}{% bar parts %}{% redline pieces %}"
        "{% matrix table %}{% figures numbers %}",
        evil=evil,
        parts=[Part(50, evil)],
        pieces=[Piece(evil, Change.ADDED)],
        table=Matrix(evil, [Head(evil)], [Group([Row(Head(evil, code=evil), [Cell(Mark.DONE, words=evil)])], evil)]),
        numbers=[Figure(evil, evil, evil)],
    )
    assert "<script" not in html


def test_a_bar_is_heard_as_its_parts(drawn):
    html = drawn("{% bar parts area=3 %}", parts=[Part(41.4, "done"), Part(0.2, "begun"), Part(0, "planned")])
    assert html == (
        '<div class="bar a3" role="img" aria-label="done: 41%, begun: 0%, planned: 0%">'
        '<i class="w41"></i><i class="w1"></i><i class="w0"></i></div>'
    )


@pytest.mark.parametrize(("tone", "sign"), [("ok", "✓"), ("late", "▲"), ("stop", "✕"), ("wait", "◔")])
def test_a_tag_has_a_sign_beside_its_colour(drawn, tone, sign):
    assert (
        drawn("{% tag words tone %}", words="accepted", tone=tone)
        == f'<span class="tag {tone}" data-sign="{sign}">accepted</span>'
    )


def test_a_head_sorts_up_then_down_and_keeps_the_filters(drawn):
    text = '{% sort_head "Title" "title" %}'
    assert (
        drawn(text, "/list/?area=3&page=4")
        == '<th scope="col"><a class="sort" href="/list/?area=3&amp;sort=title">Title</a></th>'
    )
    assert 'aria-sort="ascending"' in drawn(text, "/list/?sort=title")
    assert 'href="/list/?sort=-title"' in drawn(text, "/list/?sort=title")
    assert 'aria-sort="descending"' in drawn(text, "/list/?sort=-title")


def test_pages_say_which_rows_these_are(drawn):
    html = tight(drawn("{% pagination page %}", "/list/?area=3&page=2", page=Paginator(range(60), 25).page(2)))
    assert "26 to 50 of 60" in html
    assert '<a href="/list/?area=3&amp;page=1" rel="prev">' in html
    assert '<a href="/list/?area=3&amp;page=2" aria-current="page">' in html


def test_no_rows_need_no_pages(drawn):
    assert drawn("{% pagination page %}", page=Paginator([], 25).page(1)).strip() == ""


class Filters(forms.Form):
    q = forms.CharField(required=False, label="Words")
    area = forms.MultipleChoiceField(required=False, label="Area", choices=[("1", "I Routes"), ("2", "II Return")])


def test_each_filter_in_use_can_be_taken_away_alone(drawn):
    html = tight(
        drawn(
            "{% filterbar form %}",
            "/list/?area=1&area=2&q=visa&sort=title&page=3",
            form=Filters({"area": ["1", "2"], "q": "visa"}),
        )
    )
    assert '<input type="hidden" name="sort" value="title">' in html
    assert 'name="page"' not in html
    assert (
        '<a href="/list/?area=2&amp;q=visa&amp;sort=title"><span class="vh">Remove filter </span>Area: I Routes</a>'
        in html
    )
    assert "Words: visa" in html


class Report(forms.Form):
    title = forms.CharField(help_text="Short.", max_length=5)
    day = forms.DateField(required=False)
    stage = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    agree = forms.BooleanField()


def test_a_field_ties_label_hint_and_error_together(drawn):
    html = tight(drawn("{% field form.title %}", form=Report({"title": "too long a title"})))
    assert '<div class="field faulty">' in html
    assert '<label for="id_title">Title</label>' in html
    assert 'id="id_title_helptext">Short.' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html


def test_a_form_begins_with_what_is_wrong_and_links_to_each_place(drawn):
    html = tight(drawn("{{ form }}", form=Report({"title": "too long a title"})))
    assert html.index('class="summary"') < html.index("<label")
    assert '<a href="#id_title">Title – Ensure this value has at most 5 characters' in html
    for target in re.findall(r'<a href="#([^"]+)"', html):
        assert f'id="{target}"' in html


def test_a_choice_of_radios_is_a_named_group(drawn):
    html = tight(drawn("{% field form.stage %}", form=Report()))
    assert html.startswith('<fieldset class="field options" id="id_stage"')
    assert "<legend>Stage</legend>" in html


def test_a_field_that_may_stay_empty_says_so(drawn):
    assert "(optional)" in drawn("{% field form.day %}", form=Report())
    assert "(optional)" not in drawn("{% field form.title %}", form=Report())


def test_what_changed_is_said_aloud(drawn):
    html = drawn(
        "{% redline pieces %}", pieces=[Piece("We "), Piece("may", Change.REMOVED), Piece("shall", Change.ADDED)]
    )
    assert html == (
        'We <del><span class="vh">[removed: </span>may<span class="vh">]</span></del>'
        '<ins><span class="vh">[added: </span>shall<span class="vh">]</span></ins>'
    )


def test_a_matrix_has_heads_both_ways_words_in_cells_and_a_legend(drawn):
    table = Matrix(
        "Who",
        [Head("Albania", "/al")],
        [Group([Row(Head("Routes", code="I.1"), [Cell(Mark.DONE, "/x")])], "I", 1)],
        "Action",
    )
    html = drawn("{% matrix table %}", table=table)
    assert 'tabindex="0" role="region" aria-label="Who"' in html
    assert '<th scope="col"><a href="/al">Albania</a></th>' in html
    assert '<th scope="row"><span><span class="code">I.1</span> Routes</span></th>' in html
    assert '<td><a class="m-done" href="/x">done</a></td>' in html
    assert html.endswith('<ul class="legend"><li><i class="m-done"></i>done</li></ul>')


def test_an_instant_is_said_in_the_readers_zone_and_in_the_owners():
    at = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    from roundtable.ui.moments import moment

    with timezone.override("Europe/Brussels"):
        assert moment(at, "Asia/Tbilisi") == (
            '<time datetime="2026-11-26T14:00:00+00:00">26 November 2026, 15:00 in Brussels, 18:00 in Tbilisi</time>'
        )
        assert (
            moment(at, "Europe/Vienna")
            == '<time datetime="2026-11-26T14:00:00+00:00">26 November 2026, 15:00 in Vienna</time>'
        )


def test_a_brief_moment_names_the_weekday_and_keeps_the_full_form_in_its_title() -> None:
    from roundtable.ui.moments import brief

    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with timezone.override("Asia/Tbilisi"):
        near = brief(datetime(2026, 11, 27, 14, 0, tzinfo=UTC), now)
        assert ">Fri 27 Nov, 18:00</time>" in near
        assert 'title="27 November 2026, 18:00 in Tbilisi"' in near
        assert ">3 Jan 2027</time>" in brief(date(2027, 1, 3), now)


def test_another_day_in_the_other_zone_is_named():
    from roundtable.ui.moments import moment

    at = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
    with timezone.override("Europe/Brussels"):
        assert "26 November 2026, 23:30 in Brussels, 27 November 2026, 02:30 in Tbilisi" in moment(at, "Asia/Tbilisi")


def test_time_is_written_in_the_language_of_the_page():
    from roundtable.ui.moments import moment

    with translation.override("ru"), timezone.override("Asia/Tbilisi"):
        assert moment(date(2026, 11, 26)) == '<time datetime="2026-11-26">26 ноября 2026</time>'
        assert "Тбилиси" in moment(datetime(2026, 11, 26, 14, 0, tzinfo=UTC))


def test_what_has_no_time_shows_none(drawn):
    assert drawn("{% moment nothing %}", nothing=None) == ""


def test_small_pieces_mark_where_one_is(drawn):
    assert 'aria-current="page"' in drawn(
        "{% tabs items %}", items=[Tab("Text", "/a", current=True, count=3), Tab("Log", "/b")]
    )
    assert tight(drawn("{% breadcrumbs crumbs %}", crumbs=[Crumb("Plan", "/plan"), Crumb("VI.4")])).endswith(
        '<li><a href="/plan">Plan</a></li><li><span aria-current="page">VI.4</span></li></ol></nav>'
    )
    assert 'aria-current="step"' in drawn("{% timeline events %}", events=[Event(date(2026, 1, 1), "Now", Stage.NOW)])


def test_progress_of_an_unknown_whole_shows_no_bar(drawn):
    assert "progressbar" not in drawn('{% progress 0 0 "Building" %}')
    assert 'aria-valuenow="3"' in drawn('{% progress 3 4 "Building" %}')
    assert "3 of 4" in drawn('{% progress 3 4 "Building" %}')
