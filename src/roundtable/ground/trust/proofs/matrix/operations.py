"""The operations of the API, as its own document names them, each with an example of what it takes."""

import re
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from roundtable.kernel.base.addresses import addresses

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
DEPTH = 4


@dataclass(frozen=True)
class Operation:
    """One operation: its verb, its path in the document, and something that it takes."""

    verb: str
    path: str
    example: Any

    @property
    def name(self) -> str:
        """How it is called: verb and path."""
        return f"{self.verb} {self.path}"

    def is_at(self, route: str) -> bool:
        """Whether this is an operation of an address."""
        return CONVERTER.sub(r"{\1}", route) == self.path

    @property
    def names(self) -> list[str]:
        """The names of the addresses at which it is asked for."""
        return [one.name for one in addresses() if self.is_at(one.route)]


def operations() -> list[Operation]:
    """Read the document as anybody may, and give every operation in it."""
    document = Client().get(reverse("api-1:openapi-json")).json()
    return [
        Operation(verb.upper(), path, _body(said, document))
        for path, verbs in document["paths"].items()
        for verb, said in verbs.items()
    ]


def _body(said: dict[str, Any], document: dict[str, Any]) -> Any:
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    return example(content["schema"], document, DEPTH) if content else None


def example(schema: dict[str, Any], document: dict[str, Any], depth: int) -> Any:  # noqa: PLR0911 - one for each kind
    """Make something that a schema takes: every field filled, the first of each choice."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    for several in ("anyOf", "oneOf", "allOf"):
        if schema.get(several):
            return example(schema[several][0], document, depth)
    if "enum" in schema:
        return schema["enum"][0]
    if "default" in schema and schema["default"] not in (None, ""):
        return schema["default"]
    kind = schema.get("type")
    if kind == "object" and depth:
        return {name: example(part, document, depth - 1) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [example(schema["items"], document, depth - 1)] if depth else []
    plain: dict[Any, Any] = {"integer": 1, "number": 1, "boolean": True, "null": None}
    if kind in plain:
        return plain[kind]
    return {"date": "2026-01-01", "uuid": "00000000-0000-4000-8000-000000000001"}.get(schema.get("format", ""), "typed")
