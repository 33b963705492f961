"""The demonstration says the source's days, and invents no statement of any state."""

from datetime import date

import pytest

from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.services.demo import demo as people_demo
from roundtable.records.meetings.models import Conclusion, Material, Meeting, Minutes, Participant, Stage
from roundtable.records.meetings.services.demo import demo
from tests.factories.documents import document, revision

pytestmark = pytest.mark.django_db


def test_the_sources_meetings_stand_on_their_real_days_and_all_others_say_that_they_are_made_up(now):
    seed()
    people_demo(seed=1, at=now)
    assert demo(seed=1, at=now)["meetings"] == 8
    real = {one.code: (one.first_day, one.last_day) for one in Meeting.objects.filter(demonstration=False)}
    assert real == {
        "ministerial-conference-2009": (date(2009, 4, 27), date(2009, 4, 28)),
        "ministerial-conference-2011": (date(2011, 11, 3), date(2011, 11, 4)),
        "ministerial-conference-2016": (date(2016, 9, 19), date(2016, 9, 20)),
        "ministerial-conference-2022": (date(2022, 10, 24), date(2022, 10, 25)),
        "senior-officials-meeting-2022": (date(2022, 5, 12), date(2022, 5, 13)),
    }
    assert all("12629/22" in one.source for one in Meeting.objects.filter(demonstration=False))
    assert not Participant.objects.filter(meeting__demonstration=False).exists()
    assert {one.owner for one in Conclusion.objects.all()} == {"secretariat"}
    assert all("emonstration" in one.text for one in [*Conclusion.objects.all(), *Minutes.objects.all()])


def test_making_it_again_adds_nothing(now):
    seed()
    people_demo(seed=1, at=now)
    demo(seed=1, at=now)
    assert demo(seed=1, at=now) == {"meetings": 0, "participants": 0, "conclusions": 0}
    assert Meeting.objects.filter(stage=Stage.CALLED).count() == 1


def test_the_meeting_that_is_called_has_texts_of_the_documents(now, settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path
    seed()
    people_demo(seed=1, at=now)
    text = revision(document(number="7/26", marking="PARTIES", at=now), at=now)
    demo(seed=1, at=now)
    laid = Material.objects.filter(text__isnull=False)
    assert [(one.text_id, one.number, one.marking, one.meeting.stage) for one in laid] == [
        (text.pk, "7/26", "PARTIES", Stage.CALLED)
    ]
