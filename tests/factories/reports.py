"""Rounds and reports for tests: a small plan, one Party, drafts unless the test says otherwise."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from roundtable.operations.plan.models import Action, Area, Report, Round
from tests.factories.parties import PartyFactory

THEN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


class AreaOfPlanFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area
        django_get_or_create = ("number",)

    number = 1
    numeral = factory.LazyAttribute(lambda area: ["I", "II", "III", "IV", "V", "VI"][area.number - 1])
    short_title = factory.LazyAttribute(lambda area: f"Area {area.numeral}")


class ActionOfPlanFactory(DjangoModelFactory[Action]):
    class Meta:
        model = Action
        django_get_or_create = ("code",)

    area = factory.SubFactory(AreaOfPlanFactory)
    number = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda action: f"{action.area.numeral}.{action.number}")
    short_title = factory.LazyAttribute(lambda action: f"Action {action.number}")


class RoundFactory(DjangoModelFactory[Round]):
    """A round that is open at the tests' instant, and for the next weeks of the real clock."""

    class Meta:
        model = Round
        django_get_or_create = ("year",)

    year = 2026
    opens_on = date(2026, 10, 1)
    closes_on = factory.LazyFunction(lambda: max(date(2026, 12, 15), datetime.now(UTC).date() + timedelta(days=20)))
    reminders = factory.LazyFunction(lambda: [30, 14, 3])


class ReportFactory(DjangoModelFactory[Report]):
    class Meta:
        model = Report

    round = factory.SubFactory(RoundFactory)
    party = factory.SubFactory(PartyFactory)
    action = factory.SubFactory(ActionOfPlanFactory)
    changed_at = THEN


def complete(**fields):
    """A report that lacks nothing."""
    return ReportFactory(**{"progress": 2, "narrative": "Two courses were held.", **fields})
