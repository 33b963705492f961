"""A published pack for the demonstration, made from the demonstration's own reports and activities."""

from datetime import datetime

from roundtable.ground.trust.public import Role, holders
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.operations.plan.models import Pack, Round
from roundtable.operations.plan.services.packs import freeze, publish


def demo_packs(*, seed: int, at: datetime) -> int:  # noqa: ARG001 - every room's demonstration is asked alike
    """Freeze and publish the pack of the newest published round, once; gives how many were made."""
    round_ = Round.objects.exclude(published_at=None).order_by("-year").first()
    editor = holders(Role.SECRETARIAT, SECRETARIAT, on=at.date()).filter(demonstration=True).order_by("pk").first()
    if round_ is None or editor is None or Pack.objects.filter(year=round_.year).exists():
        return 0
    publish(freeze(round_.year, by=editor, at=at), by=editor, at=at)
    return 1
