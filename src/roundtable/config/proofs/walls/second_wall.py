"""The second wall: without a reach the restricted tables give and take nothing, whatever the Python says."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Model
from django.test import Client
from django.utils import timezone

from roundtable.config.backing_up import back_up
from roundtable.config.health import look_at_walls
from roundtable.config.proofs.walls.planting import everybodys, plant
from roundtable.config.proofs.walls.price import priced, without_the_second
from roundtable.config.proofs.walls.roles import as_the_platform
from roundtable.config.proving import environment
from roundtable.ground.trust.public import Role, Trial, User, reach_of
from roundtable.kernel.base.health import Level
from roundtable.kernel.base.walls import carrying
from roundtable.kernel.base.walls.managers import beside, walled
from roundtable.kernel.base.walls.reach import EVERYTHING, closed, looking_across, opened
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.worker import run_waiting

SHORT, LONG = 300, 10_000
MOST = 1.5
"""How many times longer the wall may let the same pages take."""


def run(trial: Trial) -> None:
    """Try as the platform's own role: without a reach, with somebody else's, and whether everything goes on."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.ROUNDTABLE_SECOND_FACTOR = False
    plant(timezone.now())
    with looking_across("the proof counts what there is to be kept"):
        there = {model: beside(model).count() for model in walled()}
        open_to_all = {model: set(everybodys(model).values_list("pk", flat=True)) for model in walled()}
        kept = {model: beside(model).values().first() for model in walled()}
    for model, count in there.items():
        kept_back = count > len(open_to_all[model])
        trial.holds(kept_back, f"{model._meta.label} has no row that is kept from anybody, so that nothing is tried")
    with as_the_platform(trial.chance) as owner:
        with closed():
            for model in walled():
                _nothing_to_read(trial, model, open_to_all)
                _nothing_to_write(trial, model, kept[model] or {})
            _nothing_in_a_shell(trial, sum(len(rows) for rows in open_to_all.values()))
            _nothing_to_take_down(trial)
        _both_walls_agree(trial)
        _two_people_on_one_connection(trial, LONG if trial.long else SHORT)
        _the_house_goes_on(trial)
        _a_backup_is_whole(trial, owner, there)
        _the_doctor_knows(trial)
        _indexes_are_used(trial, owner)
        ratio = priced(trial, owner)
    trial.holds(ratio <= MOST, f"with the second wall the same pages take {ratio:.2f} times as long")
    trial.figure("restricted tables", len(there))
    trial.figure("rows behind the wall", sum(there.values()))


def _nothing_to_read(trial: Trial, model: type[Model], open_to_all: Mapping[type[Model], set[Any]]) -> None:
    """Without a reach every way of reading gives the rows that are everybody's, and no other."""
    table = connection.ops.quote_name(model._meta.db_table)
    rows = beside(model).order_by("pk")
    label, allowed = model._meta.label, open_to_all[model]
    ways: dict[str, Callable[[], Any]] = {
        "raw SQL": lambda: _asked(f"SELECT count(*) FROM {table}"),
        "raw SQL with a join": lambda: _asked(f"SELECT count(*) FROM {table} a JOIN {table} b USING (id)"),
        "a common table": lambda: _asked(f"WITH found AS (SELECT * FROM {table}) SELECT count(*) FROM found"),
        "the driver itself": lambda: _by_the_driver(f"SELECT count(*) FROM {table}"),
        "counting": rows.count,
        "adding up": lambda: rows.aggregate(found=Count("pk"))["found"],
        "reading": lambda: len(list(rows.values_list("pk"))),
        "a cursor in the database": lambda: sum(1 for _row in rows.iterator(chunk_size=2)),
        "a raw queryset": lambda: len(list(beside(model).raw(f"SELECT * FROM {table}"))),
        "COPY": lambda: _copied(f"COPY {table} TO STDOUT").count(b"\n"),
    }
    for way, asked in ways.items():
        found = asked()
        trial.holds(found == len(allowed), f"{label} gives {found} rows by {way}, and {len(allowed)} are everybody's")
    there = set(rows.values_list("pk", flat=True))
    trial.holds(there == allowed, f"{label} gives others than those that are everybody's: {sorted(there - allowed)}")
    trial.holds(not rows.exclude(pk__in=allowed).exists(), f"{label} tells that more rows exist")
    for field in model._meta.related_objects:
        if field.related_model in walled() and field.get_accessor_name():
            above = model(pk=1)
            by_itself = beside(field.related_model).filter(**{field.field.name: above})
            by_itself = by_itself.exclude(pk__in=open_to_all[field.related_model])
            trial.holds(not by_itself.exists(), f"{label} gives {field.related_model._meta.label} that hang on it")
    trial.holds(
        _refused(f"SET LOCAL row_security = off; SELECT count(*) FROM {table}"), f"{label} without row security"
    )


def _nothing_to_write(trial: Trial, model: type[Model], row: dict[str, Any]) -> None:
    table, label = connection.ops.quote_name(model._meta.db_table), model._meta.label
    copied = {**row, "id": 1_000_000_000}
    made = model(**copied)
    trial.holds(_raises(lambda: beside(model).bulk_create([made])), f"{label} takes a row in bulk")
    trial.holds(_raises(lambda: model(**copied).save(force_insert=True)), f"{label} takes a row")
    trial.holds(not _changed(f"UPDATE {table} SET id = id"), f"{label} is changed by raw SQL")
    trial.holds(not _in_bulk(lambda: beside(model).update(id=1_000_000_001)), f"{label} is changed in bulk")
    trial.holds(not _changed(f"DELETE FROM {table}"), f"{label} loses rows by raw SQL")
    trial.holds(_refused(f"TRUNCATE {table} CASCADE"), f"{label} can be emptied")
    trial.holds(_refused_to_copy(f"COPY {table} (id) FROM STDIN"), f"{label} takes rows by COPY")


def _nothing_in_a_shell(trial: Trial, allowed: int) -> None:
    """Ask in Django's own shell, in a process that opened nothing: it finds what is everybody's."""
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    told = environment(Path(settings.ROUNDTABLE_HOME), url)
    script = (
        "from roundtable.kernel.base.walls.managers import beside, walled; "
        "print('rows', sum(beside(model).count() for model in walled()))"
    )
    command = [sys.executable, "-m", "django", "shell", "-c", script]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own command
    trial.holds(f"rows {allowed}\n" in done.stdout, f"a shell says: {done.stdout[-200:]} {done.stderr[-500:]}")


def _nothing_to_take_down(trial: Trial) -> None:
    for model in walled():
        table = connection.ops.quote_name(model._meta.db_table)
        for statement in (
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"DROP POLICY reach_reads ON {table}",
            f"CREATE POLICY open ON {table} USING (true)",
        ):
            trial.holds(_refused(statement), f"the platform's role may: {statement}")


def _both_walls_agree(trial: Trial) -> None:
    """For each person the second wall alone gives exactly the rows that the first one alone gives."""
    people = User.objects.filter(is_active=True).order_by("pk")
    for person in people:
        reach = reach_of(person, timezone.now())
        for model in walled():
            with opened(reach):
                second = set(beside(model).values_list("pk", flat=True))
                with patch.object(carrying, "current", lambda: EVERYTHING):
                    first = set(model._default_manager.values_list("pk", flat=True))
            trial.holds(
                first == second,
                f"{model._meta.label} for {person}: the walls differ by {len(first ^ second)} of {len(first)} rows",
            )
    trial.figure("people", len(people))


def _two_people_on_one_connection(trial: Trial, times: int) -> None:
    """Ask pages as two people in turn on one connection; each finds the own draft, and nothing is left behind."""
    drafts = {}
    report: Any = apps.get_model("plan", "Report")
    people = User.objects.filter(is_active=True, terms__role=Role.CONTACT_POINT).distinct().order_by("pk")[:2]
    for person in people:
        scope = person.terms.get().scope
        with looking_across("the proof writes a draft into each desk"):
            draft = report.objects.filter(party=scope).order_by("-round__year", "pk").first()
            word = f"Kestrel{scope}{trial.chance.getrandbits(40):x}"
            draft.stage, draft.answer_by, draft.answer = "draft", None, "progress"
            draft.narrative, draft.deleted_at = word, None
            draft.save()
        client = Client()
        client.force_login(person)
        drafts[client] = (draft.pk, word, scope)
    words = {word for _number, word, _scope in drafts.values()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (before,) = cursor.fetchone()
    found = 0
    for number in range(times):
        client = list(drafts)[trial.chance.randrange(len(drafts))]
        pk, word, scope = list(drafts.values())[trial.chance.randrange(len(drafts))]
        own = drafts[client] == (pk, word, scope)
        # What is sealed is opened to be searched: of one Party, not of all, since it is asked so often.
        search = f"/plan/reports/all/?party={scope}&q={word}"
        answer = client.get(f"/plan/reports/{pk}/" if number % 3 else search)
        said = answer.content.decode()
        told = {one for one in words if one in said}
        allowed = {drafts[client][1]} | ({word} if not number % 3 else set())  # a search says again what was asked
        trial.holds(told <= allowed, f"request {number}: somebody else's draft")
        if number % 3:
            found += own and word in said
            trial.holds(own == (word in said), f"request {number}: own draft {own}, answered {answer.status_code}")
        left = _by_the_driver("SELECT count(*) FROM plan_report")
        trial.holds(not left, f"after request {number} the connection still reaches {left} reports")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        trial.holds(cursor.fetchone() == (before,), "the requests did not share one connection")
    trial.holds(found, "nobody ever found the own draft")
    trial.figure("interleaved requests", times)


def _the_house_goes_on(trial: Trial) -> None:
    public = Client()
    for address in (
        "/",
        "/plan/",
        "/plan/coverage/",
        "/plan/packs/",
        "/parties/",
        "/search/?q=training",
        "/api/v1/docs",
    ):
        answer = public.get(address)
        trial.holds(answer.status_code == 200, f"{address} answers the public {answer.status_code}")
    person = User.objects.filter(is_active=True, terms__role=Role.CONTACT_POINT).first()
    signed = Client().post("/account/login/", {"login": getattr(person, "email", ""), "password": "roundtable-demo"})
    trial.holds(signed.status_code == 302, f"signing in answers {signed.status_code}")
    with closed():
        job = jobs.defer("roundtable.kernel.files.store.sweep_old")
        run_waiting()
    with looking_across("the proof looks what became of its job"):
        job.refresh_from_db()
    trial.holds(job.state == "done", f"a job of the worker is {job.state}: {job.error}")


def _indexes_are_used(trial: Trial, owner: dict[str, str]) -> None:
    """What is read through an index without the wall is read through one with it."""
    report: Any = apps.get_model("plan", "Report")
    last = report.objects.order_by("-round__year").values_list("round_id", "party_id", "pk").first()
    hot = {
        "the matrix": beside(report).filter(round=last[0], stage="accepted").order_by(),
        "a desk": beside(report).filter(round=last[0], party=last[1]).order_by(),
        "one report": beside(report).filter(pk=last[2]).order_by(),
    }
    person = User.objects.filter(is_active=True, terms__role=Role.CONTACT_POINT).order_by("pk")[0]
    with opened(reach_of(person, timezone.now())):
        standing = {name: rows.explain() for name, rows in hot.items()}
        with without_the_second(owner)():
            away = {name: rows.explain() for name, rows in hot.items()}
    for name, plan in standing.items():
        trial.holds("Seq Scan" not in plan or "Seq Scan" in away[name], f"{name} is read row by row: {plan}")


def _a_backup_is_whole(trial: Trial, owner: dict[str, str], there: dict[type[Model], int]) -> None:
    """Take a backup as the owner while the wall stands, and count what is in it."""
    settings.DATABASE_OWNER = owner
    with tempfile.TemporaryDirectory(prefix="second-wall-") as folder:
        place = back_up(Path(folder), at=timezone.now(), say=lambda _said: None)
        told = subprocess.run(  # noqa: S603 - PostgreSQL's own program on our own file
            ["pg_restore", "--data-only", "--file=-", "--table=plan_report", str(place / "database.dump")],  # noqa: S607 - as found on the path
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    settings.DATABASE_OWNER = {}
    rows = told.partition("FROM stdin;\n")[2].partition("\n\\.")[0].count("\n") + 1
    truth = there[apps.get_model("plan", "Report")]
    trial.holds(rows == truth, f"the backup holds {rows} of {truth} reports")


def _the_doctor_knows(trial: Trial) -> None:
    wrong = [finding.what for finding in look_at_walls() if finding.level is not Level.FINE]
    trial.holds(not wrong, f"the doctor finds: {wrong}")


def _asked(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def _by_the_driver(statement: str) -> int:
    """Ask past Django, on the same connection."""
    connection.ensure_connection()
    found = connection.connection.execute(statement).fetchone()
    return int(found[0])


def _changed(statement: str) -> int:
    def deed() -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)

    return _in_bulk(deed)


def _in_bulk(deed: Callable[[], int]) -> int:
    """Change rows; where the database finds fault with the new values, it had rows to change."""
    try:
        with transaction.atomic():
            return deed()
    except DatabaseError:
        return 1


def _copied(statement: str) -> bytes:
    connection.ensure_connection()
    with connection.connection.cursor().copy(statement) as coming:
        return b"".join(bytes(piece) for piece in coming)


def _refused(statement: str) -> bool:
    connection.ensure_connection()
    try:
        with connection.connection.transaction(force_rollback=True):
            connection.connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def _refused_to_copy(statement: str) -> bool:
    connection.ensure_connection()
    try:
        with connection.connection.cursor().copy(statement) as going:
            going.write_row([1_000_000_000])
    except psycopg.errors.FeatureNotSupported:
        return True
    return False


def _raises(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except DatabaseError as error:
        return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
    return False
