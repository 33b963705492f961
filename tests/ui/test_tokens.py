"""Colours that can be read and told apart, in both themes."""

from itertools import combinations

import pytest

from roundtable.ui.charts import theme
from roundtable.ui.charts.colours import apart, contrast, distance, lab, linear

THEMES = ["light", "dark"]
TEXT = ["ink", "ink-2", "ink-3", "blue", "gold", "ok", "late", "stop", *theme.AREAS]
GROUNDS = ["paper", "sheet"]


@pytest.mark.parametrize("name", THEMES)
def test_every_text_colour_can_be_read_on_every_ground(name):
    tokens = theme.tokens(name)
    weak = {
        (text, ground): round(contrast(tokens[text], tokens[ground]), 2)
        for text in TEXT
        for ground in GROUNDS
        if contrast(tokens[text], tokens[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "blue-2"),
        ("blue", "blue-2"),
        ("ink-2", "blue-2"),
        ("ink", "late-2"),
        ("ink", "ok-2"),
        ("ink", "stop-2"),
        ("stop", "stop-2"),
        ("paper", "blue"),
        ("paper", "step-4"),
        ("ink", "step-1"),
        ("ink-2", "line-2"),
        ("paper", "ink"),
        ("ink", "seq-2"),
        ("paper", "seq-5"),
        ("ink", "seq-3"),
        ("paper", "seq-4"),
    ],
)
def test_text_on_colour_can_be_read(name, text, ground):
    tokens = theme.tokens(name)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("token", ["edge", "gold", "step-4", "step-3", *theme.CATEGORIES])
def test_edges_of_fields_and_lines_of_charts_stand_out_from_the_paper(name, token):
    tokens = theme.tokens(name)
    assert min(contrast(tokens[token], tokens[ground]) for ground in GROUNDS) >= 3


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("palette", [theme.AREAS, theme.STEPS, theme.SEQUENCE, theme.CATEGORIES])
def test_colours_of_a_palette_stay_apart_for_colour_blind_readers(name, palette):
    tokens = theme.tokens(name)
    close = {
        (a, b): round(apart(tokens[a], tokens[b]), 1)
        for a, b in combinations(palette, 2)
        if apart(tokens[a], tokens[b]) < 10
    }
    assert close == {}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("palette", [theme.STEPS, theme.SEQUENCE])
def test_ordered_palettes_keep_their_order_in_grey(name, palette):
    greys = [lab(linear(theme.tokens(name)[token]))[0] for token in palette]
    assert greys in (sorted(greys), sorted(greys, reverse=True))


def test_the_dark_theme_stands_twice_and_says_the_same_twice():
    text = theme.TOKENS.read_text()
    by_system = text[text.index(':root:not([data-theme="light"]) {') :]
    by_choice = text[text.index(':root[data-theme="dark"] {') :]
    bodies = [" ".join(part[part.index("{") + 1 : part.index("}")].split()) for part in (by_system, by_choice)]
    assert bodies[0] == bodies[1]


def test_distance_agrees_with_the_published_example():
    assert round(distance((50, 2.6772, -79.7751), (50, 0, -82.7485)), 4) == 2.0425
