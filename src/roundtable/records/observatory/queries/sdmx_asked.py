"""What a question of SDMX means for whoever asks: which dataset, which of its vintages, which cells of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from roundtable.ground.trust.public import Person
from roundtable.kernel.base.errors import NotThere
from roundtable.records.observatory.domain import sdmx
from roundtable.records.observatory.models import Dataset, State, Vintage
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.sdmx_structures import Told, own
from roundtable.records.observatory.queries.store import described, rows_of, store, streamed_from
from roundtable_analytics.catalog import selecting
from roundtable_analytics.catalog.selecting import Selection
from roundtable_analytics.frames.shape import Shape
from roundtable_analytics.sdmx.messages import Reference
from roundtable_analytics.sdmx.rest.asked import AvailabilityQuestion, DataQuestion, Wanted
from roundtable_analytics.sdmx.rest.cells import columns, selection
from roundtable_analytics.sdmx.rest.faults import NO_RESULTS, NOT_IMPLEMENTED, SEMANTIC, WITHDRAWN, Fault

NOTHING = "There are no results for this question."
NAMES: dict[str, Callable[[str], str]] = {
    "dataflow": str,
    "datastructure": sdmx.structure_of,
    "provisionagreement": sdmx.agreement_of,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some cells that leave as one data set: where they are read, and what is done with them."""

    source: str
    selection: Selection
    action: str = "Information"
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer before it is written: its dataset, what its rows are, its parts, and when they last changed."""

    told: Told
    parts: tuple[Part, ...]
    columns: tuple[str, ...]
    changed: datetime
    structure: Reference


def dataset_asked(context: str, flow: Wanted, providers: Sequence[str], person: Person, *, at: datetime) -> Dataset:
    """Give the one dataset that is asked for; what somebody may not read is answered as what does not exist."""
    name = NAMES[context]
    found = [
        one
        for one in datasets.visible_to(person, at=at)
        if flow.meets(sdmx.AGENCY, name(one.code), sdmx.VERSION)
        and (not providers or sdmx.provider_of(one.source) in providers)
    ]
    if not found:
        raise Fault(NO_RESULTS, NOTHING)
    if len(found) > 1:
        raise Fault(NOT_IMPLEMENTED, "Data of one data flow are answered at a time. Name it.")
    return found[0]


def known(dataset: Dataset, *, at: datetime, as_of: datetime | None = None) -> Vintage:
    """Give the vintage that answers. Raises `Fault` where nothing was known, or what was known was withdrawn."""
    try:
        found = datasets.known_vintage(dataset, at=at, as_of=as_of)
        rows_of(found)
    except NotThere as error:
        raise Fault(NO_RESULTS, NOTHING) from error
    except datasets.Gone as error:
        raise Fault(WITHDRAWN, str(error)) from error
    return found


def changed_at(dataset: Dataset, *, at: datetime) -> datetime:
    """Give the moment at which what readers know of a dataset last changed: a release, or a withdrawal."""
    found = datasets.released(at).filter(dataset=dataset)
    last = found.aggregate(released=Max("release_at"), withdrawn=Max("withdrawn_at", filter=Q(withdrawn_at__lte=at)))
    moments: list[datetime] = [one for one in (*last.values(), dataset.changed_at) if one is not None]
    return max(moments)


def data_asked(question: DataQuestion, person: Person, *, at: datetime) -> Found:
    """Say which cells answer a question for data. Raises `Fault`, also where there are none."""
    dataset = dataset_asked(question.context, question.flow, question.providers, person, at=at)
    vintage = known(dataset, at=at, as_of=question.as_of)
    told = Told(dataset, vintage, described(vintage).shape, _codes(vintage))
    shown = columns(question, told.shape)
    parts = tuple(_parts(question, told, shown, at=at))
    if not any(_has_rows(told.shape, part, vintage) for part in parts):
        raise Fault(NO_RESULTS, NOTHING)
    kind = {"dataflow": "Dataflow", "datastructure": "DataStructure", "provisionagreement": "ProvisionAgreement"}
    structure = own(kind[question.context], NAMES[question.context](dataset.code))
    return Found(told, parts, shown, changed_at(dataset, at=at), structure)


def _codes(vintage: Vintage) -> dict[str, tuple[str, ...]]:
    return {name: tuple(codes) for name, codes in vintage.codes.items()}


def _parts(question: DataQuestion, told: Told, shown: tuple[str, ...], *, at: datetime) -> Iterable[Part]:
    if question.history and question.updated_after:
        raise Fault(NOT_IMPLEMENTED, "includeHistory together with updatedAfter is not offered by this service.")
    if question.history:
        yield from _history(question, told, shown, at=at)
        return
    wanted = _selection(question, told.shape, told.codes, shown)
    now = selecting.rows(rows_of(told.vintage).place)
    if question.updated_after is None:
        yield Part(now, wanted)
        return
    before = _known_then(told.dataset, question.updated_after, at=at)
    if before is not None and before == told.vintage:
        return
    if before is None or before.state != State.PUBLISHED:
        # Nothing was known then, or it was withdrawn since and its rows are gone: every cell may be new.
        yield Part(now, wanted, "Append")
        return
    shape, old = told.shape, selecting.rows(rows_of(before).place)
    yield Part(selecting.changed(shape, now, old), wanted, "Append")
    gone = _selection(question, shape, _codes(before), shape.key)
    yield Part(selecting.removed(shape, now, old), gone, "Delete")


def _selection(
    question: DataQuestion, shape: Shape, codes: dict[str, tuple[str, ...]], shown: tuple[str, ...]
) -> Selection:
    found = selection(question.chosen, shape, codes)
    return Selection(
        found.keys, found.codes, found.compared, found.first, found.last, shown, distinct=question.keys_only
    )


def _known_then(dataset: Dataset, moment: datetime, *, at: datetime) -> Vintage | None:
    """Give the vintage that a reader was answered at a moment: what was released and not yet withdrawn then."""
    then = min(moment, at)
    stood = datasets.released(then).filter(dataset=dataset).order_by("-known_at", "-loaded_at")
    found = stood.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=then)).first()
    if found is not None:
        found.dataset = dataset
    return found


def _history(question: DataQuestion, told: Told, shown: tuple[str, ...], *, at: datetime) -> Iterable[Part]:
    """Give what was known, vintage by vintage, the oldest first; of what was withdrawn no rows are left."""
    standing = datasets.released(at).filter(dataset=told.dataset, state=State.PUBLISHED)
    if question.as_of is not None:
        standing = standing.filter(known_at__lte=question.as_of)
    every = list(standing.order_by("known_at", "loaded_at"))
    for number, one in enumerate(every):
        one.dataset = told.dataset
        since = one.known_at.isoformat() if one.known_at else ""
        after = every[number + 1].known_at if number + 1 < len(every) else None
        wanted = _selection(question, told.shape, _codes(one), shown)
        source = selecting.rows(rows_of(one).place)
        yield Part(source, wanted, "Replace", since, after.isoformat() if after else "")


def _has_rows(shape: Shape, part: Part, vintage: Vintage) -> bool:
    if part.selection.everything and part.action in {"Information", "Replace"}:
        return vintage.rows > 0
    asked = f"SELECT EXISTS({selecting.selected(shape, part.selection, part.source)})"
    return bool((streamed_from().base.cursor().execute(asked).fetchone() or (False,))[0])


def available(
    question: AvailabilityQuestion, person: Person, *, at: datetime
) -> tuple[Told, dict[str, tuple[str, ...]]]:
    """Say which codes and periods there are where a question chooses. Raises `Fault` where there is no cell.

    `exact` gives what is in the chosen cells; else each component is answered as if nothing were said of it.
    """
    dataset = dataset_asked(question.context, question.flow, question.providers, person, at=at)
    vintage = known(dataset, at=at)
    told = Told(dataset, vintage, described(vintage).shape, _codes(vintage))
    shape = told.shape
    asked = question.components or shape.key
    if foreign := [name for name in asked if name not in shape.key]:
        raise Fault(SEMANTIC, f"The dataset has no dimension {foreign[0][:60]}. It has {', '.join(shape.key)}.")
    wanted = selection(question.chosen, shape, told.codes)
    place = selecting.rows(rows_of(vintage).place)
    base = streamed_from().base.cursor()
    found = {}
    for name in asked:
        narrowed = wanted if question.exact else wanted.without(name)
        one = Selection(narrowed.keys, narrowed.codes, narrowed.compared, columns=(name,), distinct=True)
        rows = base.execute(selecting.selected(shape, one, place, order=(name,))).fetchall()
        found[name] = tuple(str(code) for (code,) in rows)
    if not any(found.values()):
        raise Fault(NO_RESULTS, NOTHING)
    return told, found


def told_of(person: Person, wanted: Wanted, *, at: datetime) -> list[Told]:
    """Give the datasets that somebody may read, with what is known of them: those whose artefacts may be meant."""
    seen = {one.pk: one for one in datasets.visible_to(person, at=at)}
    released = datasets.released(at).filter(dataset__in=list(seen), state=State.PUBLISHED)
    by_dataset: dict[int, list[Vintage]] = {}
    for vintage in released.order_by("-known_at", "-loaded_at"):
        vintage.dataset = seen[vintage.dataset_id]
        by_dataset.setdefault(vintage.dataset_id, []).append(vintage)
    made = []
    for number, dataset in seen.items():
        vintages = by_dataset.get(number, [])
        if not vintages:
            continue
        shape = store().described(dataset.code).shape
        names = sdmx.names_of(dataset.code, shape) | sdmx.SHARED
        if wanted.identifiers and not names & set(wanted.identifiers):
            continue
        made.append(Told(dataset, vintages[0], shape, _all_codes(vintages, shape)))
    return made


def _all_codes(vintages: Iterable[Vintage], shape: Shape) -> dict[str, tuple[str, ...]]:
    """Give every code that stands in any of some vintages: lists of codes serve all of them."""
    found: dict[str, dict[str, None]] = {name: {} for name in shape.key}
    for vintage in vintages:
        for name in shape.key:
            found[name] |= dict.fromkeys(vintage.codes.get(name, ()))
    return {name: tuple(sorted(codes)) for name, codes in found.items()}
