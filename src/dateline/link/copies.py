"""Copies: which report takes its words or its facts from which other, of what class, and why.

Words come first: bodies word for word the same, or nearly (MinHash; A. Broder, 1997), or the same run of words under an agency's name.
What MinHash cannot see, a paraphrase whose facts all come from one report, is weighed by evidence: vocabulary sentence by sentence,
counts, quotations, places, and what the page says of its own source. Each piece of evidence adds to the log-odds of a copy.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping

from dateline.link.candidates import age, candidates
from dateline.link.copy_evidence import own_names, same_words, weighed
from dateline.link.credits import CREDITS, agencies, cites, credits_text, is_agency, marked, says_so
from dateline.link.likeness import Likeness, Text, is_text, likeness, one_text
from dateline.link.report_sketch import outlet_key
from dateline.linked import Copy, CopyKind, Evidence, ReportSketch

NEAR = 0.5
"""From this resemblance on two texts are near-duplicates: of the tuning pairs the edited ones have .81 and more, cut ones .54, others .22 and less."""
CUT = 0.9
"""A text whose sentences stand in another to this share is a piece cut from it, however much longer that is."""
SAME_RUN, TAKEN_RUN = 0.4, 0.6
"""Under an agency's name, so much of the shorter's run of words makes it the agency's text, under another outlet's the second; below,
it is told in other words."""
CROSS_POST = 0.85
"""A text said to come from another outlet that is no agency and resembles it so much is a near-duplicate (a cross-post)."""
STRANGE = 0.2
"""Two texts that share fewer of the shorter's content words, and no quotation, are not weighed further."""
LEAST = 0.5
"""Scores below are no copy."""
DAY_OVER = 24
"""Stands for the hour of a report that was learned of after its day: archives and slow feeds tell nothing of which was first."""


def compare(a: ReportSketch, b: ReportSketch) -> Copy | None:
    """Return how one of two reports copies the other, None where it does not; the order of the two does not matter."""
    return compare_texts(Text(a), Text(b))


def compare_texts(a: Text, b: Text) -> Copy | None:
    """Do as `compare` does for sketches that are unpacked already."""
    if a.report.sighting == b.report.sighting:
        return None
    if b.report.sighting < a.report.sighting:
        a, b = b, a
    one, two = a.report, b.report
    cited = {one.sighting: cites(one, two), two.sighting: cites(two, one)}
    found = likeness(a, b)
    if found.words < STRANGE and not found.quotes and a.words and b.words and not any(cited.values()):
        return None
    child, parent, why = _direction(one, two, cited)
    evidence = list(weighed(child, parent, found, (cited[child.sighting], cited[parent.sighting])))
    if (share := found.names_of(child is one)) is not None:
        evidence.append(own_names(share))
    kind = _verbatim(child, parent, found)
    if kind is not None:
        evidence.append(same_words(kind, found))
    score = 1 / (1 + math.exp(-sum(piece.weight for piece in evidence)))
    if score < LEAST:
        return None
    return Copy(child.sighting, parent.sighting, kind or "rewrite", round(score, 4), (*evidence, why))


def copies(reports: Iterable[ReportSketch]) -> tuple[Copy, ...]:
    """Return each report's copies as a graph without circles: a copy of a copy points at its nearest parent, a root at none.

    A report has one parent, the one that it is most like; a further one only where that has another root (a round-up of two reports).
    The answer is sorted and does not depend on the order of the reports. Grows about linearly: no report is compared with more than
    a few others, those that share rare keys with it.
    """
    return graph(compared(reports))


def compared(reports: Iterable[ReportSketch]) -> list[Copy]:
    """Return all pairs of reports of which one copies the other, best parents and others alike.

    Reports of one text are each compared with the first of them, and only that one with others.
    """
    texts: dict[str, list[ReportSketch]] = {}
    for report in {report.sighting: report for report in reports}.values():
        texts.setdefault(text_key(report), []).append(report)
    firsts = {key: min(same, key=standing) for key, same in texts.items()}
    found = [compare(report, firsts[key]) for key, same in texts.items() for report in same if report is not firsts[key]]
    found += [compare_texts(a, b) for a, b in candidates(sorted(firsts.values(), key=age))]
    return [copy for copy in found if copy is not None]


def text_key(report: ReportSketch) -> str:
    """Return what reports share that are word for word the same; the sighting of one that has hardly a text."""
    if not is_text(report):
        return report.sighting
    hashed = hashlib.blake2b(report.signature + report.wording, digest_size=12)
    hashed.update(b"".join(sentence.to_bytes(8, "little") for sentence in report.sentences))
    return hashed.hexdigest()


def graph(found: Iterable[Copy]) -> tuple[Copy, ...]:
    """Choose among copies found pair by pair: the best parent of each report, and no circles.

    Of parents that are equally likely that one is taken which is itself found to be a copy of the fewest: the nearest to the root.
    """
    parents: dict[str, list[str]] = {}
    kept: list[Copy] = []
    later: list[Copy] = []
    every = list(found)
    copied = Counter(copy.sighting for copy in every)
    for copy in sorted(every, key=lambda copy: (*_strength(copy), copied[copy.of], copy.sighting, copy.of)):
        if copy.sighting in parents:
            later.append(copy)
        elif copy.sighting not in _above(copy.of, parents):
            parents[copy.sighting] = [copy.of]
            kept.append(copy)
    for copy in later:
        above = _above(copy.of, parents)
        if copy.sighting not in above and not _roots(above, parents) & _roots(_above(copy.sighting, parents), parents):
            parents[copy.sighting].append(copy.of)
            kept.append(copy)
    return tuple(sorted(kept, key=lambda copy: (copy.sighting, copy.of)))


def _above(sighting: str, parents: dict[str, list[str]]) -> set[str]:
    """Return a report with all that it is copied from."""
    seen: set[str] = set()
    stack = [sighting]
    while stack:
        one = stack.pop()
        if one not in seen:
            seen.add(one)
            stack += parents.get(one, ())
    return seen


def _roots(sightings: set[str], parents: dict[str, list[str]]) -> set[str]:
    return {one for one in sightings if one not in parents}


def _strength(copy: Copy) -> tuple[float, float]:
    """Return the order of choice: by the evidence, since scores near 1 are rounded alike."""
    return -round(sum(piece.weight for piece in copy.evidence), 6), -copy.score


def standing(report: ReportSketch) -> str:
    """Return how near a report is to being the first of those with one text, as a text that sorts: the least is."""
    day, sighting = age(report)
    return f"{day:07d}{not is_agency(report.outlet):d}{_hour(report):02d}{sighting}"


def _hour(report: ReportSketch) -> int:
    """Return the hour at which a report was learned of on its day; DAY_OVER where that was later and tells nothing."""
    return report.learned.hour if report.learned.date().toordinal() == report.published else DAY_OVER


# ---------------------------------------------------------------- classes and direction


def _verbatim(child: ReportSketch, parent: ReportSketch, found: Likeness) -> CopyKind | None:
    """Return the class of two texts that share their words, None where they do not."""
    same = one_text(child, parent)
    if same and child.marks == parent.marks:
        return "identical"
    near = same or found.resemblance >= NEAR or _is_cut(found)
    if not near and found.run < SAME_RUN:
        return None
    credited = cites(child, parent, marks_only=True) or (parent.outlet is None and says_so(child))
    if near and outlet_key(child.outlet) is not None and outlet_key(child.outlet) == outlet_key(parent.outlet):
        return "near_duplicate"
    same_run = found.run >= SAME_RUN and (found.names is None or found.names >= SAME_RUN)
    if _of_an_agency(child, parent) and (near or same_run):
        return "agency_copy"
    if near:
        return "agency_copy" if credited and found.resemblance < CROSS_POST else "near_duplicate"
    return "agency_copy" if credited and same_run and found.run >= TAKEN_RUN else None


def _is_cut(found: Likeness) -> bool:
    """Tell whether the shorter text is a piece of the longer, sentence by sentence."""
    return found.shorter > 1 and found.sentences >= CUT * found.shorter


def _of_an_agency(child: ReportSketch, parent: ReportSketch) -> bool:
    """Tell whether the words are an agency's: the parent is one, or either credits one that is not itself, or both the same newsroom.

    An agency named in a sentence of the copy is credited where the other does not quote it too.
    """
    if parent.outlet and is_agency(parent.outlet):
        return True
    if any(agencies(one) - {outlet_key(one.outlet)} for one in (child, parent)):
        return True
    if marked(child, *CREDITS) & marked(parent, *CREDITS) - {outlet_key(child.outlet), outlet_key(parent.outlet)}:
        return True
    return any(map(is_agency, marked(child, "relay") - marked(parent, "relay")))


def _own_line(one: ReportSketch, other: ReportSketch) -> bool:
    """Tell whether a report of no known outlet bears the other's line as its agency: it may be the agency's own, so days decide."""
    named = {outlet_key(one.agency), *marked(one, "agency")}
    return one.outlet is None and one.original_outlet is None and outlet_key(other.outlet) in named


def _one_desk(a: ReportSketch, b: ReportSketch) -> bool:
    """Tell whether two reports are of one outlet, by name or by the line that one of them bears."""
    return (a.outlet is not None and outlet_key(a.outlet) == outlet_key(b.outlet)) or _own_line(a, b) or _own_line(b, a)


def _direction(a: ReportSketch, b: ReportSketch, cited: Mapping[str, bool]) -> tuple[ReportSketch, ReportSketch, Evidence]:
    """Return the copy, what it copies, and why: by whose text the pages say it is, then the day, then whom they name, then who corrects,
    who writes for others, length, and the hour. The earlier is a copy of the later only where its page says so of its whole text.
    """
    if (credit := credits_text(a, b) and not _own_line(a, b)) != (credits_text(b, a) and not _own_line(b, a)):
        forwards, why = credit, "the copy says that its text is the other's"
    elif a.published is not None and b.published is not None and a.published != b.published:
        forwards, why = a.published > b.published, f"published {abs(a.published - b.published)} days later"
    elif (names := cited[a.sighting] and not _own_line(a, b)) != (cited[b.sighting] and not _own_line(b, a)):
        forwards, why = names, "the copy names the other's outlet"
    elif _one_desk(a, b) and (corrects := "correction" in a.marks) != ("correction" in b.marks):
        forwards, why = corrects, "the copy is the outlet's correction of its own report"
    elif (writes := bool(a.outlet) and is_agency(a.outlet or "")) != (bool(b.outlet) and is_agency(b.outlet or "")):
        forwards, why = not writes, "the other writes for others to print"
    elif a.n_words != b.n_words and outlet_key(a.outlet) == outlet_key(b.outlet):
        forwards, why = a.n_words > b.n_words, "of one outlet and day; the longer one is taken as the update"
    elif a.n_words != b.n_words:
        forwards, why = a.n_words < b.n_words, "of one day; the longer one is taken as the root"
    elif (hour := _hour(a)) != (other := _hour(b)):
        forwards, why = (
            hour > other,
            "learned of hours later on its day" if hour < DAY_OVER else "not learned of on its day, as the other was",
        )
    else:
        forwards, why = a.sighting > b.sighting, "nothing tells which was first; the smaller id is taken as the root"
    child, parent = (a, b) if forwards else (b, a)
    return child, parent, Evidence("direction", why, 0.0)
