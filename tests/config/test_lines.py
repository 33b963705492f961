"""A line to a database elsewhere is encrypted, or somebody says that it is theirs alone."""

import os
import subprocess
import sys

import environ
import pytest

from roundtable.config.lines import is_open_line


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("sqlite:////data/roundtable.sqlite3", False),
        ("postgres://a:b@127.0.0.1/roundtable", False),
        ("postgres://a:b@localhost:5433/roundtable", False),
        ("postgres://a:b@database.example/roundtable", True),
        ("postgres://a:b@10.0.0.5/roundtable?sslmode=prefer", True),
        ("postgres://a:b@database.example/roundtable?sslmode=verify-full", False),
        ("postgres://a:b@database.example/roundtable?sslmode=disable", False),
    ],
)
def test_only_a_line_that_leaves_this_machine_must_say_how_it_is_kept(address, is_open):
    assert is_open_line(environ.Env.db_url_config(address)) is is_open


def test_nothing_starts_over_an_open_line(tmp_path):
    told = {
        **os.environ,
        "ROUNDTABLE_HOME": str(tmp_path),
        "DATABASE_URL": "postgres://a:b@database.example/roundtable",
        "DJANGO_SETTINGS_MODULE": "roundtable.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"], env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "End DATABASE_URL in ?sslmode=verify-full" in done.stderr
