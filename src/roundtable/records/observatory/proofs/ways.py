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
    *(Way(f"api-1:{name}", DATASET, _code, sees=sees_the_dataset) for name in ("dataset_told", "figures", "log_told")),
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
