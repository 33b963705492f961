"""Find what must never be committed: addresses of registries, secrets, paths of one machine, hidden faults."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    "address of a package registry": re.compile(
        r"py[p]i\.o[r]g|python[h]osted\.o[r]g|registry\.np[m]js|deb\.debi[a]n\.o[r]g"
    ),
    "path of one machine": re.compile(r"(?<![\w.])/(?:work|farm)/|/root/[.]"),
    "private key": re.compile(r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY"),
    "access key": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36})\b"),
}
UNREASONED = {
    "a rule is switched off without a reason (noqa: CODE - why)": re.compile(
        r"#\s*noqa(?!: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)* - \w)[^\n]*"
    ),
    "a type is not checked, without a reason (type: ignore[code]  # why)": re.compile(
        r"#\s*type:\s*ignore(?!\[[a-z-]+(?:, ?[a-z-]+)*\]  # \w)[^\n]*"
    ),
}
"""What hides a fault says why, on the same line. Only for programs."""
SWALLOWED = "every exception is caught without a reason (a comment on the line)"


def main() -> int:
    """Look into every tracked text file."""
    found = 0
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        place = ROOT / name
        if name == "scripts/hygiene.py" or not place.is_file():
            continue
        text = place.read_bytes().decode("utf-8", "replace")
        for line, said in findings(name, text):
            print(f"{name}:{line}: {said}")
            found += 1
    return 1 if found else 0


def findings(name: str, text: str) -> list[tuple[int, str]]:
    """Give what is wrong in a file: the line, and what it is."""
    patterns = {**FORBIDDEN, **UNREASONED} if name.endswith(".py") else FORBIDDEN
    found = [
        (text.count("\n", 0, match.start()) + 1, f"{what}: {match.group().strip()}")
        for what, pattern in patterns.items()
        for match in pattern.finditer(text)
    ]
    return found + [(line, SWALLOWED) for line in swallowed(text)] if name.endswith(".py") else found


def swallowed(text: str) -> list[int]:
    """Give the lines of a program that catch every exception without a reason, and do not just pass it on."""
    lines = text.splitlines()
    return [
        handler.lineno
        for handler in ast.walk(ast.parse(text))
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"})
        and "  # " not in lines[handler.lineno - 1]
        and not any(isinstance(step, ast.Raise) and step.exc is None for step in handler.body)
    ]


if __name__ == "__main__":
    sys.exit(main())
