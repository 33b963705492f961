"""Explain scopes and institutions to the rooms below, which keep only their codes."""

from collections.abc import Mapping

from roundtable.ground.parties.domain.alphabets import in_order
from roundtable.ground.parties.models import Institution
from roundtable.ground.parties.queries.table import names, reader_language
from roundtable.ground.trust.public import Explanation


def _scopes() -> Mapping[str, str]:
    known = names()
    return {code: known[code] for code in in_order(known, reader_language(None), lambda code: known[code])}


def _institutions() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for institution in Institution.objects.filter(closed_on=None):
        found.setdefault(institution.party_id, {})[institution.code] = str(institution.name)
    return found


EXPLANATION = Explanation(scopes=_scopes, institutions=_institutions)
