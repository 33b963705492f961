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
OUR_APPS = [
    "tasks",
    "files",
    "links",
    "drafts",
    "notices",
    "outside",
    "trust",
    "parties",
    "meetings",
    "plan",
    "observatory",
]

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
        # The step from 0.1 seals what lies there. Older code reads no boxes, so web and worker stand still meanwhile
        # (docs/run/upgrade.md); `roundtable prove upgrade` takes it with its data.
        "0002_whose_drafts_are",
        "0005_drafts_are_sealed",
        "0002_room_for_sealed_files",
        "0004_files_are_sealed",
        "0002_room_for_a_sealed_index",
        "0004_the_index_is_sealed",
        "0002_room_for_sealed_notices",
        "0004_notices_are_sealed",
        "0005_room_for_sealed_addresses",
        "0007_addresses_are_sealed",
        "0008_markings",
        "0002_room_for_sealed_mail",
        "0004_mail_is_sealed",
        "0003_room_for_sealed_cards",
        "0005_cards_are_sealed",
        "0010_notes_and_evidence_come_once",
        "0012_room_for_sealed_reports",
        "0014_reports_are_sealed",
        "0015_markings",
        "0006_room_for_sealed_history",
        "0008_the_history_is_sealed",
        "0009_room_for_sealed_people",
        "0009_room_for_sealed_people_2",
        "0009_room_for_sealed_people_3",
        "0011_people_are_sealed",
        "0012_markings",
        "0013_places_in_chains",
        "0015_every_entry_has_its_place",
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
