"""The dialogue that this installation serves, its time zones, and the rows that are changed."""

from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from django.conf import settings
from django.utils.translation import gettext as _

from roundtable.ground.parties.models import Dialogue, Party
from roundtable.ground.parties.queries.table.entries import dialogue_row, table
from roundtable.ground.parties.queries.table.shapes import DialogueView
from roundtable.kernel.base.errors import NotThere
from roundtable.ui import moments


def zone_of(code: str) -> ZoneInfo:
    """Give the time zone of a Party or Partner; the secretariat's for every other scope."""
    entry = table().entries.get(code)
    return ZoneInfo(entry.zone) if entry else dialogue().zone


def zone_words(zone: str) -> str:
    """Give a time zone in the reader's words ("Central European Time"): a place's name could be read as a claim."""
    return str(get_timezone_name(ZoneInfo(zone), width="long", locale=moments.locale()))


def has_dialogue() -> bool:
    """Whether somebody has said which dialogue this installation serves."""
    return Dialogue.objects.filter(pk=1).exists()


def dialogue() -> DialogueView:
    """Give the dialogue's name, zone and languages; a nameless one until it is set up. One query."""
    kept = dialogue_row() or Dialogue(name="Roundtable", short_name="Roundtable")
    return DialogueView(
        name=str(kept.name),
        short_name=str(kept.short_name),
        purpose=str(kept.purpose),
        zone=ZoneInfo(kept.zone),
        languages=tuple(code for code, _name in settings.LANGUAGES),
        demonstration=kept.demonstration,
        naming=kept.naming,
    )


def entry_kept(code: str) -> Party:
    """Give the row of an entry, to change it; `NotThere` for a code that nobody has."""
    kept = Party.objects.filter(pk=code).first()
    if kept is None:
        raise NotThere(_("There is no Party or Partner with the code %(code)s.") % {"code": code})
    return kept


def dialogue_kept() -> Dialogue:
    """Give the dialogue's row, to change it; a new one where there is none."""
    return Dialogue.objects.filter(pk=1).first() or Dialogue(pk=1)
