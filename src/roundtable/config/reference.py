"""Turn the API's OpenAPI document into what its reference page shows: plain values, grouped by room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Document = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
LONGEST_CHOICE = 12


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that goes into an operation or comes out of it."""

    name: str
    where: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with one method."""

    method: str
    path: str
    title: str
    about: str
    anchor: str
    parameters: list[Parameter]
    body: list[Parameter]
    answers: list[tuple[str, str, list[Parameter]]]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole reference: operations by room."""

    title: str
    version: str
    about: str
    rooms: dict[str, list[Operation]] = field(default_factory=dict)


def reference(document: Document) -> Reference:
    """Read an OpenAPI document into the values of its reference page."""
    info = document["info"]
    rooms: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                made = _operation(document, method, path, methods[method])
                room = (methods[method].get("tags") or [""])[0]
                rooms.setdefault(room, []).append(made)
    return Reference(info["title"], info["version"], info.get("description", ""), rooms)


def _operation(document: Document, method: str, path: str, said: Mapping[str, Any]) -> Operation:
    parameters = [
        Parameter(p["name"], p["in"], _kind(document, p["schema"]), bool(p.get("required")), _about(p, p["schema"]))
        for p in said.get("parameters", [])
    ]
    body = [field for content in _contents(said.get("requestBody", {})) for field in _fields(document, content)]
    answers = [
        (str(status), answer.get("description", ""), [f for c in _contents(answer) for f in _fields(document, c)])
        for status, answer in said["responses"].items()
    ]
    anchor = str(said.get("operationId", f"{method}{path}"))
    return Operation(
        method.upper(), path, said.get("summary", path), said.get("description", ""), anchor, parameters, body, answers
    )


def _contents(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (content["schema"] for content in holder.get("content", {}).values() if "schema" in content)


def _resolved(document: Document, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found  # type: ignore[no-any-return]  # the document is plain JSON


def _fields(document: Document, schema: Mapping[str, Any]) -> list[Parameter]:
    whole = _resolved(document, schema)
    if whole.get("type") == "array":
        whole = _resolved(document, whole.get("items", {}))
    required = set(whole.get("required", []))
    return [
        Parameter(name, "body", _kind(document, inner), name in required, _about(inner, inner))
        for name, inner in whole.get("properties", {}).items()
    ]


def _about(*holders: Mapping[str, Any]) -> str:
    return next((str(holder["description"]) for holder in holders if holder.get("description")), "")


def _kind(document: Document, schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        kinds = [_kind(document, choice) for choice in schema["anyOf"]]
        return " / ".join(kind for kind in kinds if kind != "null")
    if "$ref" in schema:
        whole = _resolved(document, schema)
        return _choices(whole) or str(schema["$ref"].rsplit("/", 1)[-1])
    if schema.get("type") == "array":
        return f"[{_kind(document, schema.get('items', {}))}]"
    return _choices(schema) or str(schema.get("format") or schema.get("type") or "any")


def _choices(schema: Mapping[str, Any]) -> str:
    choices = [str(choice) for choice in schema.get("enum", [])]
    more = ["…"] if len(choices) > LONGEST_CHOICE else []
    return " | ".join([*choices[:LONGEST_CHOICE], *more])
