from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django_scopes.exceptions import ScopeError

from roundtable.ground.trust.middleware import walled
from roundtable.ground.trust.models import Role
from roundtable.ground.trust.rules import reach_of
from roundtable.kernel.base.walls.reach import EVERYTHING, OVERSIGHT, Reach, closed, current, opened
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.worker import run_waiting
from roundtable.operations.plan.models import Evidence, Note, Report
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import complete
from tests.factories.trust import UserFactory, person

pytestmark = pytest.mark.django_db
HERE = "tests.kernel.walls.test_first_wall"


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()


@pytest.fixture
def reports(now):
    stages = {"draft": {}, "submitted": {"submitted_at": now}, "accepted": {"submitted_at": now, "reviewed_at": now}}
    made = {stage: complete(party=PartyFactory(code="GE"), stage=stage, **more) for stage, more in stages.items()}
    for report in made.values():
        Evidence.objects.create(report=report, title="minutes", link="https://example.org/minutes", added_at=now)
        Note.objects.create(report=report, by=UserFactory(), at=now, text="between the Party and the secretariat")
    return made


def seen_by(somebody, now):
    with opened(reach_of(somebody, now)):
        return set(Report.objects.values_list("stage", flat=True))


def test_a_party_reaches_its_own_and_others_what_was_accepted(reports, now):
    assert seen_by(person(Role.CONTACT_POINT, "GE"), now) == {"draft", "submitted", "accepted"}
    assert seen_by(person(Role.CONTACT_POINT, "MD"), now) == {"accepted"}
    assert seen_by(person(Role.SECRETARIAT), now) == {"submitted", "accepted"}
    assert seen_by(UserFactory(), now) == set()


def test_what_hangs_on_a_report_is_reached_with_it_and_notes_by_the_two_sides_alone(reports, now):
    with opened(reach_of(person(Role.OBSERVER, "dialogue"), now)):
        assert [one.report for one in Evidence.objects.all()] == [reports["accepted"]]
        assert not reports["draft"].evidence.exists()
        assert [list(one.notes.all()) for one in Report.objects.prefetch_related("notes")] == [[]]
    with opened(reach_of(person(Role.SECRETARIAT), now)):
        assert Note.objects.count() == 2


def test_a_function_that_ended_reaches_nothing(reports, now):
    left = person(Role.CONTACT_POINT, "GE")
    left.terms.update(starts=(now - timedelta(days=30)).date(), ends=(now - timedelta(days=1)).date())
    assert seen_by(left, now) == set()


def test_the_code_of_a_body_is_no_way_to_its_reach(now):
    reach = reach_of(person(Role.ANALYST, "secretariat"), now)
    assert reach.scopes == {"dialogue"}
    assert reach_of(person(Role.AUDITOR, "dialogue"), now).scopes == {"dialogue", OVERSIGHT}


def test_a_request_opens_its_persons_reach_and_closes_it_again(now):
    asked = []
    somebody = person(Role.CONTACT_POINT, "GE")

    def view(request):
        asked.append(current())
        request.user = somebody
        asked.append(current())
        return StreamingHttpResponse(f"{sorted(current().scopes)};".encode() for _piece in range(2))

    request = RequestFactory().get("/")
    request.at = now
    with closed():
        answer = walled(view)(request)
        assert current() is None
        assert b"".join(answer.streaming_content) == b"['GE', 'dialogue'];" * 2
        assert current() is None
    assert asked == [Reach(), Reach(frozenset({"GE", "dialogue"}), somebody.pk)]


def count_reports():
    return Report.objects.count()


def test_a_job_that_opens_nothing_reaches_nothing_whoever_runs_it(reports):
    assert current() is EVERYTHING
    job = jobs.defer(f"{HERE}.count_reports_as_job", tries=1)
    run_waiting()
    job.refresh_from_db()
    assert (job.state, "ScopeError" in job.error) == ("failed", True)


count_reports_as_job = count_reports


def test_an_unscoped_query_says_what_to_do(reports):
    with closed(), pytest.raises(ScopeError, match=r"plan\.Report is behind a wall.*looking_across"):
        Report.objects.count()
    with closed():
        assert not Report.objects.none().exists()
