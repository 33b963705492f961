"""What a dataset is called in SDMX: the agency, and the names of its flow, structure, lists and provider."""

import re

from roundtable_analytics.frames.shape import Shape

AGENCY = "ROUNDTABLE"
"""The agency that keeps the structures of this platform."""
VERSION = "1.0"
STANDARD = "SDMX"
"""The agency of the standard itself, whose lists of statuses are used here."""
PROVIDERS = "DATA_PROVIDERS"
AGENCIES = "AGENCIES"
STATUSES, CONFIDENTIALITIES = "CL_OBS_STATUS", "CL_CONF_STATUS"
SHARED = frozenset({PROVIDERS, AGENCIES, STATUSES, CONFIDENTIALITIES})
"""Artefacts that all datasets share."""
_CODE = re.compile(r"[A-Za-z0-9_@$-]+")
_NO_NAME = re.compile(r"[^A-Za-z0-9]+")


def structure_of(code: str) -> str:
    """Name the structure of a dataset."""
    return f"DSD_{code}"


def concepts_of(code: str) -> str:
    """Name the concepts of a dataset."""
    return f"CS_{code}"


def list_of(code: str, dimension: str) -> str:
    """Name the list of codes of a dimension.

    >>> list_of("asylum-applications", "geo")
    'CL_asylum-applications_geo'
    """
    return f"CL_{code}_{dimension}"


def agreement_of(code: str) -> str:
    """Name the agreement by which the source provides a dataset."""
    return f"PA_{code}"


def constraint_of(code: str) -> str:
    """Name the constraint that says what there is of a dataset."""
    return f"CR_{code}"


def names_of(code: str, shape: Shape) -> frozenset[str]:
    """Give the identifiers of all artefacts that belong to a dataset alone."""
    lists = (list_of(code, one.name) for one in shape.dimensions)
    return frozenset({code, structure_of(code), concepts_of(code), agreement_of(code), constraint_of(code), *lists})


def provider_of(source: str) -> str:
    """Name a source as a provider of data.

    >>> provider_of("UNHCR, Refugee Data Finder"), provider_of("Министерство")
    ('UNHCR_Refugee_Data_Finder', 'SOURCE_41a3bd')
    """
    named = _NO_NAME.sub("_", source).strip("_")[:60]
    if named and named[0].isalpha():
        return named
    # A name in another alphabet has no letters that SDMX allows; a mark made of it stays the same.
    mark = 0
    for letter in source:
        mark = (mark * 131 + ord(letter)) % 0xFFFFFF
    return f"SOURCE_{mark:06x}"


def listed(codes: tuple[str, ...]) -> bool:
    """Say whether all codes are what SDMX allows in a list of codes; else the dimension holds free text."""
    return bool(codes) and all(_CODE.fullmatch(code) for code in codes)
