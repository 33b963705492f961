"""Where people work the gallery of pieces is not there."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/ui/", "/ui/charts/activities.svg"])
def test_the_gallery_is_shown_only_where_the_settings_say_so(settings, address):
    client = Client()
    assert client.get(address).status_code == 200
    settings.ROUNDTABLE_GALLERY = False
    assert client.get(address).status_code == 404
