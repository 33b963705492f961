"""In which forms the list of datasets, the log of findings and the answers to questions leave."""

from collections.abc import Mapping
from typing import Any

from roundtable.ground.trust.public import Apart, Leaving, Told
from roundtable.records.observatory.exports.rows import rule
from roundtable.records.observatory.models import Audience, Finding

DEMONSTRATION = "a page says it above its list, a file in a column or a note of its own"


def _audience(value: str) -> Mapping[str, Any]:
    return {"audience": Audience(value).label}


def _rule(value: str) -> Mapping[str, Any]:
    return {"rule": rule(value)}


def _answer(value: str) -> Mapping[str, Any]:
    return {"answer": Finding.Answer(value).label if value else ""}


def _cell(value: list[str]) -> Mapping[str, Any]:
    return {"cell": " · ".join(value)}


LEAVINGS = (
    Leaving(
        name="observatory.datasets",
        page="observatory:list",
        files="download",
        told=(
            Told(
                address="api-1:datasets_listed",
                words={"audience": _audience},
                bare={"demonstration": DEMONSTRATION, "about": "the page of the dataset says it"},
            ),
        ),
    ),
    Leaving(
        name="observatory.log",
        page="observatory:log",
        files="download",
        told=(
            Told(
                address="api-1:log_told",
                words={"rule": _rule, "answer": _answer, "cell": _cell},
                bare={"id": "the number by which it is answered", "load": "the number of the load"},
            ),
        ),
    ),
    Leaving(
        name="observatory.dataset",
        page="observatory:dataset",
        one=True,
        along_row="observatory:explore",
        told=(Told(address="api-1:dataset_told"),),
    ),
)

SDMX = [f"{what}-{which}" for what in ("data", "available", "structure", "rest") for which in ("15", "20")]
APART = (
    Apart("api-1:figures", "the answer to a question, drawn from the cells that its page shows in a table"),
    Apart("observatory:catalogue", "the list of datasets as statements for portals; read back by tests"),
    *(
        Apart(f"sdmx:{name}", "messages of SDMX, read back and compared with the store by tests and by other clients")
        for name in SDMX
    ),
    Apart("observatory:countries", "the places of which the datasets hold something, which are no rows of a table"),
    Apart(
        "observatory:profile",
        "figures of several datasets, each made by the rule of an indicator; the page shows the same",
    ),
    Apart(
        "observatory:corridor_file", "cells of several datasets beside each other, which the page of the corridor shows"
    ),
    Apart("observatory:explored", "the answer to a question, drawn from the cells that its page shows in a table"),
    Apart("observatory:catalogue", "the list of datasets as statements for portals; read back by tests"),
    *(
        Apart(f"sdmx:{name}", "messages of SDMX, read back and compared with the store by tests and by other clients")
        for name in SDMX
    ),
)
