"""The pages of areas and actions."""

import pytest
from django.urls import reverse
from i18nfield.strings import LazyI18nString

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.models import Action
from roundtable.operations.plan.services.frame import retitle
from tests.factories.plan import frame
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def test_the_public_does_not_read_who_wrote_the_title_of_an_action(client, now):
    frame()
    editor = person(Role.SECRETARIAT, name="Ana of the office")
    retitle(Action.objects.get(code="I.1"), LazyI18nString({"en": "Training"}), by=editor, at=now)
    address = reverse("plan:action", args=["I.1"])

    public = client.get(address).content.decode()
    client.force_login(editor)
    inside = client.get(address).content.decode()

    assert ("Ana of the office wrote" in public, "Ana of the office wrote" in inside) == (False, True)
