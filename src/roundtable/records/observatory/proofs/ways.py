"""How the addresses of figures are asked for."""

from typing import Any

from roundtable.ground.trust.public import Way
from roundtable.records.observatory.readership import sees_the_dataset

DATASET, VINTAGE = "observatory.dataset", "observatory.vintage"
FORMS = ("csv", "xlsx", "json", "parquet", "svg", "png", "vega", "metadata.json")
"""In which forms the answer to a question leaves."""


def _code(row: Any) -> dict[str, Any]:
    return {"code": row.code}


def _forms(row: Any) -> list[dict[str, Any]]:
    return [{"code": row.code, "form": form} for form in FORMS]


def _of_dataset(row: Any) -> dict[str, Any]:
    return {"code": row.dataset.code, "pk": row.pk}


WAYS = (
    *(Way(f"observatory:{name}", DATASET, _code, sees=sees_the_dataset) for name in ("dataset", "log", "explore")),
    Way("observatory:explored", DATASET, _forms, sees=sees_the_dataset, kinds=("form",)),
    Way("observatory:change", DATASET, _code, sees=sees_the_dataset),
    *(
        Way(f"observatory:{name}", VINTAGE, _of_dataset)
        for name in ("vintage", "answer", "publish", "refuse", "withdraw")
    ),
)
