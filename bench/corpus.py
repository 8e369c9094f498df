"""The annotated corpus: validate it, count it, measure its variety and agreement, score the reader on its test split."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.gold import figure, read_reports, score_answers
from corpus import FOLDER, REPORTS, agreement, card, gold, overlap, tokens
from corpus.check import check_files, errors_of
from corpus.counts import LAYERS, count, grouped
from corpus.markup import read
from corpus.records import Report
from corpus.splits import rules, split_of

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
READINGS = ("first", "reread", "second")
LEAST = {"reports": 500, "sentences": 4_000, "events": 2_500, "claims": 3_000, "tolls": 900, "controls": 500}
"""What the corpus must hold at least; the gate holds it to these."""
LEAST_KINDS = {"conflicts": 15, "voices": 12, "trigger lemmas": 250, "cue expressions": 120}
LEAST_PLAIN = 1 / 3
LEAST_EVENTLESS = 1 / 5
SHOWN = ("event", "slot.place", "slot.actor_side", "toll_exact", "source", "acc.realis", "acc.sub_event_type", "events_in_boilerplate")
"""Scores of the reader that are printed for each part of the test split."""


def main(
    files: Sequence[Path], *, shared: Path | None = None, gate: bool = False, convert: Path | None = None, views: Path | None = None,
    agree: bool = False, score: bool = False, write_card: bool = False,
) -> int:  # fmt: skip
    """Do what was asked for; return 0, or 1 where there is an error or, with `gate`, a figure under its least."""
    wrong_call = _wrong_call(files, shared=shared, gate=gate, convert=convert, views=views, whole=write_card or score)
    shared = shared or SHARED
    if wrong_call:
        print(wrong_call, file=sys.stderr)
        return 2
    paths = list(dict.fromkeys(files)) or sorted(REPORTS.glob("*/*.txt"))
    reports, wrong = _check(paths, looks=bool(files))
    wrong += 0 if files else _check_readings()
    _print_counts(reports)
    print(f"{wrong} errors")
    if wrong:
        return 1
    given = rules()
    placed = [(report, split_of(report, given)) for report in reports]
    if convert:
        print(f"{convert}: {gold.write(placed, convert)} reports in the gold schema")
    if views:
        part = views.with_name(f"{views.name}.part")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(view, ensure_ascii=False) + "\n" for view in tokens.all_views(placed))
        part.replace(views)
        print(f"{views}: per-token views, one line of JSON a sentence")
    if agree:
        _print_agreement(verbose=True)
    if score:
        return _score(placed, shared)
    if write_card:
        _write_card(placed)
    if files or convert or views or agree or write_card:
        return 0
    _print_tables(placed)
    return _measure(reports, shared, gate=gate)


def _wrong_call(
    files: Sequence[Path], *, shared: Path | None, gate: bool, convert: Path | None, views: Path | None, whole: bool
) -> str | None:  # fmt: skip
    """Return what is wrong with the arguments and what to do, None where nothing is."""
    missing = [path for path in files if not path.is_file()]
    if missing:
        return f"{missing[0]}: there is no such file\n  hint: name reports, such as corpus/reports/mali-2012/*.txt"
    if shared and not shared.is_dir():
        return f"{shared}: there is no such folder\n  hint: leave --shared out to measure without other texts"
    if files and (whole or gate):
        return "--gate, --card and --score are about the whole corpus\n  hint: leave the files out"
    if gate and (whole or convert or views):
        return "--gate measures and does nothing else\n  hint: give the other options to a call of their own"
    for out in (convert, views):
        if out and (FOLDER in out.resolve().parents or out.resolve() == FOLDER or str(out) == "."):
            return f"{out}: the corpus itself is not written over\n  hint: name a folder or file elsewhere"
    if views and (views.is_dir() or not views.parent.is_dir()):
        return f"{views}: not a file in a folder that exists\n  hint: name a file, and make its folder first"
    if convert and convert.exists() and (not convert.is_dir() or any(convert.iterdir())):
        return f"{convert}: not an empty or new folder\n  hint: name another, so that no older record stays among the new ones"
    return None


def _variety() -> types.ModuleType:
    """Return the module that measures variety; its packages are the test tools'."""
    try:
        return importlib.import_module("corpus.variety")
    except ModuleNotFoundError as error:
        raise SystemExit(f"{error.name} is not installed\n  hint: make test (it installs the test tools)") from error


def _check(paths: Sequence[Path], *, looks: bool) -> tuple[list[Report], int]:
    """Print every error (and look) by line; return the reports and the number of errors."""
    reports, wrong = [], 0
    for path, report, errors, doubts in check_files(paths):
        reports.append(report)
        wrong += len(errors)
        for fault in errors:
            print(f"{path}:{fault.line}: {fault.what}")
        for fault in doubts if looks else ():
            print(f"{path}:{fault.line}: look: {fault.what}")
    return reports, wrong


def _check_readings() -> int:
    """Print every error of the doubly read reports; return their number."""
    wrong = 0
    names = {path.name for path in (FOLDER / "readings").glob("*/*.txt")}
    for path in sorted(FOLDER / "readings" / which / name for which in READINGS for name in names):
        report = read(path)
        faults = [*report.faults, *errors_of(report)]  # their readers could not know which places are invented
        wrong += len(faults)
        for fault in faults:
            print(f"{path}:{fault.line}: {fault.what}")
    return wrong


def _print_counts(reports: Sequence[Report]) -> None:
    total = count(reports)
    print(", ".join(f"{total[layer]:,} {layer}" for layer in LAYERS))
    print(f"{total['plain']} plain, {total['eventless']} without an event; {total['words'] / max(1, total['reports']):.0f} words a report")


def _print_tables(placed: Sequence[tuple[Report, str]]) -> None:
    """Counts per layer by split, conflict and voice."""
    columns = ("reports", "sentences", "events", "claims", "tolls", "controls", "statements", "mentions")
    for name, parts in grouped(placed).items():
        print(f"\n{name:22}" + "".join(f"{column:>12}" for column in columns))
        for key, members in parts.items():
            total = count(members)
            print(f"{key:22}" + "".join(f"{total[column]:12,}" for column in columns))


def _measure(reports: Sequence[Report], shared: Path, *, gate: bool) -> int:
    """Print variety, agreement and overlap; return 1 where the gate is on and a figure is under its least."""
    variety = _variety()
    found = variety.measure(reports)
    total = count(reports)
    kinds = {
        "conflicts": len({report.header["conflict"] for report in reports}),
        "voices": len({report.header["voice"] for report in reports}),
        "trigger lemmas": found.trigger_lemmas,
        "cue expressions": found.cues,
    }
    print("\ndistinct trigger lemmas by sub type: " + ", ".join(f"{name} {number}" for name, number in found.lemmas.items()))
    print(
        f"type-token ratio {found.type_token_ratio:.3f} (windows of {variety.WINDOW:,} words); "
        f"self-BLEU {found.self_bleu:.1f}, words shuffled {found.shuffled:.1f}\n"
        "words a sentence {:.0f} / {:.0f} / {:.0f}, a report {:.0f} / {:.0f} / {:.0f} (10th percentile, median, 90th)".format(
            *found.sentence_length, *found.report_length
        )
        + f"; {found.openings:.0%} of openings (three words) stand once"
    )
    _print_agreement(verbose=False)
    under = [f"{name} {total[name]}" for name, least in LEAST.items() if total[name] < least]
    under += [f"{name} {kinds[name]}" for name, least in LEAST_KINDS.items() if kinds[name] < least]
    under += [f"plain {total['plain']}"] if total["plain"] < LEAST_PLAIN * total["reports"] else []
    under += [f"without an event {total['eventless']}"] if total["eventless"] < LEAST_EVENTLESS * total["reports"] else []
    folders = [folder for folder in (shared / "gold", shared / "data") if folder.is_dir()]
    if folders:
        runs = overlap.shared(reports, folders)
        print(f"\nruns of {overlap.RUN} words shared with {', '.join(map(str, folders))}: {len(runs)}")
        for run, report, path in runs:
            print(f"  {report}: {run} ({path})")
        under += [f"{len(runs)} runs of words of other texts"] if runs else []
    else:
        print(f"\n{shared}: no other texts there; the overlap with them is not measured")
    print(", ".join(f"{number:,} {name}" for name, number in kinds.items()))
    if under:
        print(f"under the least: {', '.join(under)}")
    return 1 if under and gate else 0


def _write_card(placed: Sequence[tuple[Report, str]]) -> None:
    """Write the generated parts of the data card anew."""
    parts = {
        "counts": card.counts(placed),
        "agreement": card.agreement(*both_agreements()),
        "variety": card.variety(_variety().measure([report for report, _ in placed])),
    }
    card.FILE.write_text(card.replaced(card.FILE.read_text(encoding="utf-8"), parts), encoding="utf-8")
    print(f"{card.FILE}: counts, agreement and variety written")


# ---------------------------------------------------------------- two readers


def readings(which: str = "first") -> Iterator[tuple[Report, Report]]:
    """Yield two readings of every report that was read twice: the corpus's own, as first made or as `reread`, and the independent second."""
    for path in sorted((FOLDER / "readings" / "second").glob("*.txt")):
        yield read(FOLDER / "readings" / which / path.name), read(path)


def both_agreements() -> tuple[agreement.Agreement, agreement.Agreement, int]:
    """Return the agreement of the readings as first made, the same after the re-reading, and the number of reports."""
    first = list(readings())
    return agreement.compare(first), agreement.compare(readings("reread")), len(first)


def _print_agreement(*, verbose: bool) -> None:
    first, reread, number = both_agreements()
    print(f"\ntwo readers, {number} reports{'':13}as first made  re-read")
    for (name, value, records), (_, again, _) in zip(first.rows(), reread.rows(), strict=True):
        print(f"  {name:38}{card.figure(value):>7}{card.figure(again):>9}   n {records:,}")
    if verbose:
        for report, layer, what in first.apart:
            print(f"{report}: {layer}: {what}")


# ---------------------------------------------------------------- the reader on the test split


def _score(placed: Sequence[tuple[Report, str]], shared: Path) -> int:
    """Score `dateline code` on the test split, and on its parts, with the scorer of the annotated reports."""
    evaluate = shared / "gold" / "evaluate.py"
    if not evaluate.is_file():
        print(f"{evaluate}: not there: the reader is not scored\n  hint: give --shared the folder that holds gold/evaluate.py")
        return 2
    given = rules()
    test = [report for report, split in placed if split == "test"]
    parts = {
        "test": test,
        "unseen conflicts": [r for r in test if r.header["conflict"] in given["test_conflicts"]],  # type: ignore[operator]
        "unseen voices": [r for r in test if r.header["voice"] in given["test_voices"]],  # type: ignore[operator]
        "plain": [r for r in test if "plain" in r.profile],
        "hard": [r for r in test if "plain" not in r.profile],
    }
    with tempfile.TemporaryDirectory(prefix="dateline-corpus-") as scratch:
        answers = Path(scratch) / "answers"
        print(f"{'part':20}{'reports':>8}" + "".join(f"{name:>24}" for name in SHOWN))
        for name, members in parts.items():
            reports = Path(scratch) / name.replace(" ", "-")
            gold.write(((report, "test") for report in members), reports)
            if name == "test" and not read_reports(shared / "gold", answers, reports=reports):
                return 2
            scores = score_answers(shared / "gold", answers, reports=reports)["scores"]
            row = [figure(scores[key]) for key in SHOWN]
            print(f"{name:20}{len(members):8}" + "".join(f"{value:24.3f}" for value in row))
    return 0
