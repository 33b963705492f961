"""Displacement, returns, demography and skills."""

import polars as pl

from roundtable_analytics.indicators.parts import quotient


def displaced_per_thousand(table: pl.DataFrame) -> pl.DataFrame:
    """People of a country who are displaced, abroad or inside, for 1,000 of its population at home.

    Columns refugees, asylum_seekers, other_protection, internally_displaced, population (persons at the year's end).

    >>> told = {"refugees": [20], "asylum_seekers": [5], "other_protection": [0], "internally_displaced": [75]}
    >>> displaced_per_thousand(pl.DataFrame(told | {"population": [10_000]}))["value"][0]
    10.0
    """
    parts = ["refugees", "asylum_seekers", "other_protection", "internally_displaced"]
    return quotient(table, parts, ["population"], per=1000)


def hosted_per_thousand(table: pl.DataFrame) -> pl.DataFrame:
    """Refugees, asylum seekers and others in need of protection whom a country hosts, for 1,000 inhabitants.

    >>> told = {"refugees": [30], "asylum_seekers": [10], "other_protection": [0], "population": [8_000]}
    >>> hosted_per_thousand(pl.DataFrame(told))["value"][0]
    5.0
    """
    return quotient(table, ["refugees", "asylum_seekers", "other_protection"], ["population"], per=1000)


def return_rate(table: pl.DataFrame) -> pl.DataFrame:
    """Persons returned after an order to leave, of persons ordered to leave in the same year, percent.

    The two are not the same persons, so the rate may be above 100; it is a ratio, not a chance.

    >>> return_rate(pl.DataFrame({"returned": [228], "ordered_to_leave": [480]}))["value"][0]
    47.5
    """
    return quotient(table, ["returned"], ["ordered_to_leave"], per=100)


def demographic_pressure(table: pl.DataFrame) -> pl.DataFrame:
    """Those who enter working age for 100 who leave it: people of 15 to 24 over people of 55 to 64.

    Above 100 more young people look for work than older ones leave it.

    >>> demographic_pressure(pl.DataFrame({"aged_15_24": [150], "aged_55_64": [120]}))["value"][0]
    125.0
    """
    return quotient(table, ["aged_15_24"], ["aged_55_64"], per=100)


def net_migration_per_thousand(table: pl.DataFrame) -> pl.DataFrame:
    """Net migration of a year for 1,000 inhabitants.

    >>> net_migration_per_thousand(pl.DataFrame({"net_migration": [-30], "population": [10_000]}))["value"][0]
    -3.0
    """
    return quotient(table, ["net_migration"], ["population"], per=1000)


def brain_drain(table: pl.DataFrame) -> pl.DataFrame:
    """Of people born in a country with tertiary education, those who live abroad, percent (Docquier and Marfouk 2006).

    Columns tertiary_abroad, tertiary_at_home: persons of 25 and more.

    >>> brain_drain(pl.DataFrame({"tertiary_abroad": [20], "tertiary_at_home": [180]}))["value"][0]
    10.0
    """
    return quotient(table, ["tertiary_abroad"], ["tertiary_abroad", "tertiary_at_home"], per=100)


def selection(table: pl.DataFrame) -> pl.DataFrame:
    """How much more often people with tertiary education live abroad than all people of the country do (1: as often).

    >>> told = {"tertiary_abroad": [20], "tertiary_at_home": [180], "all_abroad": [50], "all_at_home": [950]}
    >>> selection(pl.DataFrame(told))["value"][0]
    2.0
    """
    educated = brain_drain(table).rename({"value": "_educated", "missing": "_first"})
    everybody = quotient(educated, ["all_abroad"], ["all_abroad", "all_at_home"], per=100)
    both = everybody.rename({"value": "_everybody", "missing": "_second"})
    told = quotient(both, ["_educated"], ["_everybody"])
    parts = pl.concat_str([pl.col("_first"), pl.col("_second")], separator=", ", ignore_nulls=True)
    named = pl.when(parts != "").then(parts).otherwise(pl.col("missing"))
    return told.with_columns(missing=named).drop("_educated", "_first", "_everybody", "_second")
