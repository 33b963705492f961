"""What the first view of a page costs a slow connection, compressed as the server sends it."""

from datetime import UTC, datetime

import brotli
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines

from roundtable.ui import samples
from roundtable.ui.charts import render
from roundtable.ui.charts.theme import TOKENS

STATIC = TOKENS.parent.parent
SHEETS = ["vendor/fonts.css", "ui/tokens.css", "ui/base.css", "ui/components.css", "ui/work.css"]
# The faces of a page in English whose names of states carry marks over letters.
FACES = ["noto-sans-latin-400", "noto-sans-latin-600", "noto-serif-latin-600", "noto-sans-latin-ext-400"]


def packed(data: bytes) -> int:
    return len(brotli.compress(data))


def weight_of(names):
    return sum(packed((STATIC / name).read_bytes()) for name in names)


def visit(rf):
    request = rf.get("/")
    request.user, request.at = AnonymousUser(), datetime(2026, 11, 24, tzinfo=UTC)
    return request


def test_the_styles_weigh_little():
    assert weight_of(SHEETS) <= 14 * 1024


def test_the_script_of_every_page_weighs_little():
    assert weight_of(["ui/app.js"]) <= 4 * 1024


def test_a_public_page_with_two_charts_stays_under_a_hundred_kilobytes(rf):
    charts = samples.charts()
    page = engines["django"].from_string(
        '{% extends "ui/base.html" %}{% block main %}{% chart a %}{% chart b %}{% endblock %}'
    )
    html = page.render({"a": charts["progress"], "b": charts["reporting"]}, visit(rf))
    fonts = sum((STATIC / "vendor" / "fonts" / f"{face}.woff2").stat().st_size for face in FACES)
    assert packed(html.encode()) + weight_of([*SHEETS, "ui/app.js"]) + fonts <= 100 * 1024


def test_a_staff_page_with_the_whole_matrix_stays_under_two_hundred_kilobytes(rf):
    page = engines["django"].from_string('{% extends "ui/base.html" %}{% block main %}{% matrix table %}{% endblock %}')
    html = page.render({"table": samples.matrix()}, visit(rf))
    fonts = sum((STATIC / "vendor" / "fonts" / f"{face}.woff2").stat().st_size for face in FACES)
    assert packed(html.encode()) + weight_of([*SHEETS, "ui/app.js", "vendor/htmx.js"]) + fonts <= 200 * 1024


def test_the_chart_engine_is_not_among_what_a_page_loads_first(client):
    page = client.get("/ui/").content.decode()
    assert "<script" in page
    assert 'src="/static/vendor/engine.js"' not in page


@pytest.mark.parametrize("name", ["progress", "reporting"])
def test_the_interactive_drawing_is_reasonable(name):
    assert packed(render.for_engine(samples.charts()[name]).encode()) <= 60 * 1024
