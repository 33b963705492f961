import json
from datetime import UTC, datetime, timedelta

import pytest

from roundtable.ground.trust.public import Role
from roundtable.ground.trust.services.tokens import make_token
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Report
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import ReportFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/plan/reports"


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()
    PartyFactory()


def key_of(who, *allows):
    now = datetime.now(UTC)
    _token, secret = make_token(by=who, name="a script", allows=allows, expires_at=now + timedelta(days=1), at=now)
    return {"Authorization": f"Bearer {secret}"}


def test_the_list_of_the_api_is_the_list_of_the_page_and_hides_the_same(client):
    complete(stage=Stage.ACCEPTED, answer="confidential", progress=None, narrative="Quiet words.")
    ReportFactory()
    client.force_login(person(Role.CONTACT_POINT, "AM"))

    told = client.get(f"{ADDRESS}/").json()

    assert (told["count"], told["items"][0]["answer"], told["items"][0]["narrative"]) == (1, "Confidential", None)


def test_a_filter_that_the_list_does_not_know_is_refused(client):
    client.force_login(person(Role.CONTACT_POINT, "AM"))

    assert client.get(f"{ADDRESS}/?rank=best").status_code == 422


def test_a_report_that_the_caller_may_not_see_answers_404(client):
    report = ReportFactory()
    client.force_login(person(Role.CONTACT_POINT, "AM"))

    assert client.get(f"{ADDRESS}/{report.pk}").status_code == 404


def test_an_unchanged_report_is_not_sent_twice(client):
    report = ReportFactory()
    client.force_login(person(Role.CONTACT_POINT, "GE"))

    first = client.get(f"{ADDRESS}/{report.pk}")
    again = client.get(f"{ADDRESS}/{report.pk}", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)


def test_a_token_writes_a_draft_over_the_copy_that_it_read_and_submits_it(client):
    report, who = ReportFactory(), person(Role.CONTACT_POINT, "GE")
    head = key_of(who, "plan:write")
    read = client.get(f"{ADDRESS}/{report.pk}", headers=head)
    said = json.dumps({"progress": 3, "narrative": "Three courses."})

    put = {"data": said, "content_type": "application/json"}
    none = client.put(f"{ADDRESS}/{report.pk}", **put, headers=head)
    written = client.put(f"{ADDRESS}/{report.pk}", **put, headers={**head, "If-Match": read["ETag"]})
    stale = client.put(f"{ADDRESS}/{report.pk}", **put, headers={**head, "If-Match": read["ETag"]})
    # A client that takes compressed answers reads the same tag as a weak one.
    weak = f"W/{written['ETag']}"
    sent = client.post(f"{ADDRESS}/{report.pk}/submit", headers={**head, "If-Match": weak})

    assert [one.status_code for one in (none, written, stale, sent)] == [428, 200, 412, 200]
    kept = Report.objects.get()
    assert (kept.stage, kept.progress, kept.narrative) == ("submitted", 3, "Three courses.")


def test_a_token_that_only_reads_does_not_write(client):
    report, who = ReportFactory(), person(Role.CONTACT_POINT, "GE")
    head = {**key_of(who, "plan:read"), "If-Match": "*"}

    answer = client.put(f"{ADDRESS}/{report.pk}", "{}", content_type="application/json", headers=head)

    assert answer.status_code == 403


def test_the_public_reads_the_totals_of_published_rounds_alone(client):
    report = complete(stage=Stage.ACCEPTED)
    before = client.get(f"{ADDRESS}/totals/{report.round.year}").status_code
    report.round.published_at = datetime.now(UTC)
    report.round.save()

    told = client.get(f"{ADDRESS}/totals/{report.round.year}").json()

    assert (before, told["whole"]["reported"], told["whole"]["concerned"]) == (404, 1, 1)


def test_what_a_row_of_the_list_calls_its_values_goes_into_the_filters_and_is_what_the_report_says(client):
    report = complete(stage=Stage.ACCEPTED, answer="not-applicable", progress=None)
    complete(stage=Stage.ACCEPTED)
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    rows = client.get(f"{ADDRESS}/").json()["items"]
    codes = next(row["codes"] for row in rows if row["number"] == report.pk)

    asked = {"answer": codes["answer"], "stage": codes["stage"], "round": codes["year"]}
    assert [row["number"] for row in client.get(f"{ADDRESS}/", asked).json()["items"]] == [report.pk]
    detail = client.get(f"{ADDRESS}/{report.pk}").json()
    assert {name: detail[name] for name in codes} == codes
