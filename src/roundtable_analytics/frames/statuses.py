"""Why a number is not there: five kinds of nothing, in the codes of SDMX's CL_OBS_STATUS and CL_CONF_STATUS.

What each code means there (version 2.2 of CL_OBS_STATUS, in our words):

O  missing, and nothing more is known about the reason, or several reasons are mixed
L  the data exist, but nobody collected or reported them
M  the data cannot exist: the question makes no sense for this cell
Q  the data are known to somebody and kept back
"""

from enum import StrEnum

import polars as pl

VALUE = "OBS_VALUE"
STATUS = "OBS_STATUS"
CONFIDENTIALITY = "CONF_STATUS"
TIME = "TIME_PERIOD"


class Nothing(StrEnum):
    """The kinds of nothing. Zero is the fifth: it is a number, so its cell holds 0 and no code of these."""

    ZERO = "0"
    MISSING = "O"
    NOT_REPORTED = "L"
    NOT_APPLICABLE = "M"
    SUPPRESSED = "Q"


class Confidentiality(StrEnum):
    """The codes of CL_CONF_STATUS that the annex itself sets; others pass through as they came."""

    FREE = "F"
    NOT_FOR_PUBLICATION = "N"
    CONFIDENTIAL = "C"
    SMALL_COUNT = "A"
    SECONDARY = "D"


ABSENT = (Nothing.MISSING, Nothing.NOT_REPORTED, Nothing.NOT_APPLICABLE, Nothing.SUPPRESSED)
"""The four kinds whose cell holds no number."""
WITHOUT_NUMBER = (*(kind.value for kind in ABSENT), "H")
"""Every code of CL_OBS_STATUS that says a number is not there; H is a holiday or a weekend."""


def kind(value: str = VALUE, status: str = STATUS) -> pl.Expr:
    """Give the kind of nothing of each row as its code, and null where a number other than zero stands.

    A cell without a number and without a code is missing, for no reason is known.

    >>> rows = pl.DataFrame({"OBS_VALUE": [0.0, 3.0, None, None], "OBS_STATUS": ["A", None, "Q", None]})
    >>> rows.select(kind())["nothing"].to_list()
    ['0', None, 'Q', 'O']
    """
    absent = pl.col(status).cast(pl.String).fill_null(Nothing.MISSING.value)
    told = pl.when(absent.is_in(list(WITHOUT_NUMBER))).then(absent).otherwise(pl.lit(Nothing.MISSING.value))
    zero = pl.when(pl.col(value) == 0).then(pl.lit(Nothing.ZERO.value))
    return pl.when(pl.col(value).is_null()).then(told).otherwise(zero).alias("nothing")


def is_kind(nothing: Nothing, value: str = VALUE, status: str = STATUS) -> pl.Expr:
    """Say for each row whether it holds this kind of nothing; never null."""
    return kind(value, status).eq_missing(pl.lit(nothing.value))
