import pytest
from scripts.hygiene import findings

NOQA, IGNORE = "# no" + "qa", "# type: " + "ignore"


@pytest.mark.parametrize(
    "line",
    [
        f"value = open(path)  {NOQA}",
        f"value = open(path)  {NOQA}: S311",
        f"value = open(path)  {NOQA}: S311 because",
        f"value = open(path)  {IGNORE}",
        f"value = open(path)  {IGNORE}[attr-defined]",
        "try:\n    go()\nexcept Exception:\n    pass",
        "try:\n    go()\nexcept BaseException as error:\n    tell(error)",
    ],
)
def test_a_fault_is_not_hidden_without_a_reason(line):
    assert len(findings("some.py", line)) == 1
    assert findings("some.html", line) == []


@pytest.mark.parametrize(
    "line",
    [
        f"value = open(path)  {NOQA}: S311 - a trial",
        f"value = open(path)  {NOQA}: S311, PLR0913 - a trial",
        f"value = open(path)  {IGNORE}[attr-defined, misc]  # the library ships no types",
        "try:\n    go()\nexcept Exception:  # the library raises whatever breaks\n    pass",
        "try:\n    go()\nexcept BaseException:\n    tidy()\n    raise",
        "try:\n    go()\nexcept ValueError:\n    pass",
    ],
)
def test_a_fault_with_a_reason_may_be_passed_over(line):
    assert findings("some.py", line) == []


def test_addresses_of_registries_are_found_in_any_file():
    assert findings("notes.md", "one\nsee https://py" + "pi.org/simple") == [
        (2, "address of a package registry: py" + "pi.org")
    ]
