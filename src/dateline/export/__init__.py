"""One file a format, pure: records in, text out.

Every exporter takes `Numbered` reports (a report and the `DL-` ids of its events by local id), masks private persons unless told
otherwise, and refuses fiction unless told otherwise. ACLED and UCDP tables come with what they leave out, and by which rule.
"""

from dateline.export.acled import acled
from dateline.export.deaths import GROUPS, RESOLVERS
from dateline.export.geojson import geojson
from dateline.export.jsonl import jsonl
from dateline.export.mask import mask_report
from dateline.export.one_json import from_dict, json_schema, to_dict, to_line
from dateline.export.table import Excluded, Numbered, Table, excluded_csv, to_csv
from dateline.export.ucdp import ucdp

__all__ = [
    "GROUPS",
    "RESOLVERS",
    "Excluded",
    "Numbered",
    "Table",
    "acled",
    "excluded_csv",
    "from_dict",
    "geojson",
    "json_schema",
    "jsonl",
    "mask_report",
    "to_csv",
    "to_dict",
    "to_line",
    "ucdp",
]
