"""The table of OWASP ASVS names every requirement of levels 1 and 2, and whatever it names as shown is there."""

import ast
import csv
import re
import shlex
import subprocess
from functools import cache
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from roundtable.ground.trust.public import Role, proofs
from tests.architecture.house import addresses
from tests.factories.trust import person

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "run" / "asvs.csv"
AT_LEVEL = {"1": 70, "2": 183, "3": 92}
"""How many requirements version 5.0.0 has at each level."""
GREP = ("grep", "!")
WITHOUT_OUR_FRAME = {"/api/v1/docs"}
"""Pages that a library draws for whoever writes programs."""


@cache
def rows() -> tuple[dict[str, str], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def named(row: dict[str, str]) -> list[str]:
    return [part.strip() for part in row["shown_by"].split(" ; ") if part.strip()]


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_there(shown: str) -> bool:
    """Whether a test, proof, file or target of make exists; whether a search finds what it says (nothing, after !)."""
    if shown.startswith("proof:"):
        return shown.removeprefix("proof:") in {proof.name for proof in proofs}
    if shown.startswith("make "):
        return bool(re.search(rf"^{shown.removeprefix('make ')}:", (ROOT / "Makefile").read_text(), re.MULTILINE))
    if "::" in shown:
        path, _, name = shown.partition("::")
        return path.startswith("tests/") and (ROOT / path).is_file() and name in names_in(path)
    if shown.startswith(GREP):
        words = shlex.split(shown.removeprefix("! "))
        found = subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode  # noqa: S603 - our own table
        return found == (1 if shown.startswith("! ") else 0)
    return (ROOT / shown).is_file()


@pytest.mark.parametrize("level", ["1", "2"])
def test_every_requirement_of_level_one_and_two_stands_in_the_table_once(level: str) -> None:
    found = [row["requirement"] for row in rows() if row["level"] == level]

    assert len(found) == len(set(found)) == AT_LEVEL[level]


def test_requirements_are_numbered_without_a_gap_where_all_levels_are_there() -> None:
    """Numbers of a section run from one; those that are left out can only be of level 3."""
    sections: dict[str, list[int]] = {}
    for row in rows():
        section, _, number = row["requirement"].rpartition(".")
        assert re.fullmatch(r"V([1-9]|1[0-7])\.[1-8]", section), row["requirement"]
        sections.setdefault(section, []).append(int(number))

    missing = sum(max(numbers) - len(numbers) for numbers in sections.values())
    third = sum(row["level"] == "3" for row in rows())
    assert all(numbers == sorted(set(numbers)) for numbers in sections.values())
    assert missing + third <= AT_LEVEL["3"]


def test_every_requirement_is_judged_in_words_and_what_is_met_is_shown() -> None:
    wrong = [
        row["requirement"]
        for row in rows()
        if len(row["how"].split()) < 4
        or not row["how"].endswith(".")
        or row["level"] not in AT_LEVEL
        or (row["applies"], row["state"]) not in {("yes", "met"), ("yes", "open"), ("no", "not applicable")}
        or (row["state"] == "met" and not named(row))
    ]

    assert wrong == []


def test_whatever_the_table_names_is_there() -> None:
    wrong = sorted({shown for row in rows() for shown in named(row) if not is_there(shown)})

    assert wrong == []


@pytest.mark.parametrize(
    "shown",
    [
        "tests/architecture/test_asvs.py::test_that_nobody_wrote",
        "tests/architecture/test_nothing.py::test_every_requirement_is_judged_in_words_and_what_is_met_is_shown",
        "proof:perpetual-motion",
        "docs/run/nothing.md",
        "make nothing",
        "grep -q 'a sentence that stands nowhere in it' docs/run/install.md",
        "! grep -q PostgreSQL docs/run/install.md",
        "! grep -q PostgreSQL docs/run/nothing.md",
    ],
)
def test_what_is_not_there_is_noticed(shown: str) -> None:
    assert not is_there(shown)


def test_the_counts_beside_the_table_are_those_of_the_table() -> None:
    told = (ROOT / "docs" / "run" / "proofs.md").read_text(encoding="utf-8")
    for level in ("1", "2"):
        states = [row["state"] for row in rows() if row["level"] == level]
        counts = [states.count(state) for state in ("met", "open", "not applicable")]
        assert f"| {level} | {' | '.join(map(str, counts))} |" in told


@pytest.fixture
def asked(db):
    """Every address without arguments, as the secretariat: its route, and what it answers."""
    client = Client(raise_request_exception=False)
    client.force_login(person(Role.SECRETARIAT))
    found = [
        (address.route, client.get(f"/{address.route.lstrip('/')}"))
        for address in addresses()
        if address.plain and address.name != "account_logout"
    ]
    assert len(found) > 50
    return found


def test_every_text_that_is_answered_names_its_letters(asked) -> None:
    kinds = [
        (route, answer.headers.get("Content-Type", "")) for route, answer in asked if getattr(answer, "content", b"")
    ]
    wrong = [(route, kind) for route, kind in kinds if not kind]
    wrong += [(route, kind) for route, kind in kinds if kind.startswith("text/") and "utf-8" not in kind]
    assert wrong == []


def test_every_page_for_the_signed_in_has_the_way_out(asked) -> None:
    pages = [
        (route, answer.content)
        for route, answer in asked
        if answer.status_code == HTTPStatus.OK and answer.headers.get("Content-Type", "").startswith("text/html")
    ]
    out = f'href="{reverse("account_logout")}"'.encode()

    assert len(pages) > 30
    assert [route for route, content in pages if out not in content and route not in WITHOUT_OUR_FRAME] == []
