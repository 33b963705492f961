"""Where the columns of a table go when it is written: key, measures, and what is said once of a series."""

from dataclasses import dataclass

import polars as pl

from roundtable_analytics.sdmx.refusals import Refused


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written. Columns that are not named are attributes of observations.

    With `series`, which names the dimensions and attributes that a series says once, rows of a series have to stand
    together and what remains of the key is `at_observation`. Without it every observation carries its whole key.
    """

    key: tuple[str, ...]
    measures: tuple[str, ...] = ("OBS_VALUE",)
    series: tuple[str, ...] = ()
    at_observation: str = "AllDimensions"
    keys_only: bool = False
    """Whether only series are written, without their observations: the table has a row for each series."""
    several: bool = False
    """Whether one message may hold several data sets, such as what was known on one day and on another."""

    def checked(self, rows: pl.DataFrame) -> None:
        """Refuse a table that this layout does not fit."""
        lacking = {self.at_observation} if self.keys_only else set()
        if missing := [name for name in (*self.key, *self.series) if name not in {*rows.columns, *lacking}]:
            raise Refused(f"column {missing[0]}", "the table does not have it.")
        if self.series and [name for name in self.key if name not in self.series] != [self.at_observation]:
            raise Refused("the layout", "a series leaves exactly one dimension to its observations.")
        for name in rows.columns:
            if not name.replace("_", "a").replace("-", "a").replace(".", "a").isalnum() or not name[0].isalpha():
                raise Refused(f"column {name}", "this is no name of a component.")


def written(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Give a column as the text that is written for it: numbers as short as they can be read back."""
    kind = rows.schema[name]
    if kind.is_float():
        # A whole number is written without its `.0`; every float is read back to the same bits.
        value = pl.col(name)
        whole = value.is_finite() & (value == value.floor()) & (value.abs() < 2**53)
        return pl.when(whole).then(value.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(value.cast(pl.String))
    return pl.col(name).cast(pl.String)
