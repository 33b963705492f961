"""Codes of the frame (`III.4`) are plain text in any room. When codes move, the rooms that keep them are told here."""

from collections.abc import Callable, Mapping

from roundtable.kernel.base.registry import Registry

Keeper = Callable[[Mapping[str, str | None]], None]
"""Takes old code → new code (None: fell away) and changes the codes a room keeps, in the running transaction."""

keepers: Registry[Keeper] = Registry("keepers of codes")


def moved(codes: Mapping[str, str | None]) -> None:
    """Tell every room that keeps codes which of them moved."""
    for keeper in keepers:
        keeper(codes)
