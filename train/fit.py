"""Fits the reader: a stage is a mix of sets with so many passes over each; runs go on from their last checkpoint."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from dateline.models.features import VEIL
from train.batch import Labelled, Labeller, batch_of, without_hints
from train.examples import Example, renamed
from train.loss import losses
from train.model import Reader

_PIECES = 1024
_POOL = 24  # batches' worth of windows that are sorted by length together
_SAVE_EVERY = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training: passes over each set, learning rates, seed; `renames` is the share of names exchanged,
    `unhinted` that of windows without lexical hints, `unveiled` that of texts with the names of armed sides as they are."""

    name: str
    passes: Mapping[str, float]
    rate: float = 3e-4
    head_rate: float = 1e-3
    decay: float = 0.92
    warmup: float = 0.06
    seed: int = 7
    renames: Mapping[str, float] = field(default_factory=lambda: {"corpus": 0.4})
    unhinted: float = 0.15
    unveiled: float = 0.2


def order(examples: Mapping[str, Sequence[Example]], stage: Stage) -> list[tuple[str, int, int]]:
    """Return the order of reading, (set, example, pass), shuffled pass by pass so that every set is spread over the whole stage."""
    rng = random.Random(stage.seed)
    placed = []
    for name, passes in stage.passes.items():
        whole = list(range(len(examples[name])))
        number = 0
        left = passes
        while left > 1e-9:
            rng.shuffle(whole)
            share = min(1.0, left)
            chosen = whole[: round(share * len(whole))]
            for position, one in enumerate(chosen):
                at = (number + (position + rng.random()) / max(1, len(chosen)) * share) / passes
                placed.append((at, name, one, number))
            number += 1
            left -= 1
    return [(name, one, number) for _, name, one, number in sorted(placed)]


def stream(
    examples: Mapping[str, Sequence[Example]], plan: Sequence[tuple[str, int, int]], stage: Stage, labeller: Labeller, pools: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, list[Labelled]]]:  # fmt: skip
    """Yield the batches of a plan with the position in it that each reaches."""
    pool: list[Labelled] = []
    size = 0
    for position, (name, one, number) in enumerate(plan):
        rng = random.Random(f"{stage.seed}:{name}:{one}:{number}")
        example = examples[name][one]
        if name in stage.renames and number:
            example = renamed(example, pools, rng, stage.renames[name] * 2 * rng.random())
        if rng.random() < stage.unveiled:
            example = replace(example, hints=[hint for hint in example.hints if hint[2] != VEIL])
        for window in labeller.windows(example, rng.choice((64, 96, 128, 160))):
            pool.append(window)
            size += len(window.window.ids)
        if size >= _POOL * _PIECES or position == len(plan) - 1:
            for batch in _batched(pool, rng):
                yield position + 1, batch
            pool, size = [], 0


def _batched(pool: list[Labelled], rng: random.Random) -> list[list[Labelled]]:
    pool.sort(key=lambda w: len(w.window.ids))
    batches: list[list[Labelled]] = []
    current: list[Labelled] = []
    for window in pool:
        if current and (len(current) + 1) * len(window.window.ids) > _PIECES:
            batches.append(current)
            current = []
        current.append(window)
    if current:
        batches.append(current)
    rng.shuffle(batches)
    return batches


def groups(reader: Reader, stage: Stage) -> list[dict[str, object]]:
    """Return the parameters by learning rate: word embeddings frozen, lower layers slower than higher ones."""
    body = reader.encoder.body
    for parameter in body.embeddings.parameters():
        parameter.requires_grad_(False)
    layers = list(body.encoder.layer)
    out: list[dict[str, object]] = []
    for depth, layer in enumerate(layers):
        rate = stage.rate * stage.decay ** (len(layers) - 1 - depth)
        out.append({"params": list(layer.parameters()), "lr": rate})
    inside = {id(p) for p in body.parameters()}
    rest = [p for p in reader.parameters() if id(p) not in inside]
    out.append({"params": rest, "lr": stage.head_rate})
    extra = [p for name, p in body.named_parameters() if p.requires_grad and not name.startswith(("embeddings", "encoder.layer"))]
    if extra:
        out.append({"params": extra, "lr": stage.rate})
    return out


def fit(
    reader: Reader, examples: Mapping[str, Sequence[Example]], stage: Stage, labeller: Labeller, pools: Mapping[str, Sequence[str]], folder: Path,
    *, say: Callable[[str], None] = print, most_steps: int | None = None,
) -> None:  # fmt: skip
    """Run a stage, from its checkpoint where there is one, and leave `<folder>/<stage>.pt`."""
    done = folder / f"{stage.name}.pt"
    if done.is_file():
        reader.load_state_dict(torch.load(done, weights_only=True))
        say(f"{stage.name}: taken from {done}")
        return
    folder.mkdir(parents=True, exist_ok=True)
    saved = folder / f"{stage.name}.checkpoint.pt"
    plan = order(examples, stage)
    torch.manual_seed(stage.seed)
    optimizer = torch.optim.AdamW(groups(reader, stage), weight_decay=0.01, betas=(0.9, 0.98))
    base = [float(group["lr"]) for group in optimizer.param_groups]
    begin, step = 0, 0
    if saved.is_file():
        state = torch.load(saved, weights_only=True)
        reader.load_state_dict(state["reader"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["rng"])
        begin, step = state["position"], state["step"]
        say(f"{stage.name}: goes on at {begin} of {len(plan)}")
    reader.train()
    recent: dict[str, list[float]] = defaultdict(list)
    started = last_saved = last_said = time.monotonic()
    pieces = 0
    previous = begin
    for position, windows in stream(examples, plan[begin:], stage, labeller, pools):
        at = (begin + previous_position(previous - begin, position)) / len(plan)
        factor = min(1.0, at / stage.warmup) if at < stage.warmup else max(0.02, (1 - at) / (1 - stage.warmup))
        for group, rate in zip(optimizer.param_groups, base, strict=True):
            group["lr"] = rate * max(factor, 0.01)
        batch = batch_of(windows)
        without_hints(batch, random.Random(f"{stage.seed}:{step}"), stage.unhinted)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = losses(reader, batch)
        total = sum(found.values())
        if not isinstance(total, torch.Tensor):
            continue
        optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        step += 1
        pieces += int(batch.mask.sum())
        for head, value in found.items():
            recent[head].append(float(value.detach()))
        now = time.monotonic()
        if now - last_said > 30:
            text = " ".join(f"{head} {sum(values) / len(values):.3f}" for head, values in sorted(recent.items()))
            say(f"{stage.name} {100 * at:.1f}% step {step} {pieces / (now - started):.0f} pieces/s: {text}")
            recent.clear()
            last_said = now
        finished = begin + position
        if finished != previous and now - last_saved > _SAVE_EVERY:
            _save(saved, reader, optimizer, finished, step)
            last_saved = now
        previous = finished
        if most_steps is not None and step >= most_steps:
            break
    torch.save(reader.state_dict(), done)
    saved.unlink(missing_ok=True)
    say(f"{stage.name}: {step} steps in {time.monotonic() - started:.0f} s")
    (folder / f"{stage.name}.json").write_text(json.dumps({"passes": dict(stage.passes), "seed": stage.seed, "steps": step}))


def previous_position(before: int, position: int) -> float:
    """Return a position between the end of the last pool and that of this one, for the learning rate."""
    return (before + position) / 2


def _save(path: Path, reader: Reader, optimizer: torch.optim.Optimizer, position: int, step: int) -> None:
    partial = path.with_suffix(".partial")
    state = {
        "reader": reader.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "position": position,
        "step": step,
    }
    torch.save(state, partial)
    partial.replace(path)
