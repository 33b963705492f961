"""The coverage matrix of a pack: action by Party."""

from django.utils.translation import gettext as _

from roundtable.operations.plan.exports.pack import links
from roundtable.operations.plan.exports.pack.blocks import Block, heading, only_parties
from roundtable.operations.plan.exports.pack.findings import Findings


def matrix(found: Findings, language: str) -> list[Block]:
    """Action by Party: what each Party said. Only for those who take part."""
    facts = found.facts
    names = {party.code: party.names[language] for party in facts.parties}
    order = facts.order[language]
    places = "{action}", "{party}"
    href = (
        links.reports(facts.year, action=places[0], party=places[1])
        .replace("%7Baction%7D", "{action}")
        .replace("%7Bparty%7D", "{party}")
    )
    block: Block = {
        "t": "matrix",
        "id": "matrix",
        "sheet": _("Coverage matrix"),
        "caption": _("What each Party reported on each action, %(year)s. Parties in alphabetical order.")
        % {"year": facts.year},
        "columns": [{"code": code, "name": names[code]} for code in order],
        "rows": [
            {
                "code": action.label,
                "title": action.title[language],
                "area": area.number,
                "href": links.action(action.code),
                "cells": facts.cells(action.code, order),
            }
            for area in facts.areas
            for action in area.actions
        ],
        "href": href,
        "corner": _("Action"),
        "legend": [
            ["0", _("Not begun")],
            ["1", _("Prepared")],
            ["2", _("Begun")],
            ["3", _("Advanced")],
            ["4", _("Done")],
            ["c", _("In confidence")],
            ["a", _("Not applicable")],
            ["k", _("No national competence")],
            [".", _("No report")],
        ],
    }
    return [only_parties(heading(1, _("Who reported what"), "matrix")), only_parties(block)]
