"""The explorer: a question in the address, its answer as table, chart and files."""

import json
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import MEDIA_TYPES, disposition, write
from roundtable.records.observatory.domain.places import PLACES
from roundtable.records.observatory.domain.question import IN, Question
from roundtable.records.observatory.exports import charts, files
from roundtable.records.observatory.exports.charts import status_of
from roundtable.records.observatory.forms import question_form
from roundtable.records.observatory.models import Dataset, Vintage
from roundtable.records.observatory.queries import datasets, words
from roundtable.records.observatory.queries.answers import Answer, Cell, answer, beside, known_of
from roundtable.records.observatory.queries.asking import moment_of, question_of, unknown_codes
from roundtable.records.observatory.queries.sheets import definition
from roundtable.records.observatory.views.asking import dataset_of, way_to
from roundtable.ui.charts import render as drawing
from roundtable.ui.charts.chart import Addresses, amount
from roundtable.ui.pieces import Crumb

TABLE_ROWS = 60
"""How many rows of a table a page shows; the files hold all."""
DRAWN = ("svg", "png", "vega")
TABLES = ("csv", "xlsx", "json")


def addresses_of(dataset: Dataset, question: Question) -> Addresses:
    """Give where the files of a question are."""
    return Addresses.beside(reverse("observatory:explore", args=[dataset.code]).rstrip("/"), question.address())


def asked(request: HttpRequest, code: str) -> tuple[Vintage, Question, list[str]]:
    """Give the vintage and the question of an address. Raises `NotThere`, and `Gone` for what was withdrawn."""
    dataset = dataset_of(request, code)
    question, errors = question_of(request.GET, names_of(dataset, request))
    vintage = datasets.known_vintage(dataset, at=at(request), as_of=moment_of(question.as_of))
    return vintage, question, [*errors, *unknown_codes(question, vintage)]


def names_of(dataset: Dataset, request: HttpRequest) -> list[str]:
    """Give the names of a dataset's dimensions."""
    newest = datasets.vintages_for(dataset, request.user, at=at(request)).first()
    return [name for name in newest.codes if name != words.TIME] if newest else []


@require_GET
@door(PUBLIC)
def explore(request: HttpRequest, code: str) -> HttpResponse:
    """Show the answer to a question; what was not understood is told and left out."""
    vintage, question, errors = asked(request, code)
    found: Answer | None = None
    try:
        found = answer(question, vintage)
    except Invalid as refusal:
        errors.append(str(refusal))
    dataset = vintage.dataset
    chart = charts.chart(found) if found else None
    context: dict[str, Any] = {
        "dataset": dataset,
        "vintage": vintage,
        "errors": errors,
        "form": form_of(vintage, question, found),
        "found": found,
        "chart": chart,
        "addresses": addresses_of(dataset, found.resolved.question) if found else None,
        "definition": definition(dataset),
        "demonstration": dataset.demonstration,
        "marking": dataset.marking,
        "crumbs": way_to(dataset, Crumb(_("Explore"))),
    }
    if found:
        context |= table_of(found, request.GET.get("page")) | leaving(found)
    return render(request, "observatory/explore.html", context, status=200 if found else 422)


def leaving(found: Answer) -> dict[str, Any]:
    """Give how an answer is taken away, cited and embedded."""
    base = reverse("observatory:explore", args=[found.dataset.code]).rstrip("/")
    tail = found.resolved.question.address()
    forms = [("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"), ("Parquet", "parquet")]
    drawn = [("SVG", "svg"), ("PNG", "png")] if charts.chart(found) else []
    fixed = f"{settings.ROUNDTABLE_ADDRESS}{base}/?{files.pinned(found)}"
    picture = f"{settings.ROUNDTABLE_ADDRESS}{base}.svg?{files.pinned(found)}"
    title = charts.finding(found, found.resolved.shown, found.resolved.periods)
    return {
        "files": [(label, f"{base}.{form}?{tail}") for label, form in [*forms, *drawn]]
        + [(_("Metadata"), f"{base}.metadata.json?{tail}")],
        "citation": files.citation(found),
        "fixed": fixed,
        "embed": f'<a href="{fixed}"><img src="{picture}" alt="{title}"></a>' if drawn else "",
    }


def table_of(found: Answer, page: str | None = None) -> dict[str, Any]:
    """Give the table of an answer, page by page: a row for each code, a column for each period."""
    periods = found.resolved.periods
    shown = Paginator(found.resolved.shown, TABLE_ROWS).get_page(page)
    return {
        "head": words.dimension(found.resolved.by, found.dataset),
        "periods": [words.period(one) for one in periods],
        "rows": [
            (found.labels.code(found.resolved.by, code), [written(found.cell(code, one)) for one in periods])
            for code in shown.object_list
        ],
        "page": shown,
        "finding": charts.finding(found, found.resolved.shown, periods),
        "subtitle": str(charts.about(found, periods)),
        "notes": charts.footnotes(found, found.resolved.shown, periods),
        "beside": beside(found),
        "signs": [(sign, words.EXPLAINED[code]) for code, sign in words.SIGNS.items() if code != "H"],
    }


def written(cell: Cell) -> dict[str, str]:
    """Give a cell of the table: what stands in it, and what is said of it."""
    if cell.value is not None:
        remark = status_of(cell) if cell.status not in {"", "A"} else ""
        return {"shown": amount(cell.number or 0), "said": remark, "kind": "zero" if cell.value == 0 else ""}
    if not cell.status:
        return {"shown": "", "said": _("no row"), "kind": "none"}
    partly = ""
    if cell.parts > 1 and cell.nothing != "M":
        lacking = sum(number for name, number in cell.lacking.items() if name != "not_applicable")
        told = {"known": amount(cell.known or 0), "lacking": lacking, "parts": cell.parts}
        partly = _("%(lacking)s of %(parts)s parts lack; the known ones make %(known)s") % told
    said = words.status(cell.nothing)
    return {
        "shown": words.SIGNS.get(cell.nothing, "◌"),
        "said": f"{said}: {partly}" if partly else said,
        "kind": f"nothing-{cell.nothing.lower()}",
    }


def form_of(vintage: Vintage, question: Question, found: Answer | None) -> Any:
    """Give the form of a question, filled with what is asked."""
    known, labels = known_of(vintage), words.Labels(vintage.dataset)
    dimensions = [
        (name, words.dimension(name, vintage.dataset), in_order([(one, labels.code(name, one)) for one in codes]))
        for name, codes in known.codes.items()
    ]
    full = found.resolved.question if found else question
    given: dict[str, Any] = {"look": str(full.look or ""), "by": full.by, "start": full.start, "end": full.end}
    given |= {f"{IN}{name}": list(codes) for name, codes in full.codes.items()}
    given["as_of"] = full.as_of
    return question_form(
        given,
        dimensions=dimensions,
        periods=[(one, words.period(one)) for one in known.periods],
        places=any(name in PLACES for name in known.codes),
    )


def in_order(codes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put codes in the order of their names."""
    return sorted(codes, key=lambda one: (one[1].casefold(), one[0]))


@require_GET
@door(PUBLIC)
def explored(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Hand the answer to a question out as a file; what is not understood is refused, so that no file says less."""
    vintage, question, errors = asked(request, code)
    if errors:
        raise Invalid(" ".join(errors))
    found = answer(question, vintage)
    name = f"{vintage.dataset.code}.{form}"
    if form in DRAWN:
        chart = charts.chart(found)
        if chart is None:
            raise NotThere(_("This answer is a table; nothing is drawn. Ask for it with look=lines, bars or map."))
        direction = "rtl" if get_language_bidi() else "ltr"
        body, media = drawing.answer(chart, form, get_language() or "en", direction)
    elif form in TABLES:
        body, media = write(files.table(found), form), MEDIA_TYPES[form]
    elif form == "parquet":
        body, media = files.parquet(found), files.PARQUET
    elif form == "metadata.json":
        body = json.dumps(files.metadata(found), ensure_ascii=False, indent=1).encode()
        media = MEDIA_TYPES["json"]
    else:
        raise NotThere(_("There is no format “%(format)s”.") % {"format": form[:20]})
    answered = HttpResponse(body, content_type=media)
    answered["Content-Disposition"] = disposition(in_name(vintage.dataset.marking, name), inline=form in {"svg", "png"})
    return answered
