"""Cells of a message in a form that no reader chooses: numbers as numbers, nothing left out, order set aside."""

import hashlib
import json
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "sdmx-samples"


def plain(value):
    text = None if value is None else str(value)
    if text is None or text.lower() in {"nan", "none", ""}:
        return None
    try:
        return repr(float(text))
    except ValueError:
        return text


def cells(rows):
    told = ({name: plain(value) for name, value in row.items() if plain(value) is not None} for row in rows)
    return sorted(json.dumps(row, sort_keys=True) for row in told)


def digest(data_sets):
    """Give one word for the cells of all data sets of a message."""
    whole = json.dumps(sorted(cells(rows) for rows in data_sets))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
