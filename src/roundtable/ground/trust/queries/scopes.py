"""Names of scopes and institutions. This room keeps only their codes; whoever keeps the names signs up here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roundtable.kernel.base.registry import Registry
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT


@dataclass(frozen=True)
class Explanation:
    """What another room can say about codes, in the reader's language."""

    scopes: Callable[[], Mapping[str, str]]
    """Every scope that a function can be held in, by code, in the order in which people expect them."""
    institutions: Callable[[], Mapping[str, Mapping[str, str]]]
    """For each scope its institutions: code and name."""


explanations: Registry[Explanation] = Registry("trust.explanations")


def scope_names() -> dict[str, str]:
    """Give the names of all scopes by code: our own first, then those that other rooms explain."""
    names = {SECRETARIAT: _("Secretariat"), DIALOGUE: _("The whole dialogue")}
    for explanation in explanations:
        names |= explanation.scopes()
    return names


def institution_names() -> dict[str, dict[str, str]]:
    """Give for each scope the names of its institutions by code."""
    names: dict[str, dict[str, str]] = {}
    for explanation in explanations:
        for scope, institutions in explanation.institutions().items():
            names.setdefault(scope, {}).update(institutions)
    return names
