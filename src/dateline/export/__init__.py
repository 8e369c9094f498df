"""One file a format, pure: records in, text out.

Every exporter takes `Numbered` reports (a report and the `DL-` ids of its events by local id), masks private persons unless told
otherwise, and refuses fiction unless told otherwise. ACLED and UCDP tables come with what they leave out, and by which rule.
"""

from dateline.export.acled import DEFAULT as ACLED
from dateline.export.acled import acled, acled_estimates
from dateline.export.compare import Compared, compare, compared_csv
from dateline.export.control_geojson import control_geojson
from dateline.export.deaths import GROUPS, Counting
from dateline.export.geojson import geojson
from dateline.export.jsonl import jsonl
from dateline.export.mask import mask_report
from dateline.export.one_json import from_dict, json_schema, to_dict, to_line
from dateline.export.resolvers import RESOLVERS
from dateline.export.table import Choice, Excluded, Numbered, Table, choices_csv, excluded_csv, to_csv
from dateline.export.training import training
from dateline.export.ucdp import DEFAULT as UCDP
from dateline.export.ucdp import ucdp

__all__ = [
    "ACLED",
    "GROUPS",
    "RESOLVERS",
    "UCDP",
    "Choice",
    "Compared",
    "Counting",
    "Excluded",
    "Numbered",
    "Table",
    "acled",
    "acled_estimates",
    "choices_csv",
    "compare",
    "compared_csv",
    "control_geojson",
    "excluded_csv",
    "from_dict",
    "geojson",
    "json_schema",
    "jsonl",
    "mask_report",
    "to_csv",
    "to_dict",
    "to_line",
    "training",
    "ucdp",
]
