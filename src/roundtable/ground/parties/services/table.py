"""Change who sits at the table: designations, footnotes, facts about taking part, and the dialogue itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.parties.models import Dialogue, Participation, Party
from roundtable.ground.parties.rules import Do
from roundtable.ground.parties.services.changing import into_bin, lies_in_bin, out_of_bin, plain, rewrite
from roundtable.ground.parties.signals import Happened
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.links import search

FACT_FIELDS = ("standing", "starts", "ends", "start_assumed", "end_assumed", "source", "note")


def _sourced(source: str) -> str:
    if not source.strip():
        raise Invalid(
            _("Say where this is written: a document with its number and date."),
            fields={"source": [_("A source is needed.")]},
        )
    return source.strip()


@transaction.atomic
def change_dialogue(dialogue: Dialogue, *, by: User, at: datetime, **values: Any) -> Dialogue:
    """Change the dialogue's names, purpose, time zone, or whose names of states are shown."""
    require(by, Do.KEEP_DIALOGUE, dialogue, at=at)
    before = {name: plain(getattr(dialogue, name)) for name in values}
    for name, value in values.items():
        setattr(dialogue, name, value)
    dialogue.save()
    after = {name: plain(value) for name, value in values.items()}
    changed = {name for name in after if before[name] != after[name]}
    if changed:
        remember(
            Happened.DIALOGUE_CHANGED,
            by=by,
            on=dialogue,
            at=at,
            scope="dialogue",
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return dialogue


@transaction.atomic
def change_designation(  # noqa: PLR0913 - a change has these parts
    party: Party, values: Mapping[str, Any], *, source: str, revision: int | None, by: User, at: datetime
) -> Party:
    """Change how a Party or Partner is designated: name by language, mark, footnote, zone, web page. Source needed."""
    require(by, Do.KEEP_TABLE, party, at=at)
    before, after = rewrite(party, {**values, "designation_source": _sourced(source)}, revision=revision)
    if after:
        remember(Happened.DESIGNATION_CHANGED, by=by, on=party, at=at, before=before, after=after)
        search.rebuild("parties.party")
    return party


@transaction.atomic
def add_fact(party: Party, values: Mapping[str, Any], *, by: User, at: datetime) -> Participation:
    """Add a dated fact about taking part. Its source is needed; the fact before it keeps its own dates."""
    require(by, Do.KEEP_TABLE, party, at=at)
    fact = Participation(party=party, **{**values, "source": _sourced(values["source"])})
    fact.save()
    after = {name: plain(getattr(fact, name)) for name in FACT_FIELDS}
    remember(Happened.FACT_ADDED, by=by, on=party, at=at, after=after)
    return fact


@transaction.atomic
def change_fact(
    fact: Participation, values: Mapping[str, Any], *, revision: int | None, by: User, at: datetime
) -> Participation:
    """Change a dated fact about taking part; its source is needed."""
    require(by, Do.KEEP_TABLE, fact, at=at)
    before, after = rewrite(fact, {**values, "source": _sourced(values["source"])}, revision=revision)
    if after:
        remember(Happened.FACT_CHANGED, by=by, on=fact.party, at=at, before=before, after=after)
    return fact


@transaction.atomic
def delete_fact(fact: Participation, *, by: User, at: datetime) -> None:
    """Put a fact that should not have been entered into the bin; it can be brought back for thirty days."""
    require(by, Do.KEEP_TABLE, fact, at=at)
    into_bin(fact, at=at)
    gone = {name: plain(getattr(fact, name)) for name in FACT_FIELDS}
    remember(Happened.FACT_DELETED, by=by, on=fact.party, at=at, before=gone)


@transaction.atomic
def restore_fact(fact: Participation, *, by: User, at: datetime) -> None:
    """Bring a fact back from the bin; twice changes nothing."""
    require(by, Do.KEEP_TABLE, fact, at=at)
    if not lies_in_bin(fact):
        return
    out_of_bin(fact, at=at)
    back = {name: plain(getattr(fact, name)) for name in FACT_FIELDS}
    remember(Happened.FACT_RESTORED, by=by, on=fact.party, at=at, after=back)
