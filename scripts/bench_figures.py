"""Fill an installation of the bench: the demonstration, every shipped dataset at hand, or a million cells."""

import os
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data"
MILLION = 1_000_000
WHEN = datetime(2026, 1, 10, tzinfo=UTC)
MAPPING = """
dataset: million
title: {en: A million cells (demonstration)}
source: Made up by the bench
licence: CC0 1.0
file: million.csv
dimensions:
- {name: origin, column: origin}
- {name: asylum, column: asylum}
- {name: sex, column: sex}
time: {column: month}
measures:
- {column: people, unit: persons}
"""


def million() -> pl.DataFrame:
    """Make a million cells: 50 origins, 50 places, 2 sexes, 200 months; each seventh says why there is no number."""
    places = [f"P{number:02d}" for number in range(50)]
    months = [f"{2008 + month // 12}-{month % 12 + 1:02d}" for month in range(200)]
    frame = pl.DataFrame({"origin": places})
    for name, codes in (("asylum", places), ("sex", ["F", "M"]), ("TIME_PERIOD", months)):
        frame = frame.join(pl.DataFrame({name: codes}), how="cross")
    number = pl.int_range(pl.len())
    nothing = (number % 7) == 3
    return frame.with_columns(
        pl.when(~nothing).then(((number * 7919) % 100_003).cast(pl.Float64)).alias("OBS_VALUE"),
        pl.when(nothing).then(pl.lit("Q")).alias("OBS_STATUS"),
        pl.when(nothing).then(pl.lit("A")).alias("CONF_STATUS"),
    )


def publish(told: Any, rows: pl.DataFrame, at: datetime) -> None:
    """Load rows as if they had come, let every finding be accepted, and publish."""
    loading = import_module("roundtable.records.observatory.services.loading")
    looking = import_module("roundtable.records.observatory.services.looking")
    publishing = import_module("roundtable.records.observatory.services.publishing")
    models = import_module("roundtable.records.observatory.models")
    looked = looking.look_at(told, rows, today=at.date(), name="bench")
    vintage = loading.load(looked, by=None, at=at, audience=models.Audience.PUBLIC, demonstration=True)
    numbers = list(models.Finding.objects.filter(vintage=vintage, answer="").values_list("pk", flat=True))
    if numbers:
        publishing.answer(vintage, numbers, accepted=True, reason="For the bench.", by=None, at=at)
    publishing.publish(vintage, by=None, at=at)


def demonstration() -> None:
    """Load the demonstration, and every dataset for which a mapping is shipped and the file lies at hand."""
    demo = import_module("roundtable.records.observatory.services.demo")
    loading = import_module("roundtable.records.observatory.services.loading")
    tables = import_module("roundtable_analytics.sources.tables")
    demo.demo(seed=1, at=datetime.now(UTC))
    if not REAL.is_dir():
        return
    seen: set[str] = set()
    for number, (file, told) in enumerate(loading.folder_of(REAL)):
        if told.dataset in seen:
            continue
        seen.add(told.dataset)
        try:
            publish(told, tables.table(told, file), WHEN + timedelta(minutes=number))
        except Exception as error:  # noqa: BLE001 - what cannot be loaded is said, the others are
            print(f"   {told.dataset} is left out: {str(error)[:160]}", flush=True)


def main() -> None:
    """Do what is asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
    import django

    django.setup()
    reach = import_module("roundtable.kernel.base.walls.reach")
    with reach.looking_across("to measure the platform from the machine itself"):
        if sys.argv[1] == "million":
            looking = import_module("roundtable.records.observatory.services.looking")
            publish(looking.mapping_of(MAPPING), million(), WHEN)
        else:
            demonstration()


if __name__ == "__main__":
    main()
