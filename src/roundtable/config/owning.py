"""The two roles of PostgreSQL: one owns the tables and changes them, the other serves people and cannot."""

from collections.abc import Generator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from roundtable.kernel.base.walls.row_security import grant, raise_walls

WHO = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner() -> Generator[str]:
    """Work as the role that owns the tables, where `DATABASE_OWNER_URL` names one; gives the role that is to be let in.

    Without that setting there is only one role, and nobody to let in.
    """
    owner = settings.DATABASE_OWNER
    if not owner or connection.vendor != "postgresql":
        yield ""
        return
    before = {name: connection.settings_dict.get(name, "") for name in WHO}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")  # the address need not name the role
        served_by = str(cursor.fetchone()[0])
    connection.close()
    connection.settings_dict.update({name: owner.get(name, "") for name in WHO})
    try:
        yield "" if served_by == owner.get("USER") else served_by
    finally:
        connection.close()
        connection.settings_dict.update(before)


def after_migrate(using: str, *, served_by: str) -> None:
    """Make the second wall stand, and let the platform's own role in."""
    raise_walls(using)
    if served_by:
        grant(served_by, using)
