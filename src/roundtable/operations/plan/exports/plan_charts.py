"""Charts of the plan: the same figures as on its pages."""

from django.utils.translation import gettext as _

from roundtable.operations.plan.domain.coverage import NONE_ASKED
from roundtable.operations.plan.queries.progress import State
from roundtable.ui.charts import bars
from roundtable.ui.charts.bars import Progress, Told
from roundtable.ui.charts.chart import About, Chart

BEGUN, ADVANCED, DONE = 1, 3, 4


def progress_of_areas(state: State) -> Chart | None:
    """Draw how far each area is in one round; None where there is nothing to show."""
    if state.matrix is None or state.round is None or not state.matrix.whole.reported:
        return None
    lines = []
    for area in state.areas:
        counts = state.of_area(area) or NONE_ASKED
        advanced, begun = counts.at_least(ADVANCED), counts.at_least(BEGUN)
        lines.append(
            Progress(
                label=f"{area.numeral} {area.short_title}",
                done=counts.at_least(DONE),
                advanced=advanced - counts.at_least(DONE),
                begun=begun - advanced,
                none=counts.concerned - begun,
            )
        )
    whole = state.matrix.whole
    share = round(100 * (whole.share(ADVANCED) or 0))
    return bars.progress(
        Told(
            name=f"plan-progress-{state.round.year}",
            title=_("%(share)s%% of what was asked is done or advanced") % {"share": share},
            about=About(
                measure=_("Reports expected, by how far the action is"),
                unit=_("reports"),
                place=_("all Parties"),
                period=str(state.round.year),
                population=_("without “not applicable” and “no national competence”"),
            ),
            source=_("Reports of the Parties"),
            licence=_("may be cited with address and date"),
            date=state.round.closes_on,
            demonstration=state.demonstration,
            footnotes=[_("“Not known” is a report that is missing, or an answer that is confidential.")],
        ),
        lines,
    )
