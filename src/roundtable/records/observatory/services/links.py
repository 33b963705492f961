"""What this room gives to pages that all share: search."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from i18nfield.strings import LazyI18nString

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.links import search
from roundtable.records.observatory.models import Audience, Dataset
from roundtable.records.observatory.queries.datasets import released

DATASETS: Final = "observatory.dataset"
SCOPES = {Audience.PUBLIC: "public", Audience.PARTIES: "parties", Audience.STAFF: "secretariat"}


def texts_of(value: Any) -> dict[str, str]:
    """Give a text by language."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, dict):
        return {str(language): str(text) for language, text in data.items() if text}
    return {"en": str(data)} if data else {}


def words_of(dataset: Dataset) -> str:
    """Give everything by which a dataset is found, in small letters."""
    parts = [dataset.code, dataset.source, *texts_of(dataset.title).values(), *texts_of(dataset.about).values()]
    return " ".join(parts).casefold()


def entry_of(dataset: Dataset, *, at: datetime) -> search.Entry:
    """Say how a dataset is found; one of which nothing is released, by the secretariat alone."""
    titles = texts_of(dataset.title)
    out = released(at).filter(dataset=dataset).exists()
    return search.Entry(
        kind=DATASETS,
        object_id=dataset.pk,
        title=titles.get("en") or next(iter(titles.values()), dataset.code),
        text=" ".join([*titles.values(), *texts_of(dataset.about).values(), dataset.source]),
        url=dataset.get_absolute_url(),
        scope=SCOPES[Audience(dataset.audience)] if out else "secretariat",
        demonstration=dataset.demonstration,
    )


def found_datasets() -> Iterator[search.Entry]:
    """Give every dataset, for the index to be built anew."""
    for dataset in Dataset.objects.all():
        yield entry_of(dataset, at=timezone.now())


def findable(person: Person, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what a person may find."""
    who = actor(person)
    parts = ["parties"] if who.functions else []
    office = ["secretariat"] if who.holds(Role.SECRETARIAT) else []
    return entries.filter(scope__in=["public", *parts, *office])


SOURCES: Final = (search.Source(DATASETS, lazy("Figures"), found_datasets, findable, order=25),)


def find_anew(dataset: Dataset, *, at: datetime) -> None:
    """Bring the search up to date with a dataset."""
    search.index(entry_of(dataset, at=at))
