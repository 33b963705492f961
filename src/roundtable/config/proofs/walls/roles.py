"""The platform's own role, made for a proof: it may read and write rows, and owns nothing."""

from collections.abc import Generator
from contextlib import contextmanager
from random import Random

from django.db import connection

from roundtable.kernel.base.walls.row_security import grant, raise_walls


@contextmanager
def as_the_platform(chance: Random) -> Generator[dict[str, str]]:
    """Work as a role that owns nothing; gives the connection settings of the owner. The role is gone afterwards."""
    owner = {name: str(connection.settings_dict[name]) for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    role, password = f"proof_app_{chance.getrandbits(48):x}", f"{chance.getrandbits(96):x}"
    quoted = connection.ops.quote_name(role)
    raise_walls()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {quoted} LOGIN PASSWORD '{password}'")
    grant(role)
    connection.close()
    connection.settings_dict.update(USER=role, PASSWORD=password)
    try:
        yield owner
    finally:
        connection.close()
        connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
        with connection.cursor() as cursor:
            for kept in ("TABLES", "SEQUENCES"):
                cursor.execute(f"REVOKE ALL ON ALL {kept} IN SCHEMA public FROM {quoted}")
            cursor.execute(f"REVOKE ALL ON SCHEMA public FROM {quoted}")
            cursor.execute(f"DROP ROLE {quoted}")
