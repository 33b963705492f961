"""What no template and no style sheet of the house may carry."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "roundtable"
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*.html"))
SHEETS = sorted((SOURCE / "ui" / "static" / "ui").glob("*.css"))

FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]+\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "script inside the page": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(ld\+)?json\")[^>]*>", re.IGNORECASE
    ),
    "script in an attribute": re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE),
    "script as address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx code in an attribute": re.compile(r"\shx-on", re.IGNORECASE),
}
PHYSICAL = re.compile(
    r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)\b|(?<![\w-])(left|right|top|bottom|width|height|max-width|min-width|max-height|min-height)\s*:(?!\s*(46|40|32|50|56|60)rem)|float:\s*(left|right)|text-align:\s*(left|right)"
)


# Mails and documents for the printer are not pages: no policy applies there, and mail programs know no style sheets.
PAGES = [path for path in TEMPLATES if not {"mail", "mails", "print", "pdf"} & set(path.parts)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_carries_no_inline_script_or_style(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}", "", path.read_text(), flags=re.DOTALL)
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_knows_start_and_end_but_not_left_and_right(path):
    text = re.sub(r"/\*.*?\*/|@media[^{]*{", "", path.read_text(), flags=re.DOTALL)
    assert [found[0] for found in PHYSICAL.finditer(text)] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_has_no_shadows_and_gradients_only_for_the_hatch(path):
    text = path.read_text()
    assert "shadow" not in text
    assert re.findall(r"(?<!repeating-)(?:linear|radial|conic)-gradient", text) == []


def test_every_token_that_is_used_is_known():
    sheets = "".join(path.read_text() for path in SHEETS)
    known = set(re.findall(r"(--[a-z0-9-]+):", sheets))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheets)) - known == set()
