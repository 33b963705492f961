"""Workbooks, whose library is loaded by the first one that is written: most commands and pages write none."""

from roundtable.kernel.files.tables.shape import Table


def xlsx_bytes(*tables: Table) -> bytes:
    """The tables as one workbook, a sheet each, and a last sheet with what a reader must know of them."""
    from roundtable.kernel.files.tables import xlsx_files

    return xlsx_files.xlsx_bytes(*tables)
