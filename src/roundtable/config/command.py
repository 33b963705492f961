"""The `roundtable` command: finds the room's management command behind the words that were typed.

`roundtable plan import FILE` runs the command `plan_import` of the plan room.
"""

import os
import sys
from collections.abc import Iterable
from importlib.metadata import version

HOUSE = "roundtable."
LONGEST_NAME = 3
OF_DJANGO = {
    "--version",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}
"""Options that every command of Django takes: they work, and `--help` leaves them out."""


def named(words: list[str], known: Iterable[str]) -> tuple[str, list[str]] | None:
    """Find the command that the first words name, and what is left for it; the longest name wins.

    >>> named(["plan", "import", "a.txt"], {"plan_import", "plan"})
    ('plan_import', ['a.txt'])
    """
    names = set(known)
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        name = "_".join(word.replace("-", "_") for word in words[:length])
        if name in names:
            return name, words[length:]
    return None


def overview() -> str:
    """List every command of the house with its sentence."""
    from django.core.management import get_commands, load_command_class

    ours = sorted((name, app) for name, app in get_commands().items() if str(app).startswith(HOUSE))
    spoken = [(name.replace("_", " "), str(load_command_class(str(app), name).help)) for name, app in ours]
    width = max((len(name) for name, _ in spoken), default=0)
    lines = ["roundtable COMMAND [OPTIONS]", "", "Commands (each explains its options with --help):", ""]
    lines += [f"  {name:<{width}}  {help_text}" for name, help_text in spoken]
    lines += ["", "Django's own commands are there too: roundtable django COMMAND."]
    return "\n".join(lines)


def main() -> None:
    """Run what was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
    import django
    from django.core.management import execute_from_command_line, get_commands, load_command_class

    words = sys.argv[1:]
    if words[:1] == ["django"]:
        execute_from_command_line(["roundtable", *words[1:]])
        return
    django.setup()
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())  # noqa: T201 - the answer of a command
        return
    if words[0] == "--version":
        print(version("roundtable"))  # noqa: T201 - the answer of a command
        return
    group = "_".join(word.replace("-", "_") for word in words if not word.startswith("-")) + "_"
    ours = sorted(name for name, app in get_commands().items() if str(app).startswith(HOUSE))
    if len(group) > 1 and group.strip("_") not in ours and any(name.startswith(group) for name in ours):
        listed = "".join(f"  roundtable {name.replace('_', ' ')}\n" for name in ours if name.startswith(group))
        print(f"Commands that begin so (each explains its options with --help):\n\n{listed}", end="")  # noqa: T201 - the answer of a command
        return
    found = named(words, [name for name, app in get_commands().items() if str(app).startswith(HOUSE)])
    if found is None:
        sys.stderr.write(f"There is no command “{' '.join(words[:2])}”. `roundtable --help` lists them all.\n")
        raise SystemExit(2)
    name, rest = found
    command = load_command_class(str(get_commands()[name]), name)
    command.suppressed_base_arguments = OF_DJANGO
    done = False
    try:
        # Under the name by which it was called, so that its usage can be typed as it stands.
        command.run_from_argv(["roundtable", name.replace("_", " "), *rest])
        done = True
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has seen enough (`… | head`); what was done is done all the same
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0 if done else 1) from None
