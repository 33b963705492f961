"""How the addresses of figures are asked for."""

from typing import Any

from roundtable.ground.trust.public import Way
from roundtable.records.observatory.readership import sees_the_dataset, works_on_the_corridor

DATASET, VINTAGE = "observatory.dataset", "observatory.vintage"
FORMS = ("csv", "xlsx", "json", "parquet", "svg", "png", "vega", "metadata.json")
"""In which forms the answer to a question leaves."""

PROFILES = ("csv", "xlsx", "json", "pdf")
COUNTRIES = ({"code": "AT"}, {"code": "GE"})
"""The places of the planted figures."""
CORRIDOR = {"origin": "GE", "destination": "AT"}


def _code(row: Any) -> dict[str, Any]:
    return {"code": row.code}


def _forms(row: Any) -> list[dict[str, Any]]:
    return [{"code": row.code, "form": form} for form in FORMS]


def _of_side(row: Any) -> dict[str, Any]:
    return {"origin": row.origin, "destination": row.destination}


def _of_dataset(row: Any) -> dict[str, Any]:
    return {"code": row.dataset.code, "pk": row.pk}


def _flow(row: Any) -> dict[str, Any]:
    return {"flow": row.code}


def _artefact(row: Any) -> dict[str, Any]:
    return {"kind": "dataflow", "agency": "all", "identifier": row.code}


def _artefact_20(row: Any) -> dict[str, Any]:
    return {"kind": "dataflow", "agency": "*", "identifier": row.code}


def _flow_20(row: Any) -> dict[str, Any]:
    return {"context": "dataflow", "agency": "*", "identifier": row.code}


FORMATS = ("format=csv", "format=json", "format=genericdata")
SDMX = (
    Way("sdmx:data-15", DATASET, _flow, sees=sees_the_dataset, questions=FORMATS),
    Way("sdmx:available-15", DATASET, _flow, sees=sees_the_dataset),
    Way("sdmx:structure-15", DATASET, _artefact, sees=sees_the_dataset, kinds=("kind", "agency")),
    Way("sdmx:rest-15", values=[{"asked": "dataflow"}, {"asked": "structure/all/all/latest"}]),
    Way("sdmx:data-20", DATASET, _flow_20, sees=sees_the_dataset, kinds=("context", "agency"), questions=FORMATS[:2]),
    Way("sdmx:available-20", DATASET, _flow_20, sees=sees_the_dataset, kinds=("context", "agency")),
    Way("sdmx:structure-20", DATASET, _artefact_20, sees=sees_the_dataset, kinds=("kind", "agency")),
    Way("sdmx:rest-20", values=[{"asked": "structure/*/*/*"}]),
)
"""The web services of SDMX: what they hand out, whoever may see the dataset."""

WAYS = (
    *SDMX,
    Way("observatory:catalogue", values=[{"form": "jsonld"}, {"form": "ttl"}, {"form": "rdf"}]),
    *(Way(f"observatory:{name}", DATASET, _code, sees=sees_the_dataset) for name in ("dataset", "log", "explore")),
    Way("observatory:explored", DATASET, _forms, sees=sees_the_dataset, kinds=("form",)),
    Way("observatory:change", DATASET, _code, sees=sees_the_dataset),
    Way("observatory:sheet", DATASET, _code, sees=sees_the_dataset),
    *(Way(f"api-1:{name}", DATASET, _code, sees=sees_the_dataset) for name in ("dataset_told", "figures", "log_told")),
    Way("observatory:country", values=COUNTRIES),
    Way("observatory:profile", values=[{**one, "form": form} for one in COUNTRIES for form in PROFILES]),
    Way("observatory:mirror", "observatory.mirrorside", _of_side, sees=works_on_the_corridor),
    Way("observatory:corridor", values=[CORRIDOR]),
    Way("observatory:corridor_file", values=[{**CORRIDOR, "form": form} for form in PROFILES[:3]]),
    Way("observatory:intake", "observatory.intake"),
    Way("api-1:load_figures", sends=[{"mapping": "none", "table": "a,b"}], as_json=True),
    Way(
        "api-1:answer_findings",
        VINTAGE,
        sends=[{"findings": [1, 2, 3], "answer": "accepted", "reason": "So."}],
        as_json=True,
    ),
    Way("api-1:publish_load", VINTAGE, sends=[{}], as_json=True),
    Way("api-1:refuse_load", VINTAGE, sends=[{"notice": "Wrong."}], as_json=True),
    Way("api-1:withdraw_figures", VINTAGE, sends=[{"notice": "Wrong."}], as_json=True),
    *(
        Way(f"observatory:{name}", VINTAGE, _of_dataset)
        for name in ("vintage", "answer", "publish", "refuse", "withdraw")
    ),
)
