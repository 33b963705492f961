"""What the tests of this room may ask for."""

from collections.abc import Iterator

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
def _own_files(settings, tmp_path) -> None:
    """Keep files where no other test finds them: they are sealed with keys that go with this one."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(client):
    one = person(Role.SECRETARIAT)
    client.force_login(one)
    return one


@pytest.fixture
def georgian(client):
    one = person(Role.CONTACT_POINT, "GE")
    client.force_login(one)
    return one
