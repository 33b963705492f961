"""The coverage matrix leads to what stands behind its marks."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.services.review import accept
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def test_each_mark_of_the_coverage_matrix_leads_to_the_report_behind_it(client, now):
    DialogueFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    report = accept(complete(party_id="AM", stage=Stage.SUBMITTED), by=person(Role.SECRETARIAT), at=now)
    client.force_login(person(Role.CONTACT_POINT, "GE"))

    page = client.get(f"{reverse('plan:matrix')}?year={report.round.year}").content
    marks = BeautifulSoup(page, "html.parser").select('[data-matrix] a[href*="party=AM"]')
    behind = [client.get(mark["href"]).content.decode() for mark in marks]

    assert [reverse("plan:report", args=[report.pk]) in page for page in behind] == [True, True]
