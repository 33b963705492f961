"""Tables that leave as files: the same rows as CSV, XLSX, ODS and JSON, and the same bytes for the same rows."""

from roundtable.kernel.files.tables.answers import MEDIA_TYPES, answer, write
from roundtable.kernel.files.tables.books import xlsx_bytes
from roundtable.kernel.files.tables.csv_files import csv_bytes
from roundtable.kernel.files.tables.inert import inert
from roundtable.kernel.files.tables.json_files import json_bytes
from roundtable.kernel.files.tables.ods_files import ods_bytes
from roundtable.kernel.files.tables.shape import Column, Kind, Table

__all__ = [
    "MEDIA_TYPES",
    "Column",
    "Kind",
    "Table",
    "answer",
    "csv_bytes",
    "inert",
    "json_bytes",
    "ods_bytes",
    "write",
    "xlsx_bytes",
]
