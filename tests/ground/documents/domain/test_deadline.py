"""A deadline is an instant; wall clocks that do not exist or come twice are asked about, never guessed."""

from datetime import UTC, datetime, timedelta

import pytest

from roundtable.ground.documents.domain.deadline import Deadline, NoSuchZone, NotOnTheClock, TwiceOnTheClock, Which


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # noqa: DTZ001 - what a clock on a wall shows


GAPS = [
    ("Europe/Prague", wall(2023, 3, 26, 2, 30)),
    ("Asia/Tehran", wall(2022, 3, 22, 0, 30)),
    ("Australia/Lord_Howe", wall(2022, 10, 2, 2, 15)),
]
TWICE = [
    ("Europe/Prague", wall(2022, 10, 30, 2, 30), 60),
    ("Asia/Almaty", wall(2024, 2, 29, 23, 30), 60),
    ("Asia/Tehran", wall(2022, 9, 21, 23, 30), 60),
    ("Australia/Lord_Howe", wall(2022, 4, 3, 1, 45), 30),
]


@pytest.mark.parametrize(("zone", "wall"), GAPS)
def test_a_time_that_no_clock_shows_is_refused_with_its_neighbours(zone, wall) -> None:
    with pytest.raises(NotOnTheClock) as refused:
        Deadline.at(wall, zone)
    assert refused.value.before < refused.value.after
    with pytest.raises(NotOnTheClock):
        Deadline.at(wall, zone, Which.EARLIER)


@pytest.mark.parametrize(("zone", "wall", "minutes"), TWICE)
def test_a_time_that_clocks_show_twice_is_asked_about(zone, wall, minutes) -> None:
    with pytest.raises(TwiceOnTheClock) as asked:
        Deadline.at(wall, zone)
    assert asked.value.later - asked.value.earlier == timedelta(minutes=minutes)
    assert Deadline.at(wall, zone, Which.EARLIER).instant == asked.value.earlier
    assert Deadline.at(wall, zone, Which.LATER).instant == asked.value.later


def test_a_deadline_is_shown_in_each_addressees_zone() -> None:
    deadline = Deadline.at(wall(2022, 9, 23, 12), "Europe/Prague")
    assert deadline.instant == datetime(2022, 9, 23, 10, tzinfo=UTC)
    assert f"{deadline.shown_in('Asia/Almaty'):%d %H:%M}" == "23 16:00"
    assert f"{deadline.shown_in('America/Los_Angeles'):%d %H:%M}" == "23 03:00"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe"])
def test_a_zone_that_is_none_is_refused(zone) -> None:
    with pytest.raises(NoSuchZone):
        Deadline.at(wall(2022, 9, 23, 12), zone)


def test_a_wall_clock_is_no_instant() -> None:
    with pytest.raises(ValueError, match="instant"):
        Deadline(wall(2022, 9, 23, 12), wall(2022, 9, 23, 12), "UTC")
