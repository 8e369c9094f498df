"""python -m bench {gold,speed,corpus,toponyms,attribution,timexes,actors} ...

gold         score `dateline code` on the annotated reports; --gate fails under the floors
speed        reports per second, start-up time, peak memory
toponyms     place look-ups against coordinates set by hand
places       building the world index, importing a million rows, looking names up: time, memory, space
geoparsing   places of news, against LGL, GeoWebNews and GeoVirus
namesakes    names that several places bear, in sentences
attribution  who said what, against PolNeAR
timexes      time expressions and their values, against TempEval-3
actors       names of actors: UCDP's list, variants that no row lists, speed
corpus       validate and count the annotated corpus
readers      rules, model and both side by side on annotated reports; confidence and its calibration
reader       the model on re3d, cameo_ner, PolNeAR, MUC-4 and PLOVER
swap         exchange the sides: what may change, and what must not
filter       the first filter: what it keeps, what it skips
tolls        how often the truth lies within the range of tolls, in the synthetic war
control      who holds what: on annotated sentences, and by day in the synthetic war
war          events, origins, copies and tolls on a synthetic war with known truth
links        event reports of several annotated reports linked, from annotated event reports and end to end
linking-cost what linking costs as the number of event reports grows
copies       copy classes on sixty pairs of texts
ecb          event coreference on ECB+
desk         the desk under load: first view, filters, requests, weight, memory
reference    new, update or known against a table of events; what a large table costs

toponyms, geoparsing, attribution, timexes, actors, reader, filter and ecb read public data sets: --data PATH (default: shared/data beside the checkout).
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from bench import gold, speed

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ON_DATA = ("attribution", "timexes")
PLACES = ("toponyms", "geoparsing", "namesakes")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", required=True)
    scored = commands.add_parser("gold", help="score the reader on the annotated reports")
    scored.add_argument(
        "--shared", type=Path, default=SHARED, help="folder that holds gold/evaluate.py (default: shared beside the checkout)"
    )
    scored.add_argument("--gate", action="store_true", help="end with status 1 when a score is under its floor")
    scored.add_argument("--update-floors", action="store_true", help="write bench/floors.toml from what is measured; no floor is lowered")
    scored.add_argument("--allow-lower", action="store_true", help="with --update-floors: lower floors too")
    scored.add_argument("--errors", action="store_true", help="list missed and spurious events by report")
    timed = commands.add_parser("speed", help="time the reader")
    timed.add_argument(
        "--reports", type=int, action="append", metavar="N", help="how many reports; may be repeated (default: 100, 1000, 10000)"
    )
    timed.add_argument("--gate", action="store_true", help="end with status 1 when a figure misses its limit")
    written = commands.add_parser("corpus", help="validate and count the annotated corpus")
    written.add_argument("files", type=Path, nargs="*", metavar="FILE", help="only these, with looks (default: the whole corpus)")
    written.add_argument(
        "--shared", type=Path, default=SHARED, help="folder of other texts and of the scorer (default: shared beside the checkout)"
    )
    written.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its least")
    written.add_argument("--gold", type=Path, metavar="FOLDER", help="write the reports in the gold schema")
    written.add_argument("--tokens", type=Path, metavar="FILE", help="write the per-token training views, JSON Lines")
    written.add_argument("--agreement", action="store_true", help="compare the two readings and list where they differ")
    written.add_argument("--card", action="store_true", help="write the counts, agreement and variety of corpus/CARD.md anew")
    written.add_argument("--score", action="store_true", help="score the reader on the test split")
    sided = commands.add_parser("readers", help="rules, model and both on annotated reports; confidence")
    sided.add_argument("--shared", type=Path, default=SHARED, help="folder that holds gold/score.py (default: shared beside the checkout)")
    sided.add_argument("--other", type=Path, metavar="FOLDER", help="compare with another folder of weights")
    public = commands.add_parser("reader", help="score the model on public sets")
    public.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets")
    public.add_argument("--set", action="append", default=[], dest="sets", help="re3d, cameo_ner, polnear, muc4 or plover; may be repeated")
    public.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its floor")
    commands.add_parser("swap", help="exchange the sides of composed reports: only cells that depend on them may change")
    served = commands.add_parser("desk", help="the desk under load")
    served.add_argument("--events", type=int, default=100_000, metavar="N", help="events of the store (default: 100000)")
    served.add_argument("--seconds", type=float, default=60.0, metavar="S", help="how long requests come (default: 60)")
    served.add_argument("--home", type=Path, metavar="FOLDER", help="folder that keeps the store (default: DATELINE_HOME)")
    served.add_argument("--gate", action="store_true", help="end with status 1 when a limit does not hold")
    counted = commands.add_parser("tolls", help="truth within the range of tolls, in the synthetic war")
    counted.add_argument("--gate", action="store_true", help="end with status 1 when a share is too far under its ceiling")
    ruled = commands.add_parser("control", help="who holds what, on sentences and in the synthetic war")
    ruled.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its least")
    ruled.add_argument("--errors", choices=("tune", "measure", "all"), help="list what differs in a part of the sentences")
    sifted = commands.add_parser("filter", help="what the first filter keeps and skips")
    sifted.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets; without it the corpus alone")
    tied = commands.add_parser("links", help="score links between the annotated reports")
    tied.add_argument("--shared", type=Path, default=SHARED, help="folder that holds gold/score.py (default: shared beside the checkout)")
    tied.add_argument("--gate", action="store_true", help="end with status 0 where the annotated reports are absent")
    fought = commands.add_parser("war", help="link a synthetic war")
    fought.add_argument("--size", type=int, default=10_000, help="event reports (default: 10000)")
    fought.add_argument("--seed", type=int, help="which war (default: the first of those kept for measuring; tune on 0 to 99)")
    fought.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its floor")
    grown = commands.add_parser("linking-cost", help="time linking at several sizes")
    grown.add_argument("--size", type=int, action="append", metavar="N", help="event reports; may be repeated (default: 1000, 3000, 10000)")
    grown.add_argument("--gate", action="store_true", help="end with status 1 when a figure is over its limit")
    copied = commands.add_parser("copies", help="classes of copies on pairs of texts")
    copied.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its floor")
    linked = commands.add_parser("ecb", help="event coreference on ECB+")
    linked.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets")
    linked.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its floor")
    placed = commands.add_parser("places", help="what the place index costs")
    placed.add_argument("--gate", action="store_true", help="end with status 1 when a figure is over its limit")
    for name in PLACES:
        placed = commands.add_parser(name, help="score on places")
        placed.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets")
        placed.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its floor")
    named = commands.add_parser("actors", help="look up names of actors")
    named.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets; without it the variants alone")
    named.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its floor")
    beside = commands.add_parser("reference", help="marks against a table of events")
    beside.add_argument("--gate", action="store_true", help="end with status 1 when a figure is under its floor")
    beside.add_argument("--rows", type=int, default=0, metavar="N", help="also import a table of so many rows and mark against it")
    beside.add_argument("--errors", action="store_true", help="list the wrong marks with their reasons")
    for name in ON_DATA:
        on_data = commands.add_parser(name, help="score on public data")
        on_data.add_argument("--data", type=Path, default=SHARED / "data", help="folder of the data sets")
        if name == "timexes":
            on_data.add_argument("--gate", action="store_true", help="end with status 1 when a score is under its floor")
            on_data.add_argument("--errors", action="store_true", help="list what differs")
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one benchmark; return its exit status."""
    args = parser().parse_args(argv)
    if args.command == "gold":
        return gold.main(args.shared, gate=args.gate, update=args.update_floors, allow_lower=args.allow_lower, errors=args.errors)
    if args.command == "speed":
        return speed.main(args.reports or list(speed.SIZES), gate=args.gate)
    if args.command == "corpus":
        asked = {"convert": args.gold, "views": args.tokens, "agree": args.agreement, "score": args.score, "write_card": args.card}
        return int(importlib.import_module("bench.corpus").main(args.files, shared=args.shared, gate=args.gate, **asked))
    if args.command == "readers":
        return int(importlib.import_module("bench.readers").main(args.shared, other=args.other))
    if args.command == "links":
        return int(importlib.import_module("bench.links").main(args.shared, gate=args.gate))
    if args.command == "war":
        return int(importlib.import_module("bench.linking").main(size=args.size, seed=args.seed, gate=args.gate))
    if args.command == "linking-cost":
        linking = importlib.import_module("bench.linking")
        return int(linking.cost(args.size or list(linking.SIZES), gate=args.gate))
    if args.command == "copies":
        return int(importlib.import_module("bench.copies").main(gate=args.gate))
    if args.command == "places":
        return int(importlib.import_module("bench.places").main(gate=args.gate))
    if args.command == "swap":
        return int(importlib.import_module("bench.swap").main())
    if args.command == "tolls":
        return int(importlib.import_module("bench.tolls").main(gate=args.gate))
    if args.command == "control":
        return int(importlib.import_module("bench.control").main(gate=args.gate, errors=args.errors))
    if args.command == "desk":
        desk = importlib.import_module("bench.desk")
        return int(desk.main(events=args.events, seconds=args.seconds, home=args.home, gate=args.gate))
    if args.command == "filter":
        return int(importlib.import_module("bench.filter").main(args.data))
    if args.command == "reference":
        return int(importlib.import_module("bench.reference").main(gate=args.gate, rows=args.rows, errors=args.errors))
    if args.command == "actors":
        return int(importlib.import_module("bench.actors").main(args.data, gate=args.gate))
    if args.command in ("reader", "timexes", "ecb") and args.gate and not args.data.is_dir():
        print(f"{args.data}: no public sets there: skipped")
        return 0
    if args.command in PLACES and (args.gate or args.data.is_dir() or args.command == "namesakes"):
        return int(importlib.import_module(f"bench.{args.command}").main(args.data, gate=args.gate))
    if not args.data.is_dir():
        print(f"{args.data}: there is no such folder\n  hint: give --data the folder of the data sets", file=sys.stderr)
        return 2
    if args.command == "ecb":
        return int(importlib.import_module("bench.ecb").main(args.data, gate=args.gate))
    if args.command == "reader":
        return int(importlib.import_module("bench.reader").main(args.data, args.sets, gate=args.gate))
    if args.command == "timexes":
        return int(importlib.import_module("bench.timexes").main(args.data, gate=args.gate, errors=args.errors))
    status = importlib.import_module(f"bench.{args.command}").main(args.data)
    return int(status)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader of the output, such as head, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
