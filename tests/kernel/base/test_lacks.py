"""A full disk and a database that is away are told apart from faults, whichever library says it."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from roundtable.kernel.base.lacks import Lack, lacking


def from_sqlite(name):
    told = sqlite3.OperationalError("told")
    told.sqlite_errorname = name
    return told


def raised(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "lack"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Lack.SPACE),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Lack.SPACE),
        (OSError(errno.ENOENT, "No such file"), None),
        (raised(OperationalError(), from_sqlite("SQLITE_FULL")), Lack.SPACE),
        (raised(OperationalError(), from_sqlite("SQLITE_BUSY")), Lack.DATABASE),
        (raised(OperationalError(), from_sqlite("SQLITE_ERROR")), None),
        (raised(OperationalError(), psycopg.errors.DiskFull()), Lack.SPACE),
        (raised(OperationalError(), psycopg.errors.AdminShutdown()), Lack.DATABASE),
        (raised(OperationalError(), psycopg.errors.CannotConnectNow()), Lack.DATABASE),
        (raised(OperationalError(), psycopg.OperationalError("the connection is lost")), Lack.DATABASE),
        (raised(InterfaceError(), psycopg.InterfaceError("the connection is closed")), Lack.DATABASE),
        (raised(IntegrityError(), psycopg.errors.UniqueViolation()), None),
        (ValueError("a fault of ours"), None),
        (None, None),
    ],
)
def test_what_the_machine_lacks_is_told_apart_from_faults(error, lack):
    assert lacking(error) is lack


def test_what_lies_behind_an_error_is_found():
    assert lacking(raised(ValueError(), OSError(errno.ENOSPC, "full"))) is Lack.SPACE
