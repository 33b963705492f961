"""The coverage matrix: every action by every Party, and the same as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import footnotes
from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables import answer
from roundtable.kernel.links.listings import asks_for_all, whole
from roundtable.operations.plan.domain.coverage import Said
from roundtable.operations.plan.exports.matrix import matrix_marking, matrix_table
from roundtable.operations.plan.queries import frame, progress
from roundtable.operations.plan.queries.coverage import Matrix
from roundtable.operations.plan.views.asked import misread_keys, misread_year, year_asked
from roundtable.operations.plan.views.frame import bar_legend, bar_parts, in_words
from roundtable.ui.pieces import MARK_WORDS, Crumb, Mark

MARKS = {
    Said.STEP_4: Mark.DONE,
    Said.STEP_3: Mark.ADVANCED,
    Said.STEP_2: Mark.BEGUN,
    Said.STEP_1: Mark.PREPARED,
    Said.STEP_0: Mark.PLANNED,
    Said.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
    Said.NO_COMPETENCE: Mark.NO_COMPETENCE,
    Said.CONFIDENTIAL: Mark.CONFIDENTIAL,
    Said.NOTHING: Mark.NONE,
}


@door(PUBLIC)
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Show who said what on which action in one round; the public sees totals, by action."""
    state = progress.state(request.user, at=at(request), year=year_asked(request))
    asked = request.GET.get("format", "")
    if asked and state.matrix:
        return answer(matrix_table(state.matrix), asked, filename=f"coverage-{state.matrix.year}")
    matrix = state.matrix
    every = whole(matrix_table(matrix)) if matrix and asks_for_all(request.GET) else None
    rows = []
    if matrix and not matrix.open_cells:
        rows = [
            {
                "action": action,
                "parts": bar_parts(matrix.coverage[action.pk]),
                "words": in_words(matrix.coverage[action.pk]),
            }
            for action in matrix.actions
        ]
    return render(
        request,
        "plan/frame_matrix.html",
        {
            "state": state,
            "misread": misread_year(request, state) + misread_keys(request, ("year", "format", "columns")),
            "matrix": matrix,
            "whole": every,
            "table": drawn(matrix) if matrix and matrix.open_cells and not every else "",
            "marks": [(mark.value, words) for mark, words in MARK_WORDS.items()],
            "rows": rows,
            "legend": bar_legend(rows),
            "footnotes": footnotes([party.code for party in matrix.parties]) if matrix else [],
            "areas": frame.areas(),
            "crumbs": [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Coverage"))],
            "demonstration": state.demonstration,
            "marking": matrix_marking(matrix) if matrix else "",
        },
    )


def drawn(matrix: Matrix) -> SafeString:
    """Draw the table of marks. 2,544 cells are put together from nine ready pieces, which keeps the page fast."""
    address = reverse("plan:report-list")
    words = {mark: escape(str(said)) for mark, said in MARK_WORDS.items()}
    pieces = {str(said): (mark.value, words[mark]) for said, mark in MARKS.items()}
    name = escape(_("Coverage, actions by Parties"))
    html = [
        f'<div class="matrix" data-matrix tabindex="0" role="region" aria-label="{name}">',
        f"<table><thead><tr><td>{escape(_('Action'))}</td>",
    ]
    html += [
        f'<th scope="col"><a href="{address}?round={matrix.year}&amp;party={party.code}">{escape(party.name)}</a></th>'
        for party in matrix.parties
    ]
    html.append("</tr></thead>")
    codes = [party.code for party in matrix.parties]
    area = None
    for action in matrix.actions:
        if action.area_id != area:
            html.append("</tbody>" if area is not None else "")
            area = action.area_id
            title = escape(f"{action.area.numeral} {action.area.short_title}")
            html.append(
                f'<tbody class="group a{action.area.number}"><tr><th class="over" scope="rowgroup">{title}</th>'
                f'<td colspan="{len(codes)}"></td></tr>'
            )
        link = escape(reverse("plan:action", args=[action.key]))
        html.append(
            f'<tr><th scope="row"><a href="{link}"><span class="code">{escape(action.label)}</span> '
            f"{escape(str(action.short_title))}</a></th>"
        )
        query = f"{address}?round={matrix.year}&amp;code={action.key}&amp;party="
        for code, said in zip(codes, matrix.rows[action.pk], strict=True):
            kind, word = pieces[said]
            if said == Said.NOTHING:
                html.append(f'<td><span class="{kind}">{word}</span></td>')
            else:
                html.append(f'<td><a class="{kind}" href="{query}{code}">{word}</a></td>')
        html.append("</tr>")
    html.append("</tbody></table></div>")
    return mark_safe("".join(html))  # noqa: S308 - every text is escaped above
