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

TIMES = 15


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
        spent: dict[bool, float] = {True: 0.0, False: 0.0}
        for name, address, role in chosen:
            taken: dict[bool, list[float]] = {True: [], False: []}
            asked: dict[bool, int] = {}
            for standing in (True, False):  # what is kept in memory is there for both
                with ExitStack() as stack:
                    if not standing:
                        stack.enter_context(wall.away())
                    clients[role].get(address)
                    with CaptureQueriesContext(connection) as queries:
                        answer = clients[role].get(address)
                    asked[standing] = len(queries)
                    trial.holds(answer.status_code == 200, f"{name} answers {answer.status_code}")
            for _turn in range(TIMES if trial.long else TIMES // 3):
                for standing in (True, False):
                    with ExitStack() as stack:
                        if not standing:
                            stack.enter_context(wall.away())
                        for _again in range(3):
                            begun = time.perf_counter()
                            clients[role].get(address)
                            taken[standing].append(1000 * (time.perf_counter() - begun))
            with_it, without = statistics.median(taken[True]), statistics.median(taken[False])
            spent[True] += with_it
            spent[False] += without
            trial.figure(
                f"{wall.name}, {name}",
                f"{asked[False]}→{asked[True]} queries, {without:.1f}→{with_it:.1f} ms",
            )
            trial.holds(asked[True] == asked[False] or wall not in walls[:2], f"{wall.name}: {name} asks more often")
        ratios[wall.name] = spent[True] / spent[False]
        trial.figure(f"{wall.name}, all pages", f"{ratios[wall.name]:.2f} x")
    return ratios["second wall"]


def _client(role: str) -> Client:
    client = Client()
    if role:
        client.force_login(User.objects.filter(is_active=True, terms__role=role).order_by("pk")[0])
    return client
