"""Find what must never be committed: addresses of package registries, secrets, paths of one machine."""

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


def main() -> int:
    """Look into every tracked text file."""
    found = 0
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        place = ROOT / name
        if name == "scripts/hygiene.py" or not place.is_file():
            continue
        text = place.read_bytes().decode("utf-8", "replace")
        for what, pattern in FORBIDDEN.items():
            for match in pattern.finditer(text):
                print(f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {what}: {match.group()}")
                found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
