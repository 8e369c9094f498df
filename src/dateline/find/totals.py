"""Death tolls and other totals: the number that "the death toll", "the number of wounded" leads to."""

from __future__ import annotations

import re

from dateline.find.harm import Harm
from dateline.find.people import Phrase
from dateline.find.victims import Reader
from dateline.records import Count

MAX_TOLL_GAP = 160
"""Characters from "death toll" to the verb that leads to its number."""
_TOLL_VERB = re.compile(
    r"\b(?:rose|rises|risen|rising|raised|raising|reached|reaches|reaching|reach|stands?|stood|standing|climb(?:ed|s"
    r"|ing)?|hits?|now|is|was|were|are|at|to|of|exceed(?:ed|s)?|surpass(?:ed|es)?|passed|topped|tops|increased"
    r"|increases|jumped|has|had|put|updated|revised|came|totall?ed|totals|numbered)\b|:",
    re.IGNORECASE,
)
_TOLL_GAP = re.compile(
    r"(?:\s+(?:to|at|now|a|total|of|the|been|be|has|have|least|currently|been\s+put|put|risen|reached|rose|from\s+\S+"
    r"|stood|raised|climbed|increased|revised|updated|upwards?|estimated|confirmed|already|still"
    r"|as\s+high\s+as)\b)*\s*:?\s*",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?|passed|topped|tops)\s+$", re.IGNORECASE)


def read_totals(reader: Reader) -> None:
    """Take the number of each total of the sentence; "rose from 20 to 32" gives 32."""
    for harm in reader.harms:
        if harm.reach == "toll":
            _read_total(reader, harm)


def _read_total(reader: Reader, harm: Harm) -> None:
    best: tuple[int, Phrase] | None = None
    for verb in _TOLL_VERB.finditer(reader.text, harm.end, min(len(reader.text), harm.end + MAX_TOLL_GAP)):
        for i, phrase in enumerate(reader.people):
            if (
                phrase.start >= verb.end()
                and phrase.kind not in ("thing", "speaker")
                and _TOLL_GAP.fullmatch(reader.text[verb.end() : phrase.start])
            ):
                best = (i, phrase)
                break
        if best:
            break
    if best is None or best[0] in reader.used or re.search(r";", reader.text[harm.end : best[1].start]):
        return
    index, phrase = best
    if re.search(r"\bfrom\s+$", reader.text[: phrase.start]):
        later = [
            i
            for i, p in enumerate(reader.people)
            if p.start > phrase.end and re.fullmatch(r"\s+(?:\w+\s+)?to\s+", reader.text[phrase.end : p.start])
        ]
        index = later[0] if later else index
    phrase = reader.people[index]
    count = phrase.count
    if _OVER.search(reader.text[: phrase.start]) and count.modifier == "exact":
        count = Count(count.best, count.best, None, "more_than")
    reader.take(index, harm, count=count)
