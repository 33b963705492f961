"""What tests of the interface share."""

import pytest

from roundtable.ui import navigation


@pytest.fixture(autouse=True)
def _here(settings, tmp_path_factory, monkeypatch):
    """The interface alone: static files from their folders, drawings into the folder of the run, no rooms."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.ROUNDTABLE_HOME = settings.STATIC_ROOT = tmp_path_factory.getbasetemp()
    monkeypatch.setattr(navigation, "_items", {})
    settings.ROOT_URLCONF = "tests.ui.addresses"


@pytest.fixture
def drawn(rf):
    """Render a piece of template as a page would."""
    from django.template import engines

    def draw(text: str, address: str = "/list/", **context) -> str:
        return engines["django"].from_string(text).render(context, rf.get(address))

    return draw
