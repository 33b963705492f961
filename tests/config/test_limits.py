"""The document of rules and limits says what the source says."""

import re
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import import_string

TOLD = (Path(__file__).resolve().parents[2] / "docs" / "run" / "limits.md").read_text(encoding="utf-8")
RULE = re.compile(r"^\| `(\w+\.\w+)` \| (.+) \|$", re.MULTILINE)
LIMIT = re.compile(r"^\| .+ \| ([\d ]+) \| `([\w.]+)` \|$", re.MULTILINE)


def test_every_rule_that_the_database_keeps_is_told_and_no_other():
    told = {table: sorted(rules.split("; ")) for table, rules in RULE.findall(TOLD)}
    kept = {
        model._meta.label_lower: sorted(one.name.replace("_", " ") for one in model._meta.constraints)
        for model in apps.get_models()
        if model.__module__.startswith("roundtable.") and model._meta.constraints
    }

    assert told == kept


def test_every_limit_that_is_told_is_the_one_in_the_source():
    found = LIMIT.findall(TOLD)
    kept = [import_string(f"roundtable.{where}") for _number, where in found]

    assert len(found) > 15
    assert [int(number.replace(" ", "")) for number, _where in found] == [
        one.days if isinstance(one, timedelta) else one for one in kept
    ]
