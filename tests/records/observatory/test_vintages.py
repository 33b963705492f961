"""A load is staged until a person has answered the gate; what was known on a day stays; what is withdrawn says why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import TestCase

from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Invalid, NotAllowed, NotThere
from roundtable.records.observatory.models import Finding, State, Vintage
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.store import store
from roundtable.records.observatory.services import loading, publishing
from tests.factories.observatory import CELLS, LONG_AGO, looked, published, staged
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FALLEN = (("AUT", "F", "2023", 800.0, None), ("AUT", "F", "2024", 3.0, None))


def test_what_was_known_on_a_day_stays_to_be_asked():
    first = published()
    second = published(CELLS[:3], at=LONG_AGO + 10 * DAY)
    later = LONG_AGO + 20 * DAY
    dataset = first.dataset

    assert datasets.known_vintage(dataset, at=later) == second
    assert datasets.known_vintage(dataset, at=later, as_of=LONG_AGO + DAY) == first
    with pytest.raises(NotThere):
        datasets.known_vintage(dataset, at=later, as_of=LONG_AGO - DAY)


def test_what_is_withdrawn_answers_with_its_notice_and_its_rows_are_gone():
    first, office = published(), person(Role.SECRETARIAT)
    wrong = published(CELLS[:3], at=LONG_AGO + 10 * DAY)
    with TestCase.captureOnCommitCallbacks(execute=True):
        publishing.withdraw(wrong, notice="Two columns were swapped.", by=office, at=LONG_AGO + 12 * DAY)
    later = LONG_AGO + 20 * DAY

    with pytest.raises(datasets.Gone, match="Two columns were swapped"):
        datasets.known_vintage(first.dataset, at=later, as_of=LONG_AGO + 11 * DAY)
    assert datasets.known_vintage(first.dataset, at=later) == first
    gone = store().vintages("arrivals")[1]
    assert gone.withdrawn is not None
    assert not list(gone.folder.glob("*.parquet"))


def test_a_load_is_published_when_every_finding_was_accepted_by_a_person_with_a_reason():
    waiting, office = staged(FALLEN), person(Role.SECRETARIAT)
    [found] = Finding.objects.filter(vintage=waiting)
    assert (found.rule, found.cell) == ("fall-of-99-percent", ["AUT", "F", "2024"])

    with pytest.raises(NotAllowed, match="waits for an answer"):
        publishing.publish(waiting, by=office, at=LONG_AGO)
    with pytest.raises(Invalid, match="Say why"):
        publishing.answer(waiting, [found.pk], accepted=True, reason=" ", by=office, at=LONG_AGO)
    publishing.answer(waiting, [found.pk], accepted=True, reason="The border was closed.", by=office, at=LONG_AGO)
    out = publishing.publish(waiting, by=office, at=LONG_AGO)
    assert out.state == State.PUBLISHED
    with pytest.raises(NotAllowed, match="decided on"):
        publishing.answer(waiting, [found.pk], accepted=False, reason="No.", by=office, at=LONG_AGO)


def test_a_refused_finding_keeps_the_load_back_and_refusing_deletes_its_rows():
    waiting, office = staged(FALLEN), person(Role.SECRETARIAT)
    numbers = datasets.unanswered(waiting)
    publishing.answer(waiting, numbers, accepted=False, reason="A typing error.", by=office, at=LONG_AGO)
    with pytest.raises(NotAllowed, match="refused"):
        publishing.publish(waiting, by=office, at=LONG_AGO)
    with TestCase.captureOnCommitCallbacks(execute=True):
        publishing.refuse(waiting, reason="A typing error.", by=office, at=LONG_AGO)
    assert not list(store().vintages("arrivals")[0].folder.glob("*.parquet"))
    with pytest.raises(NotThere):
        datasets.known_vintage(waiting.dataset, at=LONG_AGO)


def test_an_answer_counts_again_for_the_same_cell_that_says_the_same():
    first, office = staged(FALLEN), person(Role.SECRETARIAT)
    publishing.answer(first, datasets.unanswered(first), accepted=True, reason="True.", by=office, at=LONG_AGO)
    same = staged(FALLEN, at=LONG_AGO + DAY)
    other = staged((FALLEN[0], ("AUT", "F", "2024", 2.0, None)), at=LONG_AGO + 2 * DAY)
    assert (len(datasets.unanswered(same)), len(datasets.unanswered(other))) == (0, 1)


def test_an_embargo_holds_until_its_end():
    waiting = staged()
    publishing.publish(waiting, by=None, at=LONG_AGO, release_at=LONG_AGO + 5 * DAY)
    with pytest.raises(NotThere):
        datasets.known_vintage(waiting.dataset, at=LONG_AGO + 4 * DAY)
    assert datasets.known_vintage(waiting.dataset, at=LONG_AGO + 5 * DAY) == waiting
    other = staged(at=LONG_AGO + 6 * DAY)
    with pytest.raises(Invalid, match="in the past"):
        publishing.publish(other, by=None, at=LONG_AGO + 6 * DAY, release_at=LONG_AGO)


def test_a_load_is_whole_or_not_at_all():
    twice = (*CELLS, CELLS[0])
    with pytest.raises(Invalid, match="more than once"):
        looked(twice)
    unsaid = replace(looked(), codes={"geo": [object()]})
    with pytest.raises(TypeError):
        loading.load(unsaid, by=None, at=LONG_AGO)
    assert not Vintage.objects.exists()
    assert store().vintages("arrivals") == []


def test_only_the_staff_load_publish_and_withdraw():
    waiting, georgian = staged(), person(Role.CONTACT_POINT, "GE")
    with pytest.raises(NotAllowed):
        loading.load(looked(at=LONG_AGO + DAY), by=georgian, at=LONG_AGO + DAY)
    for deed in (
        lambda: publishing.publish(waiting, by=georgian, at=LONG_AGO),
        lambda: publishing.refuse(waiting, reason="No.", by=georgian, at=LONG_AGO),
        lambda: publishing.withdraw(waiting, notice="No.", by=georgian, at=LONG_AGO),
        lambda: publishing.answer(waiting, [], accepted=True, reason="Yes.", by=georgian, at=LONG_AGO),
    ):
        with pytest.raises(NotAllowed):
            deed()
