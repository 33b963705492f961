"""Components as template tags; registered as builtins, so templates need no `load`. Each is alive on `/ui`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from roundtable.ui import moments
from roundtable.ui.charts import render
from roundtable.ui.charts.chart import Addresses, Chart
from roundtable.ui.pieces import (
    MARK_WORDS,
    SIGNS,
    Cell,
    Change,
    Crumb,
    Event,
    Figure,
    Head,
    Mark,
    Matrix,
    Part,
    Piece,
    Step,
    Tab,
    Tone,
)

register = template.Library()

NOTHING = SafeString("")


@register.simple_block_tag
def section(  # noqa: PLR0913 - the words a template author expects
    content: str,
    title: str,
    *,
    level: int = 2,
    lead: str = "",
    id: str = "",  # noqa: A002 - as in the page
    thin: bool = False,
) -> SafeString:
    """Open a part of the page with a rule, its heading and, where given, the sentence that matters."""
    name = id or slugify(str(title), allow_unicode=True)
    return format_html(
        # A heading is enough to find it; a landmark for each part would only be in the way.
        '<section class="{}"><h{} id="{}">{}</h{}>{}{}</section>',
        "thin" if thin else "rule",
        level,
        name,
        title,
        level,
        format_html('<p class="lead">{}</p>', lead) if lead else NOTHING,
        mark_safe(content),  # noqa: S308 - already rendered by the template
    )


@register.inclusion_tag("ui/pieces/figures.html")
def figures(numbers: Iterable[Figure]) -> dict[str, Any]:
    """Show a few numbers that matter, each with what it counts."""
    return {"numbers": numbers}


@register.simple_tag
def bar(parts: Sequence[Part], label: str = "", area: int = 0) -> SafeString:
    """Show parts of a whole as a bar; `label` is what listeners hear, made of the parts where it is left out."""
    heard = label or ", ".join(f"{part.label}: {round(part.share)}%" for part in parts)
    strips = format_html_join(
        "", '<i class="w{}{}"></i>', ((_width(p.share), " none" if p.none else "") for p in parts)
    )
    return format_html(
        '<div class="bar{}" role="img" aria-label="{}">{}</div>', f" a{area}" if area else "", heard, strips
    )


@register.simple_tag
def bar_legend(parts: Sequence[Part]) -> SafeString:
    """Say once for all bars of a page what their parts are, in the order in which they stand in a bar.

    The bars of areas have their areas' colours; what counts is the shade, from dark to light, and so the legend shows
    shades.
    """
    items = format_html_join(
        "",
        '<li><i class="{}"></i>{}</li>',
        (("none" if part.none else f"shade-{place}", part.label) for place, part in enumerate(parts, start=1)),
    )
    return format_html('<ul class="legend shades">{}</ul>', items) if parts else mark_safe("")


def _width(share: float) -> int:
    # A part that is there stays visible, however small.
    return max(1, min(100, round(share))) if share > 0 else 0


@register.simple_tag
def tag(words: str, tone: str = "quiet") -> SafeString:
    """Name a stage or a marking: always words, a sign beside them, a colour third."""
    kind = Tone(tone)
    sign = SIGNS[kind]
    return format_html(
        '<span class="tag {}"{}>{}</span>', kind.value, format_html(' data-sign="{}"', sign) if sign else NOTHING, words
    )


@register.simple_tag(takes_context=True)
def sort_head(context: dict[str, Any], label: str, key: str, *, number: bool = False) -> SafeString:
    """The head of a column that sorts: `?sort=key`, then `?sort=-key`; filters in the address stay."""
    request: HttpRequest = context["request"]
    asked = request.GET.get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(asked, "")
    address = _with(request, sort=f"-{key}" if order == "ascending" else key, page=None)
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}</a></th>',
        mark_safe(' class="n"') if number else NOTHING,
        format_html(' aria-sort="{}"', order) if order else NOTHING,
        address,
        label,
    )


def _with(request: HttpRequest, **changes: str | None) -> str:
    """The address of this page with some of its questions changed; what is None goes."""
    asked = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            asked.pop(key, None)
        else:
            asked[key] = value
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


@register.inclusion_tag("ui/pieces/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any], name: str = "") -> dict[str, Any]:
    """Show which rows these are, of how many, and the way to the others; filters in the address stay."""
    request: HttpRequest = context["request"]
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    steps = [(n, _with(request, page=str(n)) if isinstance(n, int) else "") for n in numbers]
    return {
        "page": page,
        "name": name or gettext("Pages"),
        "steps": steps,
        "before": _with(request, page=str(page.number - 1)) if page.has_previous() else "",
        "after": _with(request, page=str(page.number + 1)) if page.has_next() else "",
    }


@register.inclusion_tag("ui/pieces/filterbar.html", takes_context=True)
def filterbar(context: dict[str, Any], form: Form, label: str = "") -> dict[str, Any]:
    """Filters that live in the address; what is chosen stands above the list and can be taken away one by one."""
    request: HttpRequest = context["request"]
    kept = [(key, value) for key, value in request.GET.items() if key not in form.fields and key != "page"]
    return {
        "form": form,
        "label": label or gettext("Filter"),
        "kept": kept,
        "chips": _chips(request, form),
        "path": request.path,
    }


def _chips(request: HttpRequest, form: Form) -> list[tuple[str, str]]:
    chips = []
    for name, field in form.fields.items():
        for value in filter(None, request.GET.getlist(name)):
            left = request.GET.copy()
            left.setlist(name, [other for other in left.getlist(name) if other != value])
            if not left.getlist(name):
                del left[name]
            left.pop("page", None)
            choices = dict(_flat(getattr(field, "choices", ())))
            words = choices.get(value, value)
            label = form[name].label
            chips.append((f"{label}: {words}", f"{request.path}?{left.urlencode()}" if left else request.path))
    return chips


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _flat(words)
        else:
            yield str(value), str(words)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field of a form with its label, hint and errors tied together."""
    return bound.as_field_group()


@register.inclusion_tag("ui/pieces/form.html", takes_context=True)
def form(
    context: dict[str, Any], form: Form, submit: str = "", method: str = "post", cancel: str = ""
) -> dict[str, Any]:
    """A whole form: error summary, fields, one button that says what happens and, where given, a way back."""
    return {
        "form": form,
        "submit": submit or gettext("Save"),
        "method": method,
        "cancel": cancel,
        "csrf_token": context.get("csrf_token", ""),
        "request": context.get("request"),
    }


@register.inclusion_tag("ui/pieces/errors.html")
def error_summary(form: Form, heading: str = "") -> dict[str, Any]:
    """What is wrong with a form, with a link to each place; takes the focus when the page opens.

    `heading` is said instead of “nothing is saved” where nothing would be, as where somebody signs in.
    """
    faults = [
        (form[name].id_for_label or form[name].auto_id, form[name].label, error)
        for name in form.errors
        if name in form.fields
        for error in form.errors[name]
    ]
    return {"faults": faults, "others": form.non_field_errors(), "heading": heading}


@register.simple_block_tag
def buttons(content: str) -> SafeString:
    """A row of buttons: the most likely first."""
    return format_html('<div class="btns">{}</div>', mark_safe(content))  # noqa: S308 - already rendered by the template


@register.simple_tag
def button(  # noqa: PLR0913 - the words a template author expects
    label: str,
    *,
    href: str = "",
    kind: str = "",
    name: str = "",
    value: str = "",
    disabled: bool = False,
) -> SafeString:
    """A button, or a link that looks like one; `kind` is second, danger, plain, small or several of them."""
    look = f"btn {kind}".strip()
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', look, href, label)
    extra = [format_html(' {}="{}"', key, said) for key, said in (("name", name), ("value", value)) if said]
    if disabled:
        extra.append(mark_safe(" disabled"))
    return format_html('<button type="submit" class="{}"{}>{}</button>', look, mark_safe("".join(extra)), label)  # noqa: S308 - made above


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Say that nothing is here, why, and what can be done about it."""
    return format_html('<div class="empty"><p class="title">{}</p>{}</div>', title, mark_safe(content))  # noqa: S308 - already rendered


@register.inclusion_tag("ui/pieces/progress.html")
def progress(value: int, total: int, label: str, note: str = "") -> dict[str, Any]:
    """How far a job is; an unknown total (0) shows no bar."""
    share = round(100 * value / total) if total else 0
    return {"value": value, "total": total, "label": label, "note": note, "share": share}


@register.inclusion_tag("ui/pieces/timeline.html")
def timeline(events: Iterable[Event]) -> dict[str, Any]:
    """What happened and what comes, in order."""
    return {"events": events}


@register.inclusion_tag("ui/pieces/steps.html")
def steps(items: Iterable[Step], label: str = "") -> dict[str, Any]:
    """Where one is in something done in order."""
    return {"items": items, "label": label or gettext("Steps")}


@register.inclusion_tag("ui/pieces/tabs.html")
def tabs(items: Iterable[Tab], label: str = "") -> dict[str, Any]:
    """Several views of one thing, each with its own address."""
    return {"items": items, "label": label or gettext("Views")}


@register.inclusion_tag("ui/pieces/crumbs.html")
def breadcrumbs(crumbs: Iterable[Crumb]) -> dict[str, Any]:
    """The way from the top to this page."""
    return {"crumbs": crumbs}


@register.simple_tag
def redline(pieces: Iterable[Piece]) -> SafeString:
    """A text between two versions: what is new and what is gone, said aloud too."""
    added, removed = gettext("added"), gettext("removed")
    html = []
    for piece in pieces:
        if piece.change is Change.ADDED:
            html.append(
                format_html('<ins><span class="vh">[{}: </span>{}<span class="vh">]</span></ins>', added, piece.text)
            )
        elif piece.change is Change.REMOVED:
            html.append(
                format_html('<del><span class="vh">[{}: </span>{}<span class="vh">]</span></del>', removed, piece.text)
            )
        else:
            html.append(format_html("{}", piece.text))
    return mark_safe("".join(html))  # noqa: S308 - every piece is escaped above


@register.simple_tag
def matrix(table: Matrix) -> SafeString:
    """A large table of marks in a frame of its own, with sticky heads and a legend of the marks that occur."""
    words: dict[Mark, str] = {mark: escape(said) for mark, said in MARK_WORDS.items()}
    html: list[str]
    html = [
        format_html(
            '<div class="matrix" data-matrix tabindex="0" role="region" aria-label="{}"><table><thead><tr><td>{}</td>',
            table.name,
            table.corner,
        ),
        *(format_html('<th scope="col">{}</th>', _head(head)) for head in table.columns),
        SafeString("</tr></thead>"),
    ]
    for group in table.groups:
        html.append(format_html('<tbody class="group{}">', f" a{group.area}" if group.area else ""))
        if group.label:
            # The heading spans only its own column, so that it can stay in sight while the marks scroll.
            html.append(
                format_html(
                    '<tr><th class="over" scope="rowgroup">{}</th><td colspan="{}"></td></tr>',
                    group.label,
                    len(table.columns),
                )
            )
        for row in group.rows:
            html.append(format_html('<tr><th scope="row">{}</th>', _head(row.head)))
            html.extend(_cell(cell, words) for cell in row.cells)
            html.append(SafeString("</tr>"))
        html.append(SafeString("</tbody>"))
    html += [SafeString("</table></div>"), legend(table.marks)]
    return mark_safe("".join(html))  # noqa: S308 - every piece is escaped above


def _head(head: Head) -> SafeString:
    words = (
        format_html('<span class="code">{}</span> {}', head.code, head.label)
        if head.code
        else format_html("{}", head.label)
    )
    return format_html('<a href="{}">{}</a>', head.href, words) if head.href else format_html("<span>{}</span>", words)


def _cell(cell: Cell, words: dict[Mark, str]) -> str:
    # Two and a half thousand cells: plain text with what came from people escaped, instead of a formatter for each.
    said = escape(cell.words) if cell.words else words[cell.mark]
    if cell.href:
        return f'<td><a class="{cell.mark.value}" href="{escape(cell.href)}">{said}</a></td>'
    return f'<td><span class="{cell.mark.value}">{said}</span></td>'


@register.simple_tag
def legend(marks: Iterable[Mark]) -> SafeString:
    """What the marks of a matrix mean."""
    items = format_html_join("", '<li><i class="{}"></i>{}</li>', ((mark.value, MARK_WORDS[mark]) for mark in marks))
    return format_html('<ul class="legend">{}</ul>', items)


@register.simple_tag
def moment(value: date | datetime | None, zone: str = "") -> str:
    """A day or instant in the reader's zone and, where given, in the deadline owner's zone too."""
    return moments.moment(value, zone)


@register.simple_tag(takes_context=True)
def brief(context: dict[str, Any], value: date | datetime) -> str:
    """A day or instant for a narrow column, in the reader's zone; the full form is its title."""
    request = context.get("request")
    return moments.brief(value, getattr(request, "at", None) or timezone.now())


@register.inclusion_tag("ui/pieces/chart.html", takes_context=True)
def chart(context: dict[str, Any], chart: Chart, addresses: Addresses | None = None, level: int = 3) -> dict[str, Any]:
    """A chart with its finding, drawing, source, table and downloads; scripts only make it livelier."""
    return {
        "chart": chart,
        "to": addresses,
        "level": level,
        "svg": mark_safe(render.inline(chart, direction=context.get("dir", "ltr"))),  # noqa: S308 - drawn and cleaned by us
        "table": chart.table(),
    }
