"""Fits the weights of links: logistic regression on invented cases, pulled towards the hand-set weights.

    PYTHONPATH=src:. python -m train.links            show scores and what would change
    PYTHONPATH=src:. python -m train.links --write    write src/dateline/data/link_weights.toml

The prior of each weight is normal about its hand-set value with standard deviation SPREAD, so a feature that the cases hardly hold
keeps what reason gave it. Scores are of ten-fold cross-validation over cases, never over pairs of one case.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dateline.link.pairs import barred, features
from dateline.link.traits import traits
from train.link_cases import Case, cases

WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "dateline" / "data" / "link_weights.toml"
SPREAD = 0.1
STEPS = 60
FOLDS = 10
Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def examples(chosen: Sequence[Case], names: Sequence[str]) -> tuple[Array, Array]:
    """Return the feature values and the truth of all pairs that no rule bars."""
    rows, truth = [], []
    at = {name: n for n, name in enumerate(names)}
    for case in chosen:
        for a, b, one in case.pairs():
            left, right = traits(a), traits(b)
            if barred(left, right) is None:
                row = np.zeros(len(names))
                row[at["bias"]] = 1.0
                for name, value, _ in features(left, right):
                    row[at[name]] += value
                rows.append(row)
                truth.append(float(one))
    return np.array(rows), np.array(truth)


def fit(values: Array, truth: Array, prior: Array) -> Array:
    """Return the weights of greatest posterior probability, by Newton's method."""
    weights = prior.copy()
    ridge = np.eye(len(prior)) / SPREAD**2
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-values @ weights))
        slope = values.T @ (truth - chance) - ridge @ (weights - prior)
        bend = (values.T * (chance * (1.0 - chance))) @ values + ridge
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def quality(values: Array, truth: Array, weights: Array) -> str:
    """Return F1 at even odds and mean log loss in words."""
    chance = np.clip(1.0 / (1.0 + np.exp(-values @ weights)), 1e-9, 1 - 1e-9)
    hits = float(((chance >= 0.5) & (truth == 1)).sum())
    f1 = 2 * hits / max(1.0, float((chance >= 0.5).sum() + truth.sum()))
    loss = -float(np.mean(truth * np.log(chance) + (1 - truth) * np.log(1 - chance)))
    return f"F1 {f1:.4f}, log loss {loss:.4f}"


def main() -> None:
    """Fit, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights file")
    args = parser.parse_args()
    text = WEIGHTS.read_text(encoding="utf-8")
    rows = tomllib.loads(text)["weight"]
    names = [row["feature"] for row in rows]
    prior = np.array([row["prior"] for row in rows])
    told = cases()
    values, truth = examples(told, names)
    print(f"{len(told)} cases, {len(truth)} pairs, {int(truth.sum())} of one event")
    print("hand-set:", quality(values, truth, prior))
    held: list[tuple[Array, Array, Array]] = []
    for fold in range(FOLDS):
        test = examples([case for n, case in enumerate(told) if n % FOLDS == fold], names)
        held.append((*test, fit(*examples([case for n, case in enumerate(told) if n % FOLDS != fold], names), prior)))
    margins = np.concatenate([v @ w for v, _, w in held])
    print("cross-validated:", quality(margins[:, None], np.concatenate([t for _, t, _ in held]), np.ones(1)))
    weights = fit(values, truth, prior)
    print("fitted:", quality(values, truth, weights))
    seen = (values != 0).sum(axis=0)
    for name, old, new, count in zip(names, prior, weights, seen, strict=True):
        print(f"  {name:22} {old:6.2f} -> {new:6.2f}   in {count} pairs")
    if args.write:
        head = text[: text.index("[[weight]]")]
        body = [
            f'[[weight]]\nfeature = "{row["feature"]}"\nlog_odds = {weight:.2f}\nprior = {row["prior"]}\nwhy = {json.dumps(row["why"])}\n'
            for row, weight in zip(rows, weights, strict=True)
        ]
        WEIGHTS.write_text(head + "\n".join(body), encoding="utf-8")


if __name__ == "__main__":
    main()
