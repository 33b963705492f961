"""Faults of meetings, planted on purpose while isolation looks."""

from typing import Any

from roundtable.ground.trust.public import Fault, Role, User


def _and_an_address(was: Any) -> Any:
    """Put an address that the Parties do not see into the subject of a notice: it travels by mail."""

    def subject(marking: str, said: str) -> str:
        somebody = User.objects.filter(terms__role=Role.SECRETARIAT, is_active=True).order_by("pk")[0]
        return f"{somebody.email} {was(marking, said)}"

    return subject


FAULTS = (
    Fault(
        "a notice, and with it a mail, that says too much",
        "meetings:move",
        "roundtable.kernel.notices.telling.in_subject",
        _and_an_address,
        sends={"to": "cancelled"},
    ),
)
