"""Fits the weights that choose among places of the same name: `python -m train.places [--home FOLDER] [--write]`.

Two kinds of reports teach them, none of a test set: the places of the project's own corpus (split train) as the rules find them, and made-up
contexts from the index: places that lie near each other, of one country, or the large ones of the world, named together as reports do. In a
share of both the place meant is taken out of the candidates, so that none of them is right.

The model is a conditional logit: the chance of a candidate, or of none, is its power of e over the sum of all (McFadden 1974).
Its start is fixed, so that the same data gives the same weights. What is kept and right on the corpus' split dev, unseen, is printed beside that of
made-up contexts held back. `--home` is a folder with the world's index (`dateline gazetteer build-world`); without it one is built in a temporary folder.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import math
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import REPORTS
from corpus.gold import to_gold
from corpus.markup import read
from corpus.splits import rules, split_of
from dateline.data import place_weights
from dateline.data.countries import load_countries
from dateline.data.place_weights import PlaceWeights
from dateline.gazetteer import MergedIndex, build_world, open_index
from dateline.gazetteer.keys import normalise
from dateline.gazetteer.world import CITIES500_FILE
from dateline.pipeline import Coder
from dateline.records import Document, Page, PlaceCandidate, PlaceMention, Sighting, Span, Zone
from dateline.resolve.place_context import distance_km
from dateline.resolve.place_ranking import FEATURES, NIL_FEATURES, rank_cases, read_cases

SEED = 20
REPORTS_MADE = 1200
UNKNOWN = 0.15
"""Share of the names whose place is taken out of the candidates: lists lack one name in six or so of those that reports give."""
LOCAL, NATIONAL = 0.5, 0.3  # shares of made-up contexts that play around a place, and in a country
NAMESAKES = 0.4  # share of the local ones around a place whose name others have
RIGHT_KM = 12.0
NAMED_AFTER_KM = 40.0
REGION_KM = 600.0
COUNTY_KM = 60.0
BROAD = ("area", "water", "road", "admin2")  # places of the corpus whose one point tells too little of which row is meant
CORPUS_WEIGHT = 4.0  # of a name of the corpus, against one of a made-up context
ROUNDS = 5  # of finding what the model thinks of the neighbours, and fitting anew
RIDGE = 0.02
NAME_NOISE = 0.12
WORST = 24  # candidates of a name that the fit sees

HELD = {
    "country": 3.6, "division": 2.65, "home": 1.4, "close": 2.3, "beside": 2.0, "last_country": 1.8, "theatre": 0.6, "inside": 3.0, "side": 6.0,
    "part_of_area": 1.8, "people": 0.8, "capital": 0.8, "is_country": 6.6, "is_county": 0.5, "is_area": 6.7, "shadowed": -3.5, "lesser": -2.65,
    "unsaid": -6.4, "derived": -3.7, "common": -2.1, "similar": -0.6, "unlike": -34.0, "short": -0.58, "foreign": -1.45, "nil": 2.0,
    "nil_similar": 0.0, "nil_country": 0.21, "nil_neighbours": 1.8, "other_name": -1.6, "level_same": 1.5, "kind_said": 1.4,
}  # fmt: skip
"""Weights set by hand: evidence that lists of names thrown together show too seldom or too weakly, since a made-up context names countries
and neighbours without the order, sides and sentences of a report. Fitted freely, they fall to a third of this and Tripoli beside Beirut is Libya's.
The same for similar spellings, for what a name leaves out, and for common words, of which invented lists have none. Their scale is that of all:
the fit of the others cannot change it."""
POSITIVE = frozenset(
    {
        "people",
        "capital",
        "country",
        "division",
        "home",
        "last_country",
        "theatre",
        "inside",
        "side",
        "close",
        "beside",
        "about",
        "level_same",
        "kind_said",
        "metropolis",
    }
)
NEGATIVE = frozenset({"unlike", "short", "foreign", "outside", "level_other", "shadowed"})
"""Signs that a weight may not change: evidence must not turn against what it is evidence of where two kinds overlap."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What one mention means: a point, or an area of a kind in a country; None for a place that no list has."""

    lat: float | None
    lon: float | None
    kind: str | None = None
    country: str | None = None
    unknown: bool = False  # to be taken out of the candidates

    def is_meant_by(self, candidate: PlaceCandidate) -> bool:
        """Tell whether a candidate is the place."""
        if self.kind == "country" or (self.kind == "admin1" and candidate.kind == "admin1"):
            return candidate.kind == self.kind and candidate.country_code == self.country
        if self.kind == "admin1" and self.lat is not None and self.lon is not None:  # the town that it is named after is as good
            return (
                candidate.country_code == self.country and distance_km(self.lat, self.lon, candidate.lat, candidate.lon) <= NAMED_AFTER_KM
            )
        if self.lat is None or self.lon is None or candidate.kind in ("country", "admin1"):
            return False
        if self.kind == "area":
            return candidate.kind in ("area", "water") and distance_km(self.lat, self.lon, candidate.lat, candidate.lon) <= REGION_KM
        return distance_km(self.lat, self.lon, candidate.lat, candidate.lon) <= RIGHT_KM


@dataclass(frozen=True, slots=True)
class Told:
    """A report for training: its page, mentions, and what each means."""

    page: Page
    mentions: tuple[PlaceMention, ...]
    truths: tuple[Truth | None, ...]
    theatre: frozenset[str] = frozenset()


class Without:
    """An index without some places; the rest is the index."""

    def __init__(self, index: MergedIndex, gone: Sequence[Truth]) -> None:
        self.index, self.gone = index, gone

    def lookup(self, name: str, *, fuzzy: bool = True, limit: int = 20) -> Sequence[PlaceCandidate]:
        """Look up, leaving out what lies where the missing places lie."""
        found = self.index.lookup(name, fuzzy=fuzzy, limit=limit)
        return [c for c in found if not any(gone.is_meant_by(c) for gone in self.gone)] if self.gone else found

    def known(self, name: str) -> bool:
        """Tell whether the index knows the name."""
        return self.index.known(name)

    def near(self, lat: float, lon: float, km: float, limit: int = 20) -> Sequence[PlaceCandidate]:
        """Return places near a point."""
        return self.index.near(lat, lon, km, limit)

    @property
    def version(self) -> str:
        """Hash over what was imported."""
        return self.index.version


def page_of(text: str) -> Page:
    """Return a page of a text alone."""
    document = Document(text, zones=(Zone("body", Span(0, len(text))),))
    return Page(document, Sighting(document.id, "train", "train", None, None, None, None, None, "none", dt.datetime.now(dt.UTC)))


# ---------------------------------------------------------------- the corpus


def corpus_reports(index: MergedIndex, split: str = "train") -> Iterator[Told]:
    """Yield the reports of a split of the corpus with the places that the rules find in them."""
    coder = Coder(index, "find", "rules")
    given = rules()
    countries = load_countries()
    for path in sorted(REPORTS.glob("*/*.txt")):
        report = read(path)
        if split_of(report, given) != split:
            continue
        gold = to_gold(report, split)
        meant: dict[tuple[int, int], tuple[str, Truth]] = {}
        for mention in gold["mentions"]:
            if mention["kind"] != "place":
                continue
            entity = gold["entities"][mention["entity"]]
            country = countries.by_name(entity["country"] or entity["name"])
            level = entity["level"] if entity["level"] in ("country", "admin1") else None
            if (level is None and entity["lat"] is None) or entity["level"] in BROAD:
                continue
            start, end = mention["span"]
            truth = Truth(entity["lat"], entity["lon"], level, country.iso2 if country else None)
            meant[start, end] = (normalise(entity["name"]), truth)
        coded = coder.code(page_of(report.text))
        mentions = coded.mentions.places
        truths = tuple(_meant(mention, meant) for mention in mentions)
        yield Told(coded.page, mentions, truths)


def _meant(mention: PlaceMention, meant: Mapping[tuple[int, int], tuple[str, Truth]]) -> Truth | None:
    """Return what the annotation says of a mention of the very name; other words ("the outskirts of X") have a point of their own."""
    own = normalise(mention.name)
    return next(
        (truth for (start, end), (name, truth) in meant.items() if start < mention.span.end and mention.span.start < end and name == own),
        None,
    )


# ---------------------------------------------------------------- made-up contexts


@dataclass(frozen=True, slots=True)
class Town:
    """A row of the packaged table."""

    id: str
    name: str
    others: tuple[str, ...]
    lat: float
    lon: float
    country: str
    division: str
    people: int


def towns() -> list[Town]:
    """Return the packaged table of the world's settlements."""
    found = []
    with gzip.open(CITIES500_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            number, name, lat, lon, country, division, people, others = line.rstrip("\n").split("\t")
            written = tuple(other for other in others.split("|") if other.isascii() and len(other) > 3)
            found.append(Town(f"gn:{number}", name, written, float(lat), float(lon), country, division, int(people)))
    return found


def regions() -> list[tuple[str, float, float]]:
    """Return the packaged regions and waters."""
    path = CITIES500_FILE.with_name("regions.tsv")
    with path.open(encoding="utf-8") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [(row["name"], float(row["lat"]), float(row["lon"])) for row in rows if row["kind"] in ("area", "water")]


_VOWELS = "aeiou"
_CHANGES = (1, 1, 2, 3)


def misspelt(name: str, dice: random.Random) -> str:
    """Return another transliteration of a name, one to three changes away."""
    for _ in range(dice.choice(_CHANGES)):
        name = _changed(name, dice)
    return name


def _changed(name: str, dice: random.Random) -> str:
    """Change a name: a letter doubled, a vowel changed, k for q, an article added."""
    at = dice.randrange(1, max(2, len(name)))
    turn = dice.randrange(4)
    if turn == 0 and at < len(name) and name[at].isalpha():
        return name[:at] + name[at] + name[at:]
    if turn == 1:
        spots = [i for i, letter in enumerate(name) if letter in _VOWELS]
        if spots:
            i = dice.choice(spots)
            return name[:i] + dice.choice(_VOWELS) + name[i + 1 :]
    if turn == 2:
        return name.replace("q", "k").replace("ou", "u").replace("gh", "g")
    return name.replace("-", " ") if "-" in name else f"al-{name}"


class Maker:
    """Makes contexts: names that a report might hold together, and where each lies."""

    def __init__(self, index: MergedIndex, rows: Sequence[Town], dice: random.Random) -> None:
        self.index, self.rows, self.dice = index, rows, dice
        self.small = self._summed([(row.people + 500) ** 0.5 for row in rows])
        self.large = self._summed([(row.people + 1) ** 1.0 for row in rows])
        self.by_country: dict[str, list[Town]] = {}
        for row in rows:
            self.by_country.setdefault(row.country, []).append(row)
        self.countries = [code for code, found in self.by_country.items() if len(found) >= 30 and load_countries().get(code)]
        self.regions = regions()
        self.by_id = {row.id: row for row in rows}

    @staticmethod
    def _summed(weights: Sequence[float]) -> list[float]:
        total, out = 0.0, []
        for weight in weights:
            total += weight
            out.append(total)
        return out

    def _one(self, summed: Sequence[float]) -> Town:
        return self.dice.choices(self.rows, cum_weights=summed)[0]

    def report(self) -> Told:
        """Return one made-up report: names in sentences of one to four, the countries and divisions that reports add."""
        dice = self.dice
        kind = dice.random()
        if kind < LOCAL:
            places = self._local()
        elif kind < LOCAL + NATIONAL:
            places = self._national()
        else:
            places = [self._one(self.large) for _ in range(dice.randint(1, 5))]
        middle = places[0]
        if kind < LOCAL + NATIONAL and dice.random() < 0.35:  # large cities of anywhere, as they come up
            places += [self._one(self.large) for _ in range(dice.choice((1, 1, 2)))]
        places = list({town.id: town for town in places}.values())
        items: list[tuple[str, Truth, tuple[str, ...], str | None]] = []
        for town in places:
            items.append(self._named(town))
        country = load_countries().get(middle.country)
        if country and dice.random() < (0.6 if kind < 0.45 else 0.9 if kind < 0.75 else 0.5):
            word = country.demonyms[0] if country.demonyms and dice.random() < 0.4 else country.name
            home = (word, Truth(None, None, "country", country.iso2), (), None)
            items.insert(0 if dice.random() < 0.7 else dice.randint(0, len(items)), home)
            if dice.random() < 0.3:
                items.insert(dice.randint(0, len(items)), (country.name, Truth(None, None, "country", country.iso2), (), None))
        for _ in range(dice.choice((0, 0, 0, 1, 1))):
            if dice.random() < 0.6:
                far = dice.choice([c for c in load_countries().all if c.iso2 in self.by_country])
                items.append((far.name, Truth(None, None, "country", far.iso2), (), None))
            else:
                items.append(self._named(self._one(self.large)))
        for chance, town in ((0.5, middle), (0.25, dice.choice(self.by_country[middle.country]))):
            found = next((c for c in self.index.lookup(town.name, fuzzy=False, limit=60) if c.id == town.id), None)
            if found and found.admin1 and dice.random() < chance:
                items.insert(dice.randint(0, len(items)), (found.admin1, Truth(None, None, "admin1", found.country_code), (), None))
        if dice.random() < 0.4 and (county := self._county(middle)):
            items.insert(dice.randint(0, len(items)), (county.name, Truth(county.lat, county.lon, None, county.country_code), (), None))
        if dice.random() < 0.2:
            name, lat, lon = dice.choice(self.regions)
            items.insert(dice.randint(0, len(items)), (name, Truth(lat, lon, "area"), (), None))
        return self._told(items)

    def _local(self) -> list[Town]:
        """Return a place, often a namesake of others, and what lies around it, as the paper of a town or a valley names them."""
        dice = self.dice
        middle = self._one(self.small)
        if dice.random() < NAMESAKES:
            middle = next((town for _ in range(20) if self._shared(town := self._one(self.small))), middle)
        reach = dice.choice((15, 30, 60, 100, 200))
        around = [self.by_id[c.id] for c in self.index.near(middle.lat, middle.lon, reach, 150) if c.id in self.by_id]
        weights = [(town.people + 300) ** 0.6 for town in around]
        return [middle, *dice.choices(around, weights=weights, k=dice.choice((0, 1, 1, 2, 3, 4, 6)))] if around else [middle]

    def _shared(self, town: Town) -> bool:
        """Tell whether three places or more have the very name of a settlement."""
        return sum(c.score >= 0.98 for c in self.index.lookup(town.name, fuzzy=False, limit=10)) >= 3

    def _national(self) -> list[Town]:
        """Return places of one country, most of them of one of its divisions."""
        dice = self.dice
        local = self.by_country[dice.choice(self.countries)]
        weights = [(town.people + 200) ** 0.7 for town in local]
        middle = dice.choices(local, weights=weights)[0]
        near = [town for town in local if town.division == middle.division]
        weights_near = [(town.people + 200) ** 0.7 for town in near]
        out = [middle]
        for _ in range(dice.randint(0, 6)):
            out.append(dice.choices(near, weights=weights_near)[0] if dice.random() < 0.6 else dice.choices(local, weights=weights)[0])
        return out

    def _county(self, town: Town) -> PlaceCandidate | None:
        """Return a second-level division around a settlement, in its country."""
        around = self.index.near(town.lat, town.lon, COUNTY_KM, 400)
        return next((c for c in around if c.kind == "admin2" and c.country_code == town.country), None)

    def _named(self, town: Town) -> tuple[str, Truth, tuple[str, ...], str | None]:
        dice = self.dice
        name = dice.choice(town.others) if town.others and dice.random() < 0.15 else town.name
        if dice.random() < NAME_NOISE:
            name = misspelt(name, dice)
        within: tuple[str, ...] = ()
        if dice.random() < 0.25:
            found = next((c for c in self.index.lookup(town.name, fuzzy=False, limit=60) if c.id == town.id), None)
            outer = (found.admin1 if dice.random() < 0.75 else found.country) if found else None
            within = (outer,) if outer else ()
        size = "village" if town.people < 5000 else "town" if town.people < 50000 else "city"
        level = size if dice.random() < 0.25 else None
        return name, Truth(town.lat, town.lon, None, town.country, unknown=dice.random() < UNKNOWN), within, level

    def _told(self, items: Sequence[tuple[str, Truth, tuple[str, ...], str | None]]) -> Told:
        text, sentence, left = "", 0, self.dice.randint(1, 4)
        mentions, truths = [], []
        for name, truth, within, level in items:
            if left == 0:
                text, sentence, left = text.rstrip(" ,") + ". ", sentence + 1, self.dice.randint(1, 4)
            start = len(text)
            text += f"{name}, "
            mentions.append(PlaceMention(Span(start, start + len(name)), sentence, name, level, "at", within))
            truths.append(truth)
            left -= 1
        return Told(page_of(text), tuple(mentions), tuple(truths))


# ---------------------------------------------------------------- fitting


@dataclass(frozen=True, slots=True)
class Choice:
    """One name of one report: the numbers of its candidates, and which are the place (none: nil is right)."""

    rows: np.ndarray
    right: np.ndarray
    nil: tuple[float, ...]
    weight: float


def choices(reports: Sequence[Told], index: MergedIndex, weights: PlaceWeights, *, weight: float) -> Iterator[Choice]:
    """Yield the names of the reports as the current weights see their neighbourhood."""
    for told in reports:
        gone = [truth for truth in told.truths if truth and truth.unknown]
        shown = Without(index, gone)
        cases, keys = read_cases(told.mentions, shown)
        ranked, _ = rank_cases(cases, told.page, shown, theatre=told.theatre, weights=weights, kept=WORST)
        seen = set()
        for key, truth in zip(keys, told.truths, strict=True):
            case = ranked[key]
            if truth is None or key in seen or not case.candidates or key.ends:
                continue
            seen.add(key)
            right = np.array([truth.is_meant_by(candidate) for candidate in case.candidates])
            yield Choice(np.array(case.features), right, case.nil_features, weight)


def fitted(data: Sequence[Choice], start: np.ndarray) -> np.ndarray:
    """Return weights by proximal gradient steps on the log likelihood, with a ridge and the signs of POSITIVE and NEGATIVE."""
    width, size = len(FEATURES), len(FEATURES) + len(NIL_FEATURES)
    rows = np.zeros((len(data), WORST + 1, size))
    right = np.zeros((len(data), WORST + 1), dtype=bool)
    there = np.zeros((len(data), WORST + 1), dtype=bool)
    weight = np.array([choice.weight for choice in data])
    for number, choice in enumerate(data):
        many = len(choice.rows)
        rows[number, :many, :width] = choice.rows
        right[number, :many] = choice.right
        there[number, :many] = True
        rows[number, WORST, width:] = choice.nil
        right[number, WORST] = not choice.right.any()
        there[number, WORST] = True
    least = np.array([0.0 if name in POSITIVE else -np.inf for name in (*FEATURES, *NIL_FEATURES)])
    most = np.array([0.0 if name in NEGATIVE else np.inf for name in (*FEATURES, *NIL_FEATURES)])
    held = np.array([HELD.get(name, np.nan) for name in (*FEATURES, *NIL_FEATURES)])
    values, mean, square = start.copy(), np.zeros(size), np.zeros(size)
    for step in range(1, 801):  # Adam (Kingma and Ba 2015)
        scores = np.where(there, rows @ values, -np.inf)
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        shares = powers / powers.sum(axis=1, keepdims=True)
        good = np.where(right, powers, 0.0)
        good /= good.sum(axis=1, keepdims=True) + 1e-12
        slope = np.einsum("n,nc,ncf->f", weight, shares - good, rows) / weight.sum() + RIDGE * values / math.sqrt(len(data))
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        rate = 0.05 if step < 500 else 0.01
        values -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        values = np.where(np.isnan(held), np.clip(values, least, most), held)
    return values


def report_on(data: Sequence[Choice], weights: PlaceWeights) -> str:
    """Return log loss, accuracy, and what answers at a probability of .7 and more keep and get right."""
    loss = total = right = kept = kept_right = 0.0
    for choice in data:
        scores = np.concatenate([choice.rows @ np.array(weights.candidate), [np.dot(weights.nil, choice.nil)]])
        share = np.exp(scores - scores.max())
        share /= share.sum()
        good = np.concatenate([choice.right, [not choice.right.any()]])
        loss -= math.log(max(1e-9, share[good].sum()))
        total += 1
        best = int(share.argmax())
        right += good[best]
        if best < len(choice.rows) and share[best] >= 0.7:
            kept += 1
            kept_right += good[best]
    sure = f"p >= .7: {kept / total:.3f} of them, {kept_right / max(1, kept):.3f} right"
    return f"{total:.0f} names, log loss {loss / total:.3f}, right {right / total:.3f}, {sure}"


def text_of(weights: PlaceWeights, made: str) -> str:
    """Return the file of the weights."""
    lines = [f"# Weights that choose among places of the same name, in log odds. Written by `python -m train.places`: {made}"]
    lines += ["# What each is of: resolve/place_ranking.py. Licence: Apache-2.0, as the package.", "", "[candidate]"]
    lines += [f"{name} = {value:.3f}" for name, value in zip(FEATURES, weights.candidate, strict=True)]
    lines += ["", "[nil]", *(f"{name} = {value:.3f}" for name, value in zip(NIL_FEATURES, weights.nil, strict=True))]
    return "\n".join(lines) + "\n"


def _weights(values: np.ndarray) -> PlaceWeights:
    width = len(FEATURES)
    return PlaceWeights((*FEATURES, *NIL_FEATURES), tuple(map(float, values[:width])), tuple(map(float, values[width:])))


def start_weights() -> PlaceWeights:
    """Return what the fit begins with: the weights set by hand, the others of no account."""
    return _weights(np.array([HELD.get(name, 0.0) for name in (*FEATURES, *NIL_FEATURES)]))


def fit(index: MergedIndex, many: int) -> str:
    """Return the file of the weights fitted with an index and `many` made-up reports; print how well on the way."""
    dice = random.Random(SEED)
    own, dev = list(corpus_reports(index)), list(corpus_reports(index, "dev"))
    maker = Maker(index, towns(), dice)
    made = [maker.report() for _ in range(many)]
    held = [maker.report() for _ in range(many // 5)]
    weights = start_weights()
    for turn in range(ROUNDS):
        from_own = list(choices(own, index, weights, weight=CORPUS_WEIGHT))
        from_made = list(choices(made, index, weights, weight=1.0))
        print(f"{turn}: corpus {report_on(from_own, weights)}\n   made {report_on(from_made, weights)}", flush=True)
        before = np.array([*weights.candidate, *weights.nil])
        after = fitted([*from_own, *from_made], before)
        weights = _weights(after if turn == 0 else (before + after) / 2)  # half a step: what is fitted on moves with the weights
    for name, data in (("corpus, split dev", dev), ("made, not fitted on", held)):
        print(f"{name}: {report_on(list(choices(data, index, weights, weight=1.0)), weights)}")
    return text_of(weights, f"{len(own)} reports of the corpus, {len(made)} made-up contexts, seed {SEED}.")


def main() -> None:
    """Fit, print how well, and write the weights with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="folder with the world's index")
    parser.add_argument("--made", type=int, default=REPORTS_MADE, help="made-up reports")
    parser.add_argument("--write", action="store_true", help="write data/place_weights.toml")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-places-") as folder:
        if args.home is None:
            build_world(Path(folder))
        index = open_index(args.home or Path(folder))
        text = fit(index, args.made)
        index.close()
    print(text)
    if args.write:
        Path(place_weights.__file__).with_name(place_weights.FILE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
