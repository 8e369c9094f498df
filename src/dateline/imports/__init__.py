"""Reads tables of events that others coded: ACLED and UCDP exports, any CSV or XLSX table with headings."""

from dateline.imports.layouts import FIELDS
from dateline.imports.reading import OpenTable, open_table, table_name
from dateline.imports.rows import read_row

__all__ = ["FIELDS", "OpenTable", "open_table", "read_row", "table_name"]
