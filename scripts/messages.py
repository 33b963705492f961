"""Compile the translations (no system tools needed).

With --collect, gather the texts of the source first (GNU gettext needed).

With --check, say whether the files are current and complete, and exit with 1 when they are not.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
GATHER = """
import sys
from django.core.management import execute_from_command_line
from django.core.management.commands.makemessages import Command

Command.xgettext_options = [*Command.xgettext_options, *(f"--keyword={word}" for word in sys.argv[1].split())]
execute_from_command_line(["gather", "makemessages", *sys.argv[2:]])
"""
"""What Django's own command does, with the other names that our code gives to gettext."""
ARGUMENTS = {"gettext": "", "ngettext": ":1,2", "pgettext": ":1c,2", "npgettext": ":1c,2,3"}
NOT_OURS = ("vendor", "node_modules", "frontend", "var", "docs", "scripts", "tests")
"""Folders in which nothing is shown to people in their language."""
COMPLETE = ("ru",)
"""Languages in which nothing may be missing on any page."""


def compile_all() -> None:
    """Write the .mo file beside each .po file that is newer."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def keywords(source: Path) -> list[str]:
    """Give the names under which the code calls gettext (`gettext_lazy as lazy`), as xgettext wants them."""
    known = re.compile(r"\b(n?p?gettext)(?:_lazy|_noop)? as (\w+)")
    found = {name + ARGUMENTS[kind] for file in source.rglob("*.py") for kind, name in known.findall(file.read_text())}
    return sorted(found)


def collect(into: Path, languages: list[str]) -> None:
    """Gather every text of src/ into the .po files of these languages."""
    if shutil.which("xgettext") is None:
        sys.exit("Collecting texts needs GNU gettext (on Debian: apt-get install gettext).")
    # Without settings: texts can then be gathered while a room does not start.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", GATHER, " ".join(keywords(into / "src"))]
    command += ["--no-location", "--no-wrap", "--no-obsolete", "-v", "0"]
    for language in languages:
        command += ["-l", language]
    for folder in NOT_OURS:
        command += ["--ignore", folder]
    subprocess.run(command, cwd=into, env=environment, check=True)


def entries(file: Path) -> set[tuple[str | None, str]]:
    """Give the texts of a file, with their contexts."""
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(file)) if not entry.obsolete}


def missing(language: str) -> list[str]:
    """Give the texts that have no translation, or only a guess."""
    file = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    return [entry.msgid for entry in file if not entry.obsolete and (not entry.translated() or entry.fuzzy)]


def check() -> int:
    """Compare the files with the source: 0 when they are current and complete."""
    wrong = 0
    languages = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder)
        shutil.copytree(ROOT / "src", trial / "src", ignore=shutil.ignore_patterns("vendor", "__pycache__"))
        shutil.copytree(LOCALE, trial / "locale")
        collect(trial, ["en_GB"])
        wanted = entries(trial / "locale" / "en_GB" / "LC_MESSAGES" / "django.po")
    for language in languages:
        have = entries(LOCALE / language / "LC_MESSAGES" / "django.po")
        if language in COMPLETE:
            for _context, text in sorted(wanted - have, key=str):
                print(f"{language}: not collected yet: {text!r} (run `make messages`)")
                wrong += 1
            for text in missing(language):
                print(f"{language}: not translated: {text!r}")
                wrong += 1
        for _context, text in sorted(have - wanted, key=str):
            print(f"{language}: no longer in the source: {text!r} (run `make messages`)")
            wrong += 1
    return 1 if wrong else 0


def main() -> None:
    """Compile, collect or check."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--collect", action="store_true")
    asked.add_argument("--check", action="store_true")
    options = asked.parse_args()
    if options.collect:
        collect(ROOT, sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir()))
    compile_all()
    if options.check:
        sys.exit(check())


if __name__ == "__main__":
    main()
