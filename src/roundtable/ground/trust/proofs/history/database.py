"""Tamper in the database itself, guards down; try its guards; and ask the command what it says."""

import json
from collections.abc import Callable
from io import StringIO
from uuid import uuid4

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from roundtable.ground.trust.domain.chain import Family, chain_of
from roundtable.ground.trust.domain.heads import Held
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.models import Entry, Statement, Tip
from roundtable.ground.trust.proofs.history.tampering import BEFORE, SCOPES, TAIL
from roundtable.ground.trust.queries.chains import links_of, verified
from roundtable.ground.trust.queries.heads import as_file
from roundtable.ground.trust.services.guards import opened, standing

IN_THE_DATABASE = {False: 40, True: 400}
COLUMNS = (
    *("at", "happened", "kind", "object_id", "label", "scope", "before", "after", "kept_to", "demonstration", "row"),
    *("number", "previous", "hash", "written_at", "by_id"),
)


def tamper(trial: Trial, held: list[Held]) -> None:
    """Tamper as somebody does who rules the database: guards down, plain SQL."""
    tables = {"UPDATE": COLUMNS, "DELETE": ("",)}
    deeds = [(deed, column) for deed, columns in tables.items() for column in columns]
    for number in range(IN_THE_DATABASE[trial.long]):
        deed, column = deeds[number % len(deeds)]
        victim = trial.chance.choice(list(Entry.objects.filter(number__lt=BEFORE).values_list("pk", flat=True)))
        with transaction.atomic():
            with opened(connection), connection.cursor() as cursor:
                if deed == "DELETE":
                    cursor.execute("DELETE FROM trust_entry WHERE id = %s", [victim])
                else:
                    changed = f"UPDATE trust_entry SET {column} = {_other(column)} WHERE id = %s"  # noqa: S608 - our own columns
                    cursor.execute(changed, [victim])
            report = verified(held)
            trial.holds(report.wrong, f"not found in the database: {deed} {column}")
            transaction.set_rollback(True)
    report = verified(held)
    trial.holds(not report.wrong, f"wrong after everything was put back: {report.wrong[:3]}")


def _other(column: str) -> str:
    """Give an expression of SQL for another value of a column."""
    moment = "'2020-01-01 00:00:00+00:00'" if connection.vendor == "postgresql" else "'2020-01-01 00:00:00'"
    return {
        "number": "number + 100000",
        "by_id": "NULL",
        "demonstration": "NOT demonstration",
        "at": moment,
        "written_at": moment,
        "kept_to": "CASE kept_to WHEN 'all' THEN 'own' ELSE 'all' END",
        "scope": "'XX'",
        "row": f"'{uuid4().hex}'",
        "previous": "'x' || substr(previous, 2)",
        "hash": "'x' || substr(hash, 2)",
    }.get(column, f"'x{column}'")


def guards(trial: Trial) -> None:
    """Without taking the guards down, nothing is changed: neither by our own words nor by plain SQL."""
    trial.holds(standing(connection), "the guards of the database do not stand")
    deeds: list[Callable[[], object]] = [
        lambda: Entry.objects.update(label="x"),
        Entry.objects.all().delete,
        lambda: _plain("UPDATE trust_entry SET label = 'x'"),
        lambda: _plain("DELETE FROM trust_entry"),
    ]
    if connection.vendor == "postgresql":
        deeds.append(lambda: _plain("TRUNCATE trust_entry"))
    for number, deed in enumerate(deeds):
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                deed()
            refused = False
        except DatabaseError:
            refused = True
        trial.holds(refused and Entry.objects.count() == before, f"the database let change number {number} happen")


def _plain(said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(said)


def _verify(place: str) -> tuple[int, dict[str, object]]:
    said = StringIO()
    try:
        call_command("history_verify", "--json", "--head", place, stdout=said)
        status = 0
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, json.loads(said.getvalue())


def command(trial: Trial, statement: Statement) -> None:
    """The command says the same, in words and by its status; and how long the open tail is."""
    place = trial.home / "held.json"
    place.write_text(json.dumps(as_file(statement, None)), encoding="utf-8")
    status, told = _verify(str(place))
    trial.holds((status, told["open"]) == (0, TAIL * len(SCOPES)), f"of a whole history the command said {told}")
    with transaction.atomic():
        with opened(connection):
            Entry.objects.filter(number__gt=BEFORE - 1).delete()
        for chain in [chain_of(Family.HISTORY, scope) for scope in SCOPES]:
            last = list(links_of(chain))[-1]
            Tip.objects.filter(chain=chain).update(number=last.number, hash=last.hash)
        Statement.objects.get(pk=statement.pk).heads.all().delete()
        Statement.objects.filter(pk=statement.pk).delete()
        status, told = _verify(str(place))
        trial.holds(status == 1, "the end was cut, and the command ended with status 0")
        transaction.set_rollback(True)
