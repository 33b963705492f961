"""The checks of `roundtable doctor` that concern the house as a whole."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks as django_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.health import Check, Finding, Level
from roundtable.kernel.base.walls.row_security import expected, fallen
from roundtable.kernel.files.scanning import ScannerAway, known_as
from roundtable.kernel.outside.hosts import is_listed, listed_hosts

A_QUARTER = timedelta(days=92)
"""How long a set of packages may serve before it is resolved anew (`docs/run/security.md`)."""
RESOLVED = Path(settings.REPOSITORY) / "requirements" / "resolved.txt"
ENOUGH_SPACE = 1024**3
OLDEST_TZDATA = "2024.1"
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def look_at_python() -> Iterator[Finding]:
    """Python and the rules of time zones."""
    yield Finding(Level.FINE, f"Python {sys.version.split()[0]}")
    zones = version("tzdata")
    if zones < OLDEST_TZDATA:
        yield Finding(
            Level.WRONG,
            f"time zone rules of {zones} do not know Kazakhstan's change of 2024",
            "install the pinned tzdata again: make setup",
        )
    else:
        yield Finding(Level.FINE, f"time zone rules {zones}")


def look_at_packages() -> Iterator[Finding]:
    """The packages beneath the platform: how long ago they were chosen."""
    yield chosen(datetime.fromisoformat(RESOLVED.read_text().strip()).date(), timezone.now().date())


def chosen(day: date, today: date) -> Finding:
    """Judge a set of packages by the day on which it was resolved."""
    if today - day > A_QUARTER:
        return Finding(
            Level.NOTE,
            f"the packages were chosen on {day}, more than a quarter ago",
            "take the newest release; whoever makes one: make lock, make audit, make test",
        )
    return Finding(Level.FINE, f"the packages were chosen on {day}")


def look_at_home() -> Iterator[Finding]:
    """The one folder in which everything lives."""
    home: Path = settings.ROUNDTABLE_HOME
    if not os.access(home, os.W_OK):
        yield Finding(Level.WRONG, f"{home} cannot be written", "give the folder to the user who runs the platform")
        return
    free = shutil.disk_usage(home).free
    if free < ENOUGH_SPACE:
        yield Finding(
            Level.WRONG,
            f"only {free // 1024**2} MB are free below {home}",
            "make room, or move ROUNDTABLE_HOME to a larger disk",
        )
    else:
        yield Finding(Level.FINE, f"{home}, {free // 1024**3} GB free")
    secret = home / "secret-key"
    if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        yield Finding(Level.WRONG, f"others on this machine can read {secret}", f"chmod 600 {secret}")


def look_at_database() -> Iterator[Finding]:
    """The database: reachable, and its tables current."""
    try:
        connection.ensure_connection()
        waiting = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(
            Level.WRONG,
            f"the database does not answer: {error}".strip(),
            "check DATABASE_URL, and that the database server runs",
        )
        return
    yield Finding(Level.FINE, f"{connection.vendor} answers")
    if waiting:
        yield Finding(Level.WRONG, f"{len(waiting)} changes of tables are waiting", "roundtable django migrate")
    if connection.vendor == "sqlite":
        yield Finding(
            Level.NOTE, "SQLite serves one machine", "for many people at once set DATABASE_URL to a PostgreSQL database"
        )


def look_at_pages() -> Iterator[Finding]:
    """Fonts, charts, styles."""
    for name, use in (("vendor/fonts.css", "fonts"), ("vendor/htmx.js", "smooth pages")):
        if finders.find(name) is None:
            yield Finding(Level.WRONG, f"{name} ({use}) is missing", "make setup")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield Finding(
            Level.WRONG,
            "the static files are not collected",
            "roundtable demo --no-serve, or roundtable django collectstatic",
        )
    else:
        yield Finding(Level.FINE, "styles, fonts and scripts are in place")


def look_at_mail() -> Iterator[Finding]:
    """Mail."""
    if not settings.EMAIL_URL:
        yield Finding(
            Level.NOTE,
            f"mail is written to files in {settings.ROUNDTABLE_HOME / 'mail'}",
            "set EMAIL_URL (smtp+tls://user:password@host:587)",
        )
    else:
        yield Finding(Level.FINE, f"mail goes out through {settings.EMAIL_HOST}")


def look_at_scanner() -> Iterator[Finding]:
    """The scanner for known harmful files: asked about a harmless word."""
    if not settings.ROUNDTABLE_SCANNER:
        yield Finding(
            Level.NOTE,
            "no scanner looks at what people hand in",
            "set ROUNDTABLE_SCANNER (unix:///run/clamav/clamd.ctl) to refuse what is known to be harmful",
        )
        return
    try:
        known_as(b"harmless", scanner=settings.ROUNDTABLE_SCANNER)
    except ScannerAway as away:
        told = f"the scanner at {settings.ROUNDTABLE_SCANNER} does not answer: {away}"
        yield Finding(Level.WRONG, told, "start clamd, or mend ROUNDTABLE_SCANNER; until then no file is taken")
    else:
        yield Finding(Level.FINE, f"the scanner at {settings.ROUNDTABLE_SCANNER} answers")


def look_at_identity() -> Iterator[Finding]:
    """Sign-in through an organisation's own identity service."""
    if not settings.OIDC_SERVER:
        return
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    back = settings.ROUNDTABLE_ADDRESS + reverse("openid_connect_callback", args=[app["provider_id"]])
    yield Finding(Level.NOTE, f"people come back from {app['name']} to {back}", "this address must be registered there")
    if not settings.OIDC_SERVER.startswith("https://") and urlsplit(settings.OIDC_SERVER).hostname not in LOCAL:
        yield Finding(Level.WRONG, f"{settings.OIDC_SERVER} is not https", "set OIDC_SERVER=https://…")
    if strange := [sign for sign in settings.OIDC_SECOND_FACTOR if not sign.startswith(("amr:", "acr:"))]:
        yield Finding(
            Level.WRONG,
            f"OIDC_SECOND_FACTOR says {', '.join(strange)}",
            "write amr:VALUE or acr:VALUE, or leave it out",
        )
    place = settings.OIDC_SERVER
    place += "" if "/.well-known/" in place else "/.well-known/openid-configuration"
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(place)
            answer.raise_for_status()
            told = answer.json()
            issuer, ends = told["issuer"], [told["token_endpoint"], told["userinfo_endpoint"]]
    except (OSError, KeyError, Told) as error:
        yield Finding(
            Level.WRONG, f"{place} does not answer as it should: {error}", "check OIDC_SERVER and the network"
        )
        return
    yield Finding(Level.FINE, f"{issuer} answers")
    named = urlsplit(settings.OIDC_SERVER).netloc
    hosts = {urlsplit(end).hostname or "" for end in ends if urlsplit(end).netloc != named}
    if unlisted := sorted(host for host in hosts if not is_listed(host, listed_hosts())):
        yield Finding(
            Level.WRONG,
            f"{issuer} also answers at {', '.join(unlisted)}, where the platform may not call",
            f"add to ROUNDTABLE_OUTGOING: {','.join(unlisted)}",
        )


def look_at_safety() -> Iterator[Finding]:
    """What a public installation needs."""
    local = urlsplit(settings.ROUNDTABLE_ADDRESS).hostname in LOCAL
    if settings.DEBUG:
        yield Finding(Level.WRONG, "ROUNDTABLE_DEBUG is on", "unset it wherever others can reach the pages")
    if not settings.SECURE:
        level = Level.NOTE if local else Level.WRONG
        yield Finding(
            level,
            f"{settings.ROUNDTABLE_ADDRESS} is not https",
            "set ROUNDTABLE_ADDRESS=https://… behind a proxy with a certificate",
        )
        return
    for message in django_checks.run_checks(include_deployment_checks=True):
        if message.level >= django_checks.WARNING:
            yield Finding(Level.WRONG, f"{message.id}: {message.msg}", message.hint or "")


def look_at_walls() -> Iterator[Finding]:
    """The second wall: row-level security, and the role that it has to hold."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, passes = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND pg_has_role(relowner, 'USAGE') "
            "AND relname = ANY(%s) AND relnamespace = current_schema()::regnamespace",
            [list(expected(connection))],
        )
        (owned,) = cursor.fetchone()
    yield from judged(role=role, passes=passes, owns=bool(owned), fallen=sorted(fallen(connection)))


def judged(*, role: str, passes: bool, owns: bool, fallen: list[str]) -> Iterator[Finding]:
    """Say how the second wall stands for a role."""
    if fallen:
        yield Finding(
            Level.WRONG, f"no wall stands before {', '.join(fallen)}", "roundtable django migrate, as the owner"
        )
    if passes:
        yield Finding(
            Level.WRONG,
            f"{role} is a superuser or may bypass row-level security: the second wall does not hold it",
            "let the platform work as a role without these powers (docs/run/install.md)",
        )
    elif owns:
        yield Finding(
            Level.NOTE,
            f"{role} owns the tables: the second wall holds it, but whoever speaks in its name can take it down",
            "make a second role and set DATABASE_OWNER_URL (docs/run/install.md)",
        )
    elif not fallen:
        yield Finding(Level.FINE, f"the second wall stands, and {role} owns nothing behind it")


CHECKS = (
    Check("Python", look_at_python, order=1),
    Check("packages", look_at_packages, order=1),
    Check("folder", look_at_home, order=2),
    Check("database", look_at_database, order=3),
    Check("second wall", look_at_walls, order=3),
    Check("pages", look_at_pages, order=4),
    Check("mail", look_at_mail, order=5),
    Check("scanner", look_at_scanner, order=5),
    Check("identity service", look_at_identity, order=6),
    Check("safety", look_at_safety, order=7),
)
