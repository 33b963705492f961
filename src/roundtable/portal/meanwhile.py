"""What an empty desk says: for each function, what will wait here, and where to go meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Function, Role
from roundtable.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A sentence, and the pages to which it leads: the name of each address, with its words."""

    sentence: Text
    ways: tuple[tuple[str, Text], ...]


PLAN, COVERAGE = ("plan:overview", _("The plan")), ("plan:matrix", _("Coverage"))
ACTIVITIES, TIMELINE = ("plan:activities", _("Activities")), ("plan:timeline", _("Timeline"))
REPORTS, PACKS = ("plan:report-list", _("All reports")), ("plan:packs", _("Monitoring packs"))

BY_ROLE: dict[str, Meanwhile] = {
    Role.SECRETARIAT: Meanwhile(
        _("Reports to review, corrections to decide and functions that run out will stand here with their dates."),
        (("plan:rounds", _("Rounds")), PACKS, ("trust:people", _("People"))),
    ),
    Role.CONTACT_POINT: Meanwhile(
        _("When a round opens, the reports of your Party will stand here with the day on which they are due."),
        (("plan:reports", _("Reports of your Party")), ACTIVITIES, COVERAGE),
    ),
    Role.CONTRIBUTOR: Meanwhile(
        _("Reports that your contact point assigns to your institution will stand here with their dates."),
        (("plan:reports", _("Reports of your Party")), PLAN),
    ),
    Role.SENIOR_OFFICIAL: Meanwhile(
        _("Nothing here needs your signature. You can read the monitoring pack before it is published."),
        (PACKS, ("plan:reports", _("Reports of your Party")), COVERAGE),
    ),
    Role.CHAIR: Meanwhile(
        _("You can prepare the Senior Officials' Meeting: make a monitoring pack, and see what is missing."),
        (PACKS, COVERAGE, TIMELINE),
    ),
    Role.DRAFTER: Meanwhile(
        _("No date waits for a drafter. The texts in work, and what they rest on, can be read at any time."),
        (("documents:documents", _("Documents")), PLAN, PACKS),
    ),
    Role.ANALYST: Meanwhile(
        _("No date waits for an analyst. Every figure can be taken along as a file or through the API."),
        (COVERAGE, REPORTS, ("api-docs", _("API"))),
    ),
    Role.PARTNER: Meanwhile(
        _("No date waits for your organisation. You can enter activities, and see on which actions nobody works."),
        (ACTIVITIES, COVERAGE, TIMELINE),
    ),
    Role.OBSERVER: Meanwhile(
        _("Observers read, and nothing waits for them."),
        (PLAN, TIMELINE, PACKS),
    ),
    Role.AUDITOR: Meanwhile(
        _("No date waits for an auditor. Who did what, and who may do what, can be read at any time."),
        (("trust:history", _("History")), ("trust:rules", _("Who may do what")), ("portal:proof", _("Proofs"))),
    ),
}
"""For every function that a person can hold."""

NO_FUNCTION = Meanwhile(
    _("You hold no function in this dialogue today. If you should, ask the secretariat."), (PLAN, TIMELINE, PACKS)
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an empty desk, with addresses and their words."""

    sentence: Text
    ways: list[tuple[str, Text]]


def meanwhile(functions: Iterable[Function]) -> list[Said]:
    """Say for each function once what will come, and lead on; for nobody's function, whom to ask."""
    held = {function.role for function in functions}
    found = [said for role, said in BY_ROLE.items() if role in held] or [NO_FUNCTION]
    return [Said(one.sentence, [(reverse(name), words) for name, words in one.ways]) for one in found]
