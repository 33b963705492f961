"""What tests and checks need from the machine: a browser, PostgreSQL, GNU gettext; installed where we may."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def may_install() -> bool:
    """Whether this is a Debian machine on which we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Install Debian packages; says whether that worked."""
    if not may_install():
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, capture_output=True, check=False)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=quiet,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def browser() -> str | None:
    """Give the path of Chromium, installing it where we may."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    return shutil.which("chromium") if install("chromium") else None


def proxy() -> str | None:
    """Give the path of nginx, installing it where we may; only the server asks, since the package starts a service."""
    if found := shutil.which("nginx"):
        return found
    return shutil.which("nginx") if install("nginx-light") else None


def office() -> str | None:
    """Give the path of LibreOffice, installing it where we may: long proofs open our files with it."""
    if found := shutil.which("soffice"):
        return found
    return shutil.which("soffice") if install("libreoffice-calc", "libreoffice-writer") else None


def gettext() -> bool:
    """Whether GNU gettext is there."""
    return shutil.which("xgettext") is not None or install("gettext")


def answers(port: int) -> bool:
    """Whether something listens on this port of this machine."""
    with socket.socket() as knock:
        knock.settimeout(1)
        return knock.connect_ex(("127.0.0.1", port)) == 0


def postgresql() -> str | None:
    """Give the address of a PostgreSQL database for tests, starting or installing the server where that is needed.

    An address in the variable TEST_DATABASE_URL comes first. Returns None where no server can be had.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    if not answers(5432):
        versions = Path("/usr/lib/postgresql")
        if not versions.is_dir() and not install("postgresql"):
            return None
        for version in sorted(path.name for path in versions.iterdir()):
            subprocess.run(
                ["pg_ctlcluster", "--skip-systemctl-redirect", version, "main", "start"],
                capture_output=True,
                check=False,
            )
        for _ in range(30):
            if answers(5432):
                break
            time.sleep(1)
    return _role_and_database()


def _role_and_database() -> str | None:
    """Make a role and a database for tests of our own, so that nothing else on the server is touched."""
    name = "roundtable_test"
    sql = (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') "
        f"THEN CREATE ROLE {name} LOGIN CREATEDB PASSWORD '{name}'; END IF; "
        # The proof of the second wall makes a role that owns nothing.
        f"ALTER ROLE {name} CREATEROLE; END $$"
    )
    for client in (
        ["psql", "-h", "127.0.0.1", "-U", "postgres"],
        ["psql", "-h", "127.0.0.1"],
        ["su", "postgres", "-c"],
    ):
        if client[0] == "su":
            run = subprocess.run(
                [*client, f'psql -c "{sql.replace("$", chr(92) + "$")}"'], capture_output=True, check=False
            )
        else:
            run = subprocess.run([*client, "-d", "postgres", "-c", sql], capture_output=True, check=False)
        if run.returncode == 0:
            return f"postgres://{name}:{name}@127.0.0.1:5432/postgres"
    return None
