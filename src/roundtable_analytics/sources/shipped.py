"""The mappings that come with the platform."""

from importlib.resources import files

from roundtable_analytics.sources.mapping import Mapping, mapping


def shipped() -> dict[str, Mapping]:
    """Give every mapping that comes with the platform, by the name of its dataset."""
    folder = files("roundtable_analytics.sources") / "mappings"
    every = [mapping(one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(".yaml")]
    return {one.dataset: one for one in sorted(every, key=lambda one: one.dataset)}
