"""What can be asked of the web service, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

ALL: tuple[str, ...] = ()
"""No restriction."""
LATEST = "~"
OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew")

Part = tuple[str, ...]
"""The codes of one place of a key; none where any code will do."""
Key = tuple[Part, ...]
Comparison = tuple[str, str]
"""An operator and a value."""
Alternatives = tuple[tuple[Comparison, ...], ...]
"""What may hold of a component: any of these, each of which is several comparisons that hold together."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which artefacts are meant: by agency, identifier, version and item; `ALL` where any will do."""

    agencies: tuple[str, ...] = ALL
    identifiers: tuple[str, ...] = ALL
    versions: tuple[str, ...] = (LATEST,)
    items: tuple[str, ...] = ALL

    def meets(self, agency: str, identifier: str, version: str, *, latest: bool = True) -> bool:
        """Say whether an artefact is meant; `latest` says that no later version of it is there.

        >>> Wanted(("IMF",), ALL, ("1.0+",)).meets("IMF", "CPI", "1.0")
        True
        """
        if (self.agencies and agency not in self.agencies) or (self.identifiers and identifier not in self.identifiers):
            return False
        return not self.versions or any(_version(one, version, latest=latest) for one in self.versions)


def _version(asked: str, version: str, *, latest: bool) -> bool:
    if asked in {LATEST, "latest", "+"}:
        return latest
    if asked in {"*", "all"}:
        return True
    if "+" in asked:
        # `1.0+` and `1+.0`: that version or a later one.
        return _numbers(version) >= _numbers(asked.replace("+", "")) and latest
    have, want = _numbers(version), _numbers(asked)
    # A version of two parts and the same of three, `1.0` and `1.0.0`, are one.
    return have + (0,) * (3 - len(have)) == want + (0,) * (3 - len(want))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else -1 for part in version.partition("-")[0].split("."))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cells are asked for: keys of which any may fit, and what must hold of components."""

    keys: tuple[Key, ...] = ()
    components: tuple[tuple[str, Alternatives], ...] = ()
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class DataQuestion:
    """A question for data.

    `columns` tells which components beside the key are handed out: `attributes` and `measures` are names, None for all.
    With `keys_only` no observation is.
    """

    context: str
    flow: Wanted
    chosen: Chosen = field(default_factory=Chosen)
    providers: tuple[str, ...] = ALL
    updated_after: datetime | None = None
    as_of: datetime | None = None
    history: bool = False
    at_observation: str = ""
    attributes: tuple[str, ...] | None = None
    measures: tuple[str, ...] | None = None
    keys_only: bool = False


@dataclass(frozen=True, slots=True)
class AvailabilityQuestion:
    """A question which values there are: for all components, or for some; `exact` as the cells that were chosen."""

    context: str
    flow: Wanted
    chosen: Chosen = field(default_factory=Chosen)
    providers: tuple[str, ...] = ALL
    components: tuple[str, ...] = ALL
    exact: bool = True
    references: tuple[str, ...] = ("none",)


@dataclass(frozen=True, slots=True)
class StructureQuestion:
    """A question for structures; `kinds` are the classes of artefacts, as SDMX names them."""

    kinds: tuple[str, ...]
    wanted: Wanted
    detail: str = "full"
    references: tuple[str, ...] = ("none",)


Question = DataQuestion | AvailabilityQuestion | StructureQuestion
Parameters = Mapping[str, tuple[str, ...]]
"""The parameters of an address; each may come several times."""
