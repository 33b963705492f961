"""Statements of three parts (RDF), written as Turtle, RDF/XML and JSON-LD."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
}
"""The vocabularies that are used, by their short names."""
_ODD = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that has an address."""

    address: str

    def __post_init__(self) -> None:
        """Write signs that no address holds by their numbers."""
        plain = _ODD.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), self.address)
        object.__setattr__(self, "address", plain)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language, or of a type (`xsd:date`)."""

    text: str
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Triple:
    """A statement: what is said of a thing. `says` is a short name such as `dct:title`."""

    thing: Node
    says: str
    what: Node | Text


def full(short: str) -> str:
    """Give the whole address of a short name.

    >>> full("dct:title")
    'http://purl.org/dc/terms/title'
    """
    space, _, name = short.partition(":")
    return SPACES[space] + name


def by_thing(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Put statements together by the thing they speak of, in the order in which they came."""
    found: dict[str, list[Triple]] = {}
    for one in triples:
        found.setdefault(one.thing.address, []).append(one)
    return found


def turtle(triples: Iterable[Triple]) -> str:
    """Write statements as Turtle.

    >>> turtle([Triple(Node("https://a.org/1"), "dct:title", Text("A “name”", "en"))]).splitlines()[-1]
    '<https://a.org/1> dct:title "A “name”"@en .'
    """
    lines = [f"@prefix {name}: <{address}> ." for name, address in SPACES.items()]
    for thing, told in by_thing(triples).items():
        lines.append(f"<{thing}> " + " ;\n    ".join(f"{one.says} {_in_turtle(one.what)}" for one in told) + " .")
    return "\n".join(lines) + "\n"


def _in_turtle(what: Node | Text) -> str:
    if isinstance(what, Node):
        return f"<{what.address}>"
    # The escapes of JSON are escapes of Turtle too.
    quoted = json.dumps(what.text, ensure_ascii=False)
    return quoted + (f"@{what.language}" if what.language else f"^^{what.kind}" if what.kind else "")


def rdf_xml(triples: Iterable[Triple]) -> str:
    """Write statements as RDF/XML."""
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in SPACES.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF {names}>"]
    for thing, told in by_thing(triples).items():
        lines.append(f"<rdf:Description rdf:about={quoteattr(thing)}>")
        lines += [_in_xml(one) for one in told]
        lines.append("</rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def _in_xml(one: Triple) -> str:
    if isinstance(one.what, Node):
        return f"<{one.says} rdf:resource={quoteattr(one.what.address)}/>"
    more = f' xml:lang="{one.what.language}"' if one.what.language else ""
    more += f' rdf:datatype="{full(one.what.kind)}"' if one.what.kind else ""
    # A carriage return would become a line break when it is read.
    text = escape(_CONTROL.sub("", one.what.text), {"\r": "&#13;"})
    return f"<{one.says}{more}>{text}</{one.says}>"


def json_ld(triples: Iterable[Triple]) -> str:
    """Write statements as JSON-LD."""
    things = []
    for thing, told in by_thing(triples).items():
        made: dict[str, Any] = {"@id": thing}
        for one in told:
            if one.says == "rdf:type" and isinstance(one.what, Node):
                made.setdefault("@type", []).append(one.what.address)
            else:
                made.setdefault(one.says, []).append(_in_json(one.what))
        things.append(made)
    return json.dumps({"@context": SPACES, "@graph": things}, ensure_ascii=False, indent=1)


def _in_json(what: Node | Text) -> Mapping[str, str]:
    if isinstance(what, Node):
        return {"@id": what.address}
    if what.language:
        return {"@value": what.text, "@language": what.language}
    return {"@value": what.text, "@type": full(what.kind)} if what.kind else {"@value": what.text}
