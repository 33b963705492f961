"""Nothing leaves the house without saying how it is to be handled, and nobody forgets to say it."""

import ast

from django.apps import apps

from roundtable.ground.trust.domain.marking import Marking
from roundtable.ground.trust.models import Marked
from roundtable.ground.trust.queries.markings import RENDITIONS, marked
from roundtable.kernel.base.markings import ORDER, WITHOUT_CONTENT
from roundtable.kernel.files.store import access
from tests.architecture.house import sources

WITHOUT_ROWS = {
    "operations/plan/exports/activity_template.py": "an empty sheet and its explanations",
    "operations/plan/views/activity_import.py": "faults in a sheet that the reader handed in just now",
    "ground/parties/exports/rows.py": "who sits at the table: facts that everybody reads, and no thing with a marking",
}


def test_the_cellar_and_trust_know_the_same_words_in_the_same_order():
    assert tuple(str(one) for one in Marking) == ORDER
    assert set(ORDER[2:]) == WITHOUT_CONTENT


def test_every_table_with_a_marking_of_its_own_is_signed_up():
    tables = {model._meta.label_lower for model in apps.get_models() if issubclass(model, Marked)}
    assert tables
    assert tables <= {kind.model for kind in marked}


def test_every_kind_names_renditions_that_the_proof_knows():
    for kind in marked:
        assert set(kind.carries) <= set(RENDITIONS), kind.model


def test_every_purpose_for_which_files_are_kept_says_what_they_bear():
    assert [rule.purpose for rule in access if rule.marking.__name__ == "<lambda>"] == []


def test_every_table_that_leaves_as_a_file_says_its_marking():
    silent = []
    for path, tree in sources():
        if path.startswith("kernel/") or "/proofs/" in path or path in WITHOUT_ROWS:
            continue
        silent += [
            f"{path}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Table"
            and any(keyword.arg in {"rows", "columns"} for keyword in node.keywords)
            and all(keyword.arg != "marking" for keyword in node.keywords)
        ]
    assert silent == []
