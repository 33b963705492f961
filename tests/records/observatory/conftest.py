"""What the tests of this room may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from roundtable.ground.trust.public import Role
from tests.factories.trust import person


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Read in English, whatever language a page before was read in."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    """Keep figures where no other test finds them."""
    settings.ROUNDTABLE_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


@pytest.fixture
def officer(client):
    one = person(Role.SECRETARIAT)
    client.force_login(one)
    return one
