"""What both versions of the REST interface read alike: parameters, numbers, moments, lists of names."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import unquote

from roundtable_analytics.frames.periods import bounds
from roundtable_analytics.sdmx.rest.asked import ALL, LATEST, OPERATORS, Alternatives, Comparison, Parameters
from roundtable_analytics.sdmx.rest.faults import NOT_IMPLEMENTED, SYNTAX, Fault

_COMPONENT = re.compile(r"c\[([A-Za-z][A-Za-z0-9_$-]*)\]")
_NAME = re.compile(r"[A-Za-z0-9_@$.\-]+")
_VERSION = re.compile(r"[0-9]+\+?(\.[0-9]+\+?){0,2}(-[A-Za-z0-9.]+)?|latest|all|\*|~|\+")
MOST = 1_000_000
KINDS = {
    "datastructure": "DataStructure",
    "dataflow": "Dataflow",
    "codelist": "Codelist",
    "conceptscheme": "ConceptScheme",
    "agencyscheme": "AgencyScheme",
    "dataproviderscheme": "DataProviderScheme",
    "provisionagreement": "ProvisionAgreement",
    "contentconstraint": "DataConstraint",
    "actualconstraint": "DataConstraint",
    "dataconstraint": "DataConstraint",
}
"""The kinds of artefacts that are here, by their names in addresses."""
_OTHERS = """metadatastructure metadataflow metadataset categoryscheme categorisation hierarchicalcodelist hierarchy
hierarchyassociation dataconsumerscheme organisationunitscheme reportingtaxonomy structureset process
attachmentconstraint allowedconstraint transformationscheme rulesetscheme userdefinedoperatorscheme
customtypescheme namepersonalisationscheme namealiasscheme vtlmappingscheme valuelist geocodelist geogridcodelist
structuremap representationmap conceptschememap categoryschememap organisationschememap reportingtaxonomymap
metadataconstraint metadataproviderscheme metadataprovisionagreement"""
NOT_HERE = frozenset(_OTHERS.split())
"""Kinds that SDMX has and this service holds none of: a question for them has no results."""
EVERY = tuple(dict.fromkeys(KINDS.values()))
ORGANISATIONS = ("AgencyScheme", "DataProviderScheme")


def parameters(query: str) -> Parameters:
    """Read the parameters of an address. A plus stays a plus: SDMX uses it as a word of its own.

    >>> parameters("c%5BTIME_PERIOD%5D=ge:2020+le:2022&detail=full")
    {'c[TIME_PERIOD]': ('ge:2020+le:2022',), 'detail': ('full',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in query.split("&"):
        if part:
            name, _, value = part.partition("=")
            found[unquote(name)] = (*found.get(unquote(name), ()), unquote(value))
    return found


def known(told: Parameters, names: Sequence[str], *, components: bool = False) -> None:
    """Refuse parameters that this kind of question does not have."""
    for name in told:
        if name not in names and not (components and _COMPONENT.fullmatch(name)):
            raise Fault(SYNTAX, f"There is no parameter “{name[:60]}” here. These are known: {', '.join(names)}.")


def one(told: Parameters, name: str, default: str = "") -> str:
    """Give a parameter that may come once."""
    values = told.get(name, ())
    if len(values) > 1:
        raise Fault(SYNTAX, f"The parameter {name} comes {len(values)} times, and may come once.")
    return values[0] if values else default


def choice(told: Parameters, name: str, values: Sequence[str], default: str) -> str:
    """Give a parameter that has one of some values."""
    found = one(told, name) or default
    if found not in values:
        raise Fault(SYNTAX, f"{name} cannot be “{found[:60]}”. It is one of {', '.join(values)}.")
    return found


def number(told: Parameters, name: str) -> int:
    """Give a number of observations; 0 where none is told."""
    text = one(told, name)
    if text and (not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST):
        raise Fault(SYNTAX, f"{name} is a whole number from 1 to {MOST}, not “{text[:60]}”.")
    return int(text) if text else 0


def moment(told: Parameters, name: str) -> datetime | None:
    """Give a moment; without a zone it is meant in UTC, as the standard says."""
    text = one(told, name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        example = "2026-01-31T12:00:00+01:00"
        raise Fault(SYNTAX, f"{name} is a moment such as {example}, not “{text[:60]}”.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def flag(told: Parameters, name: str) -> bool:
    """Give a parameter that is true or false."""
    return choice(told, name, ("true", "false"), "false") == "true"


def period(name: str, text: str) -> str:
    """Give a period of SDMX; refuse what is none."""
    if bounds(text) is None:
        raise Fault(SYNTAX, f"{name} is a period such as 2024, 2024-Q1, 2024-03 or 2024-03-30, not “{text[:60]}”.")
    return text


def names(text: str, separator: str) -> tuple[str, ...]:
    """Read a list of identifiers; `ALL` for `all` and `*`."""
    if text in {"", "all", "*"}:
        return ALL
    found = tuple(text.split(separator))
    if wrong := [name for name in found if not _NAME.fullmatch(name)]:
        raise Fault(SYNTAX, f"“{wrong[0][:60]}” is no identifier.")
    return found


def versions(text: str, separator: str) -> tuple[str, ...]:
    """Read a list of versions; the latest where none is told."""
    if text in {"all", "*"}:
        return ALL
    # `+` is both the sign of a list and part of `1.0+`: a list has numbers on both sides of it.
    found = tuple(re.split(r"\+(?=\d)", text) if separator == "+" else text.split(separator)) if text else (LATEST,)
    if wrong := [version for version in found if not _VERSION.fullmatch(version)]:
        raise Fault(SYNTAX, f"“{wrong[0][:60]}” is no version.")
    return found


def kinds(text: str) -> tuple[str, ...]:
    """Give the kinds of artefacts that a name in an address means; none where there are no such artefacts here."""
    if text in {"structure", "*", "all"}:
        return EVERY
    if text == "organisationscheme":
        return ORGANISATIONS
    found: list[str] = []
    for name in text.split(","):
        if name in KINDS:
            found.append(KINDS[name])
        elif name not in NOT_HERE:
            raise Fault(SYNTAX, f"“{name[:60]}” is no kind of structure.")
    return tuple(found)


def references(told: Parameters) -> tuple[str, ...]:
    """Read which artefacts come along: words of the standard, or kinds."""
    text = one(told, "references", "none")
    found: list[str] = []
    for name in text.split(","):
        if name in {"none", "parents", "parentsandsiblings", "ancestors", "children", "descendants", "all"}:
            found.append(name)
        else:
            found.extend(kinds(name))
    return tuple(found)


def components(told: Parameters) -> tuple[tuple[str, Alternatives], ...]:
    """Read the filters of components, `c[GEO]=AT,DE` and `c[TIME_PERIOD]=ge:2020+lt:2022`. Raises `Fault`.

    >>> components({"c[TIME_PERIOD]": ("ge:2020+lt:2022",), "c[GEO]": ("AT,sw:D",)})
    (('TIME_PERIOD', ((('ge', '2020'), ('lt', '2022')),)), ('GEO', ((('eq', 'AT'),), (('sw', 'D'),))))
    """
    found = []
    for name, values in told.items():
        meant = _COMPONENT.fullmatch(name)
        for value in values if meant else ():
            alternatives = tuple(
                tuple(_comparison(name, part) for part in alternative.split("+")) for alternative in value.split(",")
            )
            found.append((meant[1] if meant else "", alternatives))
    return tuple(found)


def _comparison(name: str, text: str) -> Comparison:
    operator, _, value = text.partition(":")
    if operator not in OPERATORS or not _:
        operator, value = "eq", text
    if not value:
        raise Fault(SYNTAX, f"The filter {name} compares with nothing.")
    return operator, value


def deny(what: str) -> Fault:
    """Say that something of the standard is not done here."""
    return Fault(NOT_IMPLEMENTED, f"{what} is not offered by this service.")
