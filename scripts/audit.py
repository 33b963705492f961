"""Ask the service of known weaknesses about every pinned package of the platform. Needs the internet.

Ends with 1 when a weakness is known, and also when a package could not be asked about.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv-audit"
BIN = "Scripts" if sys.platform == "win32" else "bin"


def main() -> int:
    """Make the tool's own environment when it is missing, then ask."""
    uv = str(Path(sys.executable).with_name("uv"))
    python = PLACE / BIN / "python"
    if not python.exists():
        subprocess.run([uv, "venv", "--quiet", str(PLACE)], cwd=ROOT, check=True)
    install = [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes"]
    subprocess.run([*install, "-r", "requirements/audit.txt"], cwd=ROOT, check=True)
    words = [str(PLACE / BIN / "pip-audit"), "--strict", "--disable-pip", "--require-hashes"]
    return subprocess.run([*words, "-r", "requirements/run.txt"], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
