"""Plant datasets for every audience, with vintages in every state, their rows, and findings with every answer."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.ground.trust.public import Planting, Soil, remember
from roundtable.kernel.files import store as files
from roundtable.records.observatory.models import Audience, Dataset, Finding, Intake, MirrorSide, State, Vintage
from roundtable.records.observatory.queries.intake import PURPOSE
from roundtable.records.observatory.signals import Happened

SECRETARIAT = ("secretariat", "secretariat")
CODES = {"geo": ["AUT", "GEO"], "sex": ["F", "M"], "TIME_PERIOD": ["2024", "2025"]}


def plant(soil: Soil) -> None:
    """Plant everything."""
    for number, audience in enumerate(Audience):
        _dataset(soil, number, audience)
    _mirrors(soil)
    by = soil.person(*SECRETARIAT)
    upload = SimpleUploadedFile("table.csv", f"geo,sex,year,people\nAUT,F,2024,{soil.mint()}\n".encode())
    kept = files.keep(
        upload, scope="secretariat", by=by.pk, purpose=PURPOSE, at=soil.at, audience="secretariat", kinds=("csv",)
    )
    Intake.objects.create(
        file_id=kept.pk, name=soil.mint.words(), mapping="un-migrant-stock", made_at=soil.at, made_by=by
    )


def _mirrors(soil: Soil) -> None:
    by = soil.person(*SECRETARIAT)
    for origin, destination in (("GE", "AM"), ("AM", "GE")):
        for party, stance in ((origin, "agree"), (destination, "disagree")):
            side = MirrorSide.objects.create(
                origin=origin,
                destination=destination,
                party=party,
                stance=stance,
                text=soil.mint.words(),
                written_by=by,
                written_at=soil.at,
            )
            after = {"text": soil.mint.words(), "stance": stance}
            remember(Happened.MIRRORED, by=by, on=side, at=soil.at, after=after)


def _dataset(soil: Soil, number: int, audience: Audience) -> None:
    dataset = Dataset.objects.create(
        code=f"planted-{audience}",
        title=soil.mint.words(),
        about=soil.mint.words(),
        source=soil.mint.words(),
        licence=soil.mint.words(),
        unit=soil.mint.words(),
        audience=audience,
        made_at=soil.at,
        changed_at=soil.at,
    )
    by = soil.person(*SECRETARIAT)
    for place, state in enumerate(State):
        loaded = soil.at - timedelta(days=30 - 4 * place, seconds=number)
        _vintage(soil, dataset, state, loaded, by)
    before, after = {"source": soil.mint.words()}, {"source": soil.mint.words()}
    remember(Happened.CHANGED, by=by, on=dataset, at=soil.at, before=before, after=after)


def _vintage(soil: Soil, dataset: Dataset, state: State, loaded: Any, by: Any) -> None:
    out = state in {State.PUBLISHED, State.WITHDRAWN}
    gone = state in {State.WITHDRAWN, State.REFUSED}
    vintage = Vintage.objects.create(
        dataset=dataset,
        loaded_at=loaded,
        known_at=loaded if out else None,
        release_at=loaded if out else None,
        state=state,
        rows=8,
        kinds={"number": 7, "Q": 1},
        codes=CODES,
        file=soil.mint.words(),
        loaded_by=by,
        published_by=by if out else None,
        withdrawn_at=soil.at if gone else None,
        withdrawn_by=by if gone else None,
        notice=soil.mint.words() if gone else "",
    )
    for answer in ("", *Finding.Answer):
        Finding.objects.create(
            vintage=vintage,
            rule="below-zero",
            cell=["AUT", "F", "2025"],
            said="it is -1",
            answer=answer,
            reason=soil.mint.words() if answer else "",
            answered_by=by if answer else None,
            answered_at=soil.at if answer else None,
        )
    if not gone:
        _rows(dataset.code, loaded)


def _rows(code: str, loaded: Any) -> None:
    import polars as pl

    from roundtable.records.observatory.queries.store import store
    from roundtable_analytics.catalog.description import Description
    from roundtable_analytics.frames.shape import Dimension, Origin, Shape

    keys = [(geo, sex, year) for geo in CODES["geo"] for sex in CODES["sex"] for year in CODES["TIME_PERIOD"]]
    cells = [
        (*key, None if place == 0 else float(place), "Q" if place == 0 else None) for place, key in enumerate(keys)
    ]
    names = ["geo", "sex", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"]
    place = store()
    place.describe(code, Description(Shape((Dimension("geo"), Dimension("sex")))))
    place.load(code, [pl.DataFrame(cells, schema=names, orient="row")], at=loaded, came_from=Origin("a source"))


PLANTING = Planting("observatory", plant, order=45)
