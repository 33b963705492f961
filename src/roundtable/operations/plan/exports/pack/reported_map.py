"""The map of a pack: which Parties reported."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from roundtable.operations.plan.exports.pack.blocks import Block, chart, heading, named, only_parties
from roundtable.operations.plan.exports.pack.findings import Findings
from roundtable.operations.plan.exports.pack.opening import source
from roundtable.operations.plan.exports.pack.speech import number


def reported_map(found: Findings, language: str, map_: Mapping[str, Any]) -> list[Block]:
    """The map of Parties that reported; only for those who take part."""
    facts = found.facts
    spoke = facts.reported[facts.year]
    words = {party.code: party.names[language] for party in facts.parties}
    silent = [code for code in facts.order[language] if code not in spoke]
    state = {code: ("yes" if code in spoke else "no") for code in words}
    drawn = {shape["iso2"] for shape in map_.get("shapes", [])}
    beside = [
        words[code] + " (" + (_("reported") if state[code] == "yes" else _("no accepted report")) + ")"
        for code in facts.order[language]
        if code not in drawn
    ]
    title = _("%(some)s of %(all)s Parties reported on %(year)s") % {
        "some": number(len(spoke)),
        "all": number(len(words)),
        "year": facts.year,
    }
    names = ", ".join(words[code] for code in silent)
    alt = (
        _("Map of the region; Parties that reported are filled. No accepted report: %(names)s.") % {"names": names}
        if silent
        else _("Map of the region; all Parties reported.")
    )
    if not map_:
        return []
    return [
        only_parties(heading(2, _("Who reported"), "who-reported")),
        only_parties(
            named(
                chart(
                    "map",
                    "map",
                    title=title,
                    subtitle=_("At least one accepted report on %(year)s.") % {"year": facts.year},
                    alt=alt,
                    source=_("%(data)s Geometry: %(geometry)s.")
                    % {"data": source(found), "geometry": map_.get("source", "")},
                    data={
                        "map": "region",
                        "state": state,
                        "names": words,
                        "yes": _("Reported"),
                        "no": _("No accepted report yet"),
                        "other": _("Not asked"),
                        "party": _("Party"),
                        "beside": (_("Not drawn: %(names)s.") % {"names": ", ".join(beside)}) if beside else "",
                        "designations": _(
                            "The designations and borders shown imply no opinion on the legal status of any "
                            "territory or on its borders."
                        ),
                        "order": list(facts.order[language]),
                    },
                ),
                _("Who reported"),
            )
        ),
    ]
