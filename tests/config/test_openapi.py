"""The API's document is committed and compared: a change of it is meant."""

import json
from pathlib import Path

from roundtable.config.api import api

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "data" / "openapi.json"


def test_the_document_is_the_one_that_was_committed():
    now = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    assert now == json.loads(COMMITTED.read_text()), "run `make snapshots` if this change is meant"


def test_it_is_an_openapi_3_1_document():
    assert json.loads(COMMITTED.read_text())["openapi"].startswith("3.1")
