"""Check form, types, floors, pages, words, tables and dependencies: one line for each; fails when any fails."""

import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

DJANGO = [sys.executable, "-m", "django"]
OUR_APPS = ["tasks", "files", "links", "drafts", "notices", "outside", "trust", "parties", "plan"]

CHECKS: dict[str, list[str]] = {
    "form (ruff format)": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "habits (ruff)": [str(BIN / "ruff"), "check", "--quiet", "."],
    "floors (import-linter)": [str(BIN / "lint-imports"), "--no-cache"],
    "types (mypy)": [str(BIN / "mypy"), "--no-error-summary"],
    "pages (djlint)": [str(BIN / "djlint"), "--lint", "--quiet", "src"],
    "dead code (vulture)": [str(BIN / "vulture")],
    "dependencies (deptry)": [str(BIN / "deptry"), "src"],
    "tables (no migration missing)": [str(BIN / "roundtable"), "django", "makemigrations", "--check", "--dry-run"],
    "tables (migrations are safe)": [
        *DJANGO,
        "lintmigrations",
        "--settings=tests.settings_check",
        f"--project-root-path={ROOT}",
        # The first migrations of a room make its tables: nobody waits for them.
        "--ignore-name-contains=_initial",
        # A small table is made anew on SQLite to be given a promise; on PostgreSQL that takes an instant.
        "--ignore-name",
        "0003_a_function_is_held_once",
        "0003_round_revision",
        "0004_no_powers_beside_terms",
        "0006_what_was_submitted_once_is_not_deleted",
        # Belong to 0.1: the plan's actions are some fifty rows.
        "0008_existing_actions_get_their_days",
        "0009_action_says_until_when",
        "--include-apps",
        *OUR_APPS,
    ],
    "settings (check)": [str(BIN / "roundtable"), "django", "check", "--fail-level", "WARNING"],
    "words (translations current and complete)": [sys.executable, "scripts/messages.py", "--check"],
    "hygiene (no registries, no secrets, no paths, no hidden faults)": [
        sys.executable,
        "scripts/hygiene.py",
    ],
}


def main() -> int:
    """Run them all; the number of those that failed is told at the end."""
    if not system.gettext():
        print("GNU gettext is not here and cannot be installed: the check of words is left out.")
        CHECKS.pop("words (translations current and complete)")
    failed = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(
            f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True
        )
        if done.returncode != 0:
            failed.append(name)
            print((done.stdout + done.stderr)[-6000:])
    print(f"checks: {len(CHECKS) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
