"""Patterns (regular expressions) are written by us: none is built from what people type."""

import ast

from tests.architecture.house import sources

TAKES_A_PATTERN = frozenset({"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
BUILT = {
    "kernel/files/tables/inert.py": "made from another pattern of the same file",
    "kernel/base/walls/carrying.py": "names of our own tables, each escaped",
    "operations/plan/domain/needs.py": "stems of our own list, each escaped",
    "ground/trust/proofs/headers.py": "in a proof, from its own table of headers",
}
"""Files that hand over a pattern which is no constant of theirs, each with its reason."""


def _constants(tree: ast.Module) -> set[str]:
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def _is_ours(pattern: ast.expr, constants: set[str]) -> bool:  # noqa: PLR0911 - one for each kind of expression
    """Whether a pattern is a text of the source, put together of texts and constants of it, or escaped."""
    if isinstance(pattern, ast.Constant):
        return True
    if isinstance(pattern, ast.Name):
        return pattern.id in constants or pattern.id.isupper()
    if isinstance(pattern, ast.JoinedStr):
        return all(_is_ours(part, constants) for part in pattern.values)
    if isinstance(pattern, ast.FormattedValue):
        return _is_ours(pattern.value, constants)
    if isinstance(pattern, ast.BinOp):
        return _is_ours(pattern.left, constants) and _is_ours(pattern.right, constants)
    if isinstance(pattern, ast.Attribute):
        return pattern.attr == "pattern" or pattern.attr.isupper()
    return isinstance(pattern, ast.Call) and ast.unparse(pattern.func) in {"re.escape", "escape"}


def _built(tree: ast.Module) -> list[str]:
    constants = _constants(tree)
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in TAKES_A_PATTERN
        and node.args
        and not _is_ours(node.args[0], constants)
    ]


def test_no_pattern_is_built_from_what_somebody_typed():
    found = {path: built for path, tree in sources() if (built := _built(tree)) and path not in BUILT}

    assert found == {}


def test_a_pattern_that_is_built_is_noticed():
    assert _built(ast.parse("import re\ndef f(word):\n    return re.search(word, 'text')"))
    assert _built(ast.parse("import re\ndef f(word):\n    return re.compile(f'^{word}$')"))
    assert not _built(ast.parse("import re\ndef f(word):\n    return re.compile(f'^{re.escape(word)}$')"))
