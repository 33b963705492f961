"""What each wall costs: the same pages with and without it, in the same run."""

import statistics
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any, LiteralString
from unittest.mock import patch

import psycopg
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import sql

from roundtable.ground.trust.public import Price, Role, Trial, User, prices
from roundtable.kernel.base.walls.carrying import carry
from roundtable.kernel.base.walls.managers import Behind, walled
from roundtable.kernel.base.walls.reach import looking_across

TIMES, TIMES_SHORT, AGAIN = 15, 4, 2
"""In how many turns each page is opened with and without a wall, and how often in each."""


@contextmanager
def without_the_first() -> Generator[None]:
    """Take the first wall away: managers give every row, reach or none."""
    with patch.object(Behind, "get_queryset", models.Manager.get_queryset):
        yield


def without_the_second(owner: dict[str, str]) -> Callable[[], Any]:
    """Give what takes the second wall away: the owner switches it off, and statements go out as they are."""

    def switched(deed: LiteralString) -> None:
        reached = psycopg.connect(
            dbname=owner["NAME"],
            user=owner["USER"],
            password=owner["PASSWORD"] or None,
            host=owner["HOST"] or None,
            port=owner["PORT"] or None,
            autocommit=True,
        )
        with reached:
            for model in walled():
                reached.execute(
                    sql.SQL(f"ALTER TABLE {{}} {deed} ROW LEVEL SECURITY").format(sql.Identifier(model._meta.db_table))
                )

    @contextmanager
    def away() -> Generator[None]:
        switched("DISABLE")
        connection.execute_wrappers.remove(carry)
        try:
            yield
        finally:
            connection.execute_wrappers.append(carry)
            switched("ENABLE")

    return away


def pages() -> list[tuple[str, str, str]]:
    """Give the pages that people open most, each with the function of who opens it."""
    report: Any = apps.get_model("plan", "Report")
    with looking_across("the proof chooses a report to open"):
        accepted = report.objects.filter(stage="accepted").order_by("pk").values_list("pk", flat=True).first()
    return [
        ("public home", "/", ""),
        ("desk of a contact point", "/desk/", Role.CONTACT_POINT),
        ("reports of a Party", "/plan/reports/", Role.CONTACT_POINT),
        ("all reports", "/plan/reports/all/", Role.CONTACT_POINT),
        ("one report", f"/plan/reports/{accepted}/", Role.CONTACT_POINT),
        ("matrix", "/plan/coverage/", Role.CONTACT_POINT),
        ("desk of the secretariat", "/desk/", Role.SECRETARIAT),
        ("reports in the API", "/api/v1/plan/reports/", Role.SECRETARIAT),
        ("inbox", "/inbox/", Role.CONTACT_POINT),
    ]


def priced(trial: Trial, owner: dict[str, str]) -> float:
    """Keep a line for each wall and page; gives by how much the second wall makes all pages together longer."""
    walls = [
        Price("first wall", without_the_first),
        Price("second wall", without_the_second(owner)),
        *prices,
    ]
    chosen = pages()
    clients = {role: _client(role) for role in {role for _name, _address, role in chosen}}
    ratios: dict[str, float] = {}
    for wall in walls:
        asked = {standing: _counted(trial, chosen, clients, wall, standing=standing) for standing in (True, False)}
        taken: dict[tuple[str, bool], list[float]] = {}
        for turn in range(TIMES if trial.long else TIMES_SHORT):
            # Whoever comes first warms what both use, so they come first in turn.
            for standing in (True, False) if turn % 2 else (False, True):
                with _standing(wall, standing=standing):
                    for name, address, role in chosen:
                        for _again in range(AGAIN):
                            begun = time.perf_counter()
                            clients[role].get(address)
                            spent = 1000 * (time.perf_counter() - begun)
                            taken.setdefault((name, standing), []).append(spent)
        medians = {key: statistics.median(each) for key, each in taken.items()}
        for name, _address, _role in chosen:
            before, after = asked[False][name], asked[True][name]
            figures = f"{before}→{after} queries, {medians[name, False]:.1f}→{medians[name, True]:.1f} ms"
            trial.figure(f"{wall.name}, {name}", figures)
            trial.holds(before == after or wall not in walls[:2], f"{wall.name}: {name} asks more often")
        with_it, without = (sum(medians[name, standing] for name, _at, _role in chosen) for standing in (True, False))
        ratios[wall.name] = with_it / without
        trial.figure(f"{wall.name}, all pages", f"{ratios[wall.name]:.2f} x")
    return ratios["second wall"]


@contextmanager
def _standing(wall: Price, *, standing: bool) -> Generator[None]:
    with ExitStack() as stack:
        if not standing:
            stack.enter_context(wall.away())
        yield


def _counted(
    trial: Trial, chosen: list[tuple[str, str, str]], clients: dict[str, Client], wall: Price, *, standing: bool
) -> dict[str, int]:
    """Count the queries of each page, when what is kept in memory is there."""
    found = {}
    with _standing(wall, standing=standing):
        for name, address, role in chosen:
            clients[role].get(address)
            with CaptureQueriesContext(connection) as queries:
                answer = clients[role].get(address)
            found[name] = len(queries)
            trial.holds(answer.status_code == 200, f"{name} answers {answer.status_code}")
    return found


def _client(role: str) -> Client:
    client = Client()
    if role:
        client.force_login(User.objects.filter(is_active=True, terms__role=role).order_by("pk")[0])
    return client
