"""What is restricted is signed up, and whatever is handed out is of a kind that is signed up."""

import ast
from importlib import import_module

import pytest

from roundtable.ground.trust.public import Handed, Restricted, handed_out, restricted
from roundtable.ground.trust.signals import UnknownToHistoryError, collecting
from tests.architecture.house import sources


def _named_kinds() -> dict[str, str]:
    """For each place where something is handed out, the kind that it names."""
    named = {}
    for path, tree in sources():
        module = "roundtable." + path.removesuffix(".py").replace("/", ".")
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in {"Handed", "replace"}:
                continue
            kinds = [word.value for word in node.keywords if word.arg == "kind"]
            if getattr(node.func, "id", "") == "Handed":
                kinds += node.args[:1]
            for kind in kinds:
                if isinstance(kind, ast.Name):
                    named[f"{path}:{node.lineno}"] = str(
                        getattr(import_module(module.removesuffix(".__init__")), kind.id)
                    )
    return named


def test_every_kind_that_is_handed_out_is_signed_up_and_the_reverse() -> None:
    assert {one.kind for one in restricted} == set(_named_kinds().values())


def test_a_kind_that_is_not_signed_up_is_handed_to_nobody() -> None:
    with pytest.raises(UnknownToHistoryError, match="not signed up"), collecting():
        handed_out(Handed("plan.secret", "1", "GE"))


def test_what_is_read_for_a_purpose_is_not_handed_out_without_one() -> None:
    kind = Restricted("tests.purpose", "a test", asks_purpose=True)
    restricted.add(kind)
    try:
        with pytest.raises(UnknownToHistoryError, match="for a purpose"), collecting():
            handed_out(Handed("tests.purpose", "1", "GE"))
        with collecting() as collected:
            handed_out(Handed("tests.purpose", "1", "GE", purpose="to answer a request"))
        assert len(collected) == 1
    finally:
        restricted._things.remove(kind)  # a registry has no way out: what is signed up stays
