"""What is not accepted, where, and why."""


class Refused(ValueError):  # noqa: N818 - a name that says what happened
    """A message is not accepted. `place` says where in the message, `reason` why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
