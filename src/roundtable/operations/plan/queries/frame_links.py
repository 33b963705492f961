"""What of the frame can be found by searching: areas, actions and points, in each language of their short titles.

Actions that were dropped are found too: what was reported on them can be read.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from i18nfield.strings import LazyI18nString

from roundtable.kernel.links.search import Entry
from roundtable.operations.plan.queries.frame import areas_with_actions
from roundtable.operations.plan.queries.rounds import every_action

KIND = "plan.frame"


def _titles(title: Any) -> Iterable[tuple[str, str]]:
    told = title.data if isinstance(title, LazyI18nString) else title
    return told.items() if isinstance(told, dict) else [("en", str(told))]


def found_frame() -> Iterator[Entry]:
    """List everything of the frame that can be found."""
    for area in areas_with_actions():
        address = reverse("plan:area", args=[area.numeral])
        for language, title in _titles(area.short_title):
            yield Entry(
                KIND,
                f"area-{area.pk}",
                f"{area.numeral} {title}",
                address,
                area.title,
                [area.numeral],
                language=language,
            )
        for action in area.actions_in_force:  # type: ignore[attr-defined]  # prefetched
            address = reverse("plan:action", args=[action.code])
            for language, title in _titles(action.short_title):
                yield Entry(
                    KIND, action.pk, f"{action.code} {title}", address, action.wording, [action.code], language=language
                )
            for point in action.points_in_force:
                for language, title in _titles(point.short_title):
                    yield Entry(
                        KIND,
                        f"point-{point.pk}",
                        f"{point.code} {title}",
                        f"{address}#{point.letter}",
                        point.wording,
                        [point.code],
                        language=language,
                    )
    for action in every_action():
        if action.gone:
            address = reverse("plan:action", args=[action.key])
            for language, title in _titles(action.short_title):
                yield Entry(
                    KIND,
                    action.pk,
                    f"{action.label} {title}",
                    address,
                    action.wording,
                    [action.code],
                    language=language,
                )
