"""Changing rows that several people may have open."""

import pytest

from roundtable.ground.parties.models import Stakeholder
from roundtable.ground.parties.services import delete_stakeholder, restore_stakeholder
from roundtable.ground.trust.public import Role
from tests.factories.parties import StakeholderFactory
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def test_moving_to_the_bin_and_back_keeps_what_somebody_else_saved_meanwhile(now):
    office = person(Role.SECRETARIAT)
    read_before = StakeholderFactory(about="Old words.")
    Stakeholder.objects.filter(pk=read_before.pk).update(about="New words.")
    delete_stakeholder(read_before, by=office, at=now)
    in_the_bin = Stakeholder.objects.get(pk=read_before.pk)
    restore_stakeholder(in_the_bin, by=office, at=now)

    kept = Stakeholder.objects.get(pk=read_before.pk)
    assert (kept.about, kept.deleted_at) == ("New words.", None)
