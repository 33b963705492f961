"""Which artefacts answer a question for structures: those that are meant, and those that come along."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from roundtable_analytics.sdmx.messages import Reference
from roundtable_analytics.sdmx.rest.asked import StructureQuestion
from roundtable_analytics.sdmx.structures import (
    Artefact,
    Constraint,
    Dataflow,
    DataStructure,
    ItemScheme,
    ProvisionAgreement,
    Structures,
)

SCHEMES = {"Concept": "ConceptScheme", "Agency": "AgencyScheme", "DataProvider": "DataProviderScheme"}
Address = Callable[[Reference], str]


def answered(question: StructureQuestion, here: Structures, address: Address) -> list[Artefact]:
    """Give the artefacts that answer; none when there are none. `address` tells where a stub is found whole."""
    meant = [one for one in here.found.values() if _is_meant(question, one)]
    meant = [_with_items(one, question.wanted.items) for one in meant]
    found = {one.reference: one for one in meant}
    beside = {one.reference: one for one in _along(question.references, meant, here) if one.reference not in found}
    detail = question.detail
    if detail.startswith("all"):
        found = {where: _stub(one, address, complete="complete" in detail) for where, one in found.items()}
    if detail.startswith("all") or (detail.startswith("reference") and detail.endswith("stubs")):
        beside = {where: _stub(one, address, complete="complete" in detail) for where, one in beside.items()}
    return [*found.values(), *beside.values()]


def _is_meant(question: StructureQuestion, one: Artefact) -> bool:
    told = one.reference
    return told.kind in question.kinds and question.wanted.meets(told.agency, told.identifier, told.version)


def _with_items(one: Artefact, items: tuple[str, ...]) -> Artefact:
    if not items or not isinstance(one, ItemScheme):
        return one
    return replace(one, items=tuple(item for item in one.items if item.identifier in items))


def _stub(one: Artefact, address: Address, *, complete: bool) -> Artefact:
    """Give an artefact without its content: complete stubs keep their description."""
    told = one.descriptions if complete else {}
    return type(one)(one.reference, one.names, told, one.final, address(one.reference))


def needed(one: Artefact) -> list[Reference]:
    """Give what an artefact refers to, each whole artefact once."""
    found: list[Reference | None] = []
    if isinstance(one, DataStructure):
        for component in one.components:
            found.append(component.concept)
            found.append(component.representation.code_list if component.representation else None)
    elif isinstance(one, ItemScheme):
        found += [item.representation.code_list for item in one.items if item.representation]
    elif isinstance(one, Dataflow):
        found.append(one.structure)
    elif isinstance(one, ProvisionAgreement):
        found += [one.dataflow, one.provider]
    elif isinstance(one, Constraint):
        found += one.attached
    whole = (replace(told, kind=SCHEMES.get(told.kind, told.kind), item="") for told in found if told)
    return list(dict.fromkeys(whole))


def needed_by(
    made: Constraint, words: Iterable[str], here: Structures, codes: Mapping[str, Iterable[str]]
) -> list[Artefact]:
    """Give the artefacts that come along with what is available: all that it needs, or some kinds of them.

    Lists of codes hold the codes that are available, and no others.
    """
    wanted = set(words)
    every = bool(wanted & {"all", "descendants", "children"})
    known: dict[Reference, set[str]] = {}
    found = []
    for one in _closed([made], here, _children):
        if isinstance(one, DataStructure):
            for component in one.components:
                held = component.representation.code_list if component.representation else None
                if held and component.identifier in codes:
                    known[held] = set(codes[component.identifier])
        if every or one.reference.kind in wanted:
            found.append(one)
    return [_narrowed(one, known.get(one.reference)) for one in found]


def _narrowed(one: Artefact, codes: set[str] | None) -> Artefact:
    if codes is None or not isinstance(one, ItemScheme):
        return one
    return replace(one, items=tuple(item for item in one.items if item.identifier in codes))


def _along(words: Iterable[str], meant: list[Artefact], here: Structures) -> list[Artefact]:
    found: dict[Reference, Artefact] = {}
    above = {
        "parents": _parents,
        "parentsandsiblings": _siblings,
        "ancestors": lambda told, held: _closed(told, held, _parents),
        "children": _children,
        "descendants": lambda told, held: _closed(told, held, _children),
        "all": _all,
    }
    for word in words:
        if word == "none":
            continue
        ways = above.get(word, _all)
        for one in ways(meant, here):
            if word in above or one.reference.kind == word:
                found[one.reference] = one
    return list(found.values())


def _children(told: list[Artefact], here: Structures) -> list[Artefact]:
    return [here.found[where] for one in told for where in needed(one) if where in here.found]


def _parents(told: list[Artefact], here: Structures) -> list[Artefact]:
    meant = {one.reference for one in told}
    return [one for one in here.found.values() if meant & set(needed(one))]


def _siblings(told: list[Artefact], here: Structures) -> list[Artefact]:
    parents = _parents(told, here)
    return [*parents, *_children(parents, here)]


def _closed(
    told: list[Artefact], here: Structures, step: Callable[[list[Artefact], Structures], list[Artefact]]
) -> list[Artefact]:
    found: dict[Reference, Artefact] = {}
    edge = told
    while edge:
        edge = [one for one in step(edge, here) if one.reference not in found]
        found |= {one.reference: one for one in edge}
    return list(found.values())


def _all(told: list[Artefact], here: Structures) -> list[Artefact]:
    return [*_siblings(told, here), *_closed(told, here, _parents), *_closed(told, here, _children)]
