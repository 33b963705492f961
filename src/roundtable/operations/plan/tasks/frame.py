"""What the worker does after a text of the plan came into force, safe to do twice."""

from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.links import search
from roundtable.operations.plan.services import activity_links, report_links


@looking_across("what can be found is listed anew with the scope of each thing")
def find_anew() -> None:
    """List reports and activities anew for search: the codes of their actions moved, or left the plan."""
    for kind in (report_links.KIND, activity_links.KIND):
        search.rebuild(kind)
