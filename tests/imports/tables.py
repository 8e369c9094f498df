"""Tables of invented events as files: text, and the least of a workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,"
    "interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,"
    "fatalities,tags,timestamp"
)
ACLED_ROW = (
    "SYR1,03 October 2017,2017,1,Political violence,Battles,Armed clash,Military Forces of Syria (2000-2024),,State forces,HTS: Hayat Tahrir al Sham,,"
    'Rebel group,,,760,Middle East,Syria,Hama,,,Qamhara,35.2,36.7,1,Wire,National,"Clashes, ""heavy"" ones",30,,1507000000'
)
UCDP = (
    "id,relid,year,type_of_violence,side_a,side_b,source_headline,where_prec,where_coordinates,adm_1,latitude,longitude,country,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low"
)
UCDP_ROW = (
    '77,SYR-2017-1,2017,1,Government of Syria,HTS,"Two\nlines",2,Qamhara town,Hama,35.2,36.7,Syria,2,3,2017-10-01 00:00:00.000,'
    "2017-10-14 00:00:00.000,10,12,0,0,22,40,20"
)
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{}</Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding, newline="")
    return path


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]], *, merged: str = "") -> Path:
    """Write sheets of texts, numbers and formulas ("=..."); `merged` is a range of the last one."""
    parts = {}
    for n, (_, rows) in enumerate(sheets.items(), 1):
        lines = "".join(
            f'<row r="{r}">' + "".join(_cell(f"{chr(64 + c)}{r}", value) for c, value in enumerate(row, 1) if value != "") + "</row>"
            for r, row in enumerate(rows, 1)
        )
        joined = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged and n == len(sheets) else ""
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData>{joined}</worksheet>'
        )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    parts["[Content_Types].xml"] = _TYPES.format("".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in parts))
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/_rels/workbook.xml.rels"] = f'<?xml version="1.0"?><Relationships xmlns="{package}">{links}</Relationships>'
    top = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    parts["_rels/.rels"] = f'<?xml version="1.0"?><Relationships xmlns="{package}">{top}</Relationships>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def _cell(place: str, value: object) -> str:
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{place}"><f>{escape(value[1:])}</f><v>3</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
