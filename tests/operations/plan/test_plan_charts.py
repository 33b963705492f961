"""Charts of the plan say what its pages say."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from roundtable.operations.plan.exports.plan_charts import progress_of_areas
from roundtable.operations.plan.models import Round
from roundtable.operations.plan.queries.progress import state
from roundtable.ui.charts.rules import faults
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(now) -> Round:
    DialogueFactory()
    PartyFactory()
    report = ReportFactory(stage="accepted", progress=4)
    Round.objects.filter(pk=report.round_id).update(published_at=now)
    return report.round


def test_the_bars_add_up_to_the_reports_that_are_expected(published, now):
    seen = state(AnonymousUser(), at=now)
    chart = progress_of_areas(seen)
    drawn = sum(row[step] for row in chart.rows for step in ("done", "advanced", "begun", "none"))
    assert drawn == seen.matrix.whole.concerned
    assert sum(row["done"] for row in chart.rows) == 1


def test_the_chart_keeps_every_rule_of_charts(published, now):
    assert faults(progress_of_areas(state(AnonymousUser(), at=now))) == []


def test_the_chart_can_be_taken_as_each_kind_of_file(published, client):
    for form in ("svg", "png", "csv", "json", "vega"):
        assert client.get(f"/plan/progress.{form}").status_code == 200
    assert client.get("/plan/progress.exe").status_code == 404


def test_without_results_there_is_no_chart(client):
    DialogueFactory()
    assert progress_of_areas(state(AnonymousUser(), at=timezone.now())) is None
    assert client.get("/plan/progress.csv").status_code == 404
