"""The list of indicators: what each says, how it is made, from what, and a worked example."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from roundtable_analytics.indicators import asylum, integration, movement, remittances
from roundtable_analytics.indicators.parts import IndicatorError

Table = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator as a reader meets it. `better` is +1 where more is better, -1 where less is, 0 where neither."""

    code: str
    title: str
    formula: str
    unit: str
    sources: tuple[str, ...]
    columns: tuple[str, ...]
    make: Table = field(repr=False)
    example: tuple[Mapping[str, float], float] = field(repr=False)
    better: int = 0
    caveat: str = ""

    def of(self, table: pl.DataFrame) -> pl.DataFrame:
        """Make the indicator of a table: its columns, `value` and `missing`."""
        return self.make(table)


UNHCR = "UNHCR Refugee Data Finder"
EUROSTAT = "Eurostat"
UN = "United Nations, World Population Prospects"
WORLD_BANK = "World Bank, Remittance Prices Worldwide"


def _gap(code: str, title: str, outcome: str, better: int, example: tuple[float, float, float]) -> Indicator:
    return Indicator(
        f"integration.{code}",
        title,
        f"{outcome}: migrants less nationals of the same age",
        "percent points",
        (EUROSTAT,),
        ("migrants", "nationals"),
        integration.gap,
        ({"migrants": example[0], "nationals": example[1]}, example[2]),
        better,
        "From sample surveys: small groups are uncertain, and citizenship is not birthplace.",
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "asylum.per_head",
        "Asylum applications for 1,000 inhabitants",
        "applications / population * 1,000",
        "per 1,000",
        (UNHCR, EUROSTAT, UN),
        ("applications", "population"),
        asylum.applications_per_thousand,
        ({"applications": 50_000, "population": 10_000_000}, 5.0),
        caveat="First applications and repeated ones are different series.",
    ),
    Indicator(
        "asylum.recognition_unhcr",
        "Refugee recognition rate (UNHCR)",
        "recognised / (recognised + otherwise protected + rejected) * 100",
        "percent",
        (UNHCR,),
        ("dec_recognized", "dec_other", "dec_rejected"),
        asylum.refugee_recognition,
        ({"dec_recognized": 30, "dec_other": 20, "dec_rejected": 50}, 30.0),
        caveat="Cases closed without a decision are left out; instances may be mixed.",
    ),
    Indicator(
        "asylum.protection_unhcr",
        "Total recognition rate (UNHCR)",
        "(recognised + otherwise protected) / (recognised + otherwise protected + rejected) * 100",
        "percent",
        (UNHCR,),
        ("dec_recognized", "dec_other", "dec_rejected"),
        asylum.total_recognition,
        ({"dec_recognized": 30, "dec_other": 20, "dec_rejected": 50}, 50.0),
        caveat="Cases closed without a decision are left out; instances may be mixed.",
    ),
    Indicator(
        "asylum.recognition_eurostat",
        "Recognition rate at first instance (Eurostat)",
        "positive decisions / all decisions at first instance * 100",
        "percent",
        (EUROSTAT,),
        ("decisions_positive", "decisions_total"),
        asylum.first_instance_recognition,
        ({"decisions_positive": 365, "decisions_total": 1000}, 36.5),
        caveat="Rounded to 5 persons by Eurostat; not to be compared with UNHCR's rate.",
    ),
    Indicator(
        "asylum.pending_months",
        "Pending applications in months of input",
        "pending at the end of the month / mean monthly applications of the last 12 months",
        "months",
        (EUROSTAT,),
        ("pending", "applications_12_months"),
        asylum.pending_per_monthly_input,
        ({"pending": 600, "applications_12_months": 1200}, 6.0),
        -1,
        "Pending counts persons at all instances, input counts applications.",
    ),
    Indicator(
        "displacement.of_origin",
        "Displaced people for 1,000 inhabitants of their country",
        "(refugees + asylum seekers + others in need of protection + internally displaced) / population * 1,000",
        "per 1,000",
        (UNHCR, UN),
        ("refugees", "asylum_seekers", "other_protection", "internally_displaced", "population"),
        movement.displaced_per_thousand,
        (
            {
                "refugees": 20,
                "asylum_seekers": 5,
                "other_protection": 0,
                "internally_displaced": 75,
                "population": 10_000,
            },
            10.0,
        ),
        -1,
    ),
    Indicator(
        "displacement.hosted",
        "Displaced people from abroad for 1,000 inhabitants",
        "(refugees + asylum seekers + others in need of protection) / population * 1,000",
        "per 1,000",
        (UNHCR, UN),
        ("refugees", "asylum_seekers", "other_protection", "population"),
        movement.hosted_per_thousand,
        ({"refugees": 30, "asylum_seekers": 10, "other_protection": 0, "population": 8000}, 5.0),
    ),
    Indicator(
        "return.rate",
        "Returned after an order to leave",
        "persons returned / persons ordered to leave in the same year * 100",
        "percent",
        (EUROSTAT,),
        ("returned", "ordered_to_leave"),
        movement.return_rate,
        ({"returned": 228, "ordered_to_leave": 480}, 47.5),
        caveat="Not the same persons: a ratio of two counts of one year. One person may get several orders.",
    ),
    _gap("employment", "Employment gap", "Employment rate, 20 to 64", 1, (61.9, 77.1, -15.2)),
    _gap("unemployment", "Unemployment gap", "Unemployment rate, 15 to 74", -1, (12.2, 5.4, 6.8)),
    _gap("tertiary", "Gap in tertiary education", "With tertiary education, 25 to 64", 1, (28.0, 33.5, -5.5)),
    _gap(
        "low_education", "Gap in low education", "At most lower secondary education, 25 to 64", -1, (44.0, 18.0, 26.0)
    ),
    _gap("health", "Gap in good health", "Very good or good health as perceived", 1, (75.0, 68.5, 6.5)),
    _gap("poverty", "Gap in risk of poverty", "At risk of poverty or exclusion, 18 and more", -1, (45.5, 19.0, 26.5)),
    Indicator(
        "integration.income",
        "Median income of migrants for 100 of nationals",
        "median equivalised income of migrants / that of nationals * 100",
        "nationals = 100",
        (EUROSTAT,),
        ("migrants", "nationals"),
        integration.income_ratio,
        ({"migrants": 15_000, "nationals": 20_000}, 75.0),
        1,
    ),
    Indicator(
        "integration.naturalisation",
        "Acquisitions of citizenship for 100 foreign residents",
        "acquisitions of citizenship / foreign residents at the start of the year * 100",
        "percent",
        (EUROSTAT,),
        ("acquisitions", "foreign_residents"),
        integration.naturalisation,
        ({"acquisitions": 26, "foreign_residents": 1000}, 2.6),
        1,
    ),
    Indicator(
        "integration.long_term",
        "Long-term residents for 100 holders of a permit",
        "valid long-term permits / all valid permits * 100",
        "percent",
        (EUROSTAT,),
        ("long_term_permits", "valid_permits"),
        integration.long_term_residents,
        ({"long_term_permits": 40, "valid_permits": 100}, 40.0),
        1,
    ),
    Indicator(
        "remittances.above_3",
        "Cost of sending 200 dollars above the target of 3 %",
        "cost - 3",
        "percent points",
        (WORLD_BANK,),
        ("cost",),
        remittances.above_target,
        ({"cost": 6.2}, 3.2),
        -1,
        "A mean over providers, not weighted by what is sent.",
    ),
    Indicator(
        "remittances.dear_corridors",
        "Corridors that cost more than 5 %",
        "corridors above 5 % / corridors with a price * 100",
        "percent",
        (WORLD_BANK,),
        ("cost",),
        remittances.dear_corridors,
        ({"cost": 6.2}, 100.0),
        -1,
        "One row is one corridor; corridors without a price are told, not counted.",
    ),
    Indicator(
        "demography.pressure",
        "Entering working age for 100 who leave it",
        "people of 15 to 24 / people of 55 to 64 * 100",
        "per 100",
        (UN,),
        ("aged_15_24", "aged_55_64"),
        movement.demographic_pressure,
        ({"aged_15_24": 150, "aged_55_64": 120}, 125.0),
    ),
    Indicator(
        "demography.net_migration",
        "Net migration for 1,000 inhabitants",
        "net migration / population * 1,000",
        "per 1,000",
        (UN,),
        ("net_migration", "population"),
        movement.net_migration_per_thousand,
        ({"net_migration": -30, "population": 10_000}, -3.0),
    ),
    Indicator(
        "skills.brain_drain",
        "People with tertiary education who live abroad",
        "abroad / (abroad + at home) * 100, of 25 and more, by country of birth",
        "percent",
        ("OECD, DIOC",),
        ("tertiary_abroad", "tertiary_at_home"),
        movement.brain_drain,
        ({"tertiary_abroad": 20, "tertiary_at_home": 180}, 10.0),
        -1,
        "Only destinations with a census by education are counted, and where one studied is not known.",
    ),
    Indicator(
        "skills.selection",
        "How much more often the educated live abroad",
        "share abroad of people with tertiary education / share abroad of all",
        "ratio",
        ("OECD, DIOC",),
        ("tertiary_abroad", "tertiary_at_home", "all_abroad", "all_at_home"),
        movement.selection,
        ({"tertiary_abroad": 20, "tertiary_at_home": 180, "all_abroad": 50, "all_at_home": 950}, 2.0),
    ),
)

BY_CODE: Mapping[str, Indicator] = {one.code: one for one in INDICATORS}


def indicator(code: str) -> Indicator:
    """Give an indicator by its code."""
    if code not in BY_CODE:
        raise IndicatorError(f"There is no indicator “{code}”.")
    return BY_CODE[code]
