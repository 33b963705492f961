"""Texts in another language than the page's say which one it is, and in which direction they run."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from roundtable.ui import navigation

TEMPLATES = Path(navigation.__file__).parents[1].rglob("templates/**/*.html")
FIXED = re.compile(r"<[a-z][^>]* lang=\"(?!{)[^>]*>")


def test_each_part_in_a_fixed_language_says_its_direction():
    parts = {str(path): FIXED.findall(path.read_text()) for path in TEMPLATES}
    assert sum(map(len, parts.values())) > 10
    assert {path: tag for path, tags in parts.items() for tag in tags if " dir=" not in tag} == {}


@pytest.mark.parametrize("language", ["ru", "uk", "tr", "ar", "fa-af"])
def test_the_way_through_the_house_is_said_in_each_language(language):
    labels = [item.label for item in navigation._items.values()] + ["reports"]
    with override("en"):
        english = [gettext(str(label)) for label in labels]
    with override(language):
        shown = [gettext(str(label)) for label in labels]
    assert [word for word, same in zip(shown, english, strict=True) if word == same] == []
