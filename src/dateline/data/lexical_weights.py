"""The network of dateline.link.lexical and its word vectors: the loader of lexical.npz.

Word vectors: the English words among the word pieces of all-MiniLM-L6-v2 (sentence-transformers, Apache License 2.0), their embeddings
reduced to 48 components and to bytes. Network: fitted on the train and dev parts of ECB+ (Cybulska and Vossen 2014, CC BY 3.0), none of whose
text is kept. Made by `python -m train.lexical`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError

_FILE = "lexical.npz"
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Network:
    """Several networks of one shape: mean and spread [features], inner [networks, features, units], outer [networks, units]."""

    mean: Array
    spread: Array
    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array

    def run(self, rows: Array) -> Array:
        """Return the mean of the networks' answers, 0 to 1: one hidden layer of rectified units each, logistic output."""
        scaled = (rows - self.mean) / self.spread
        hidden = np.maximum(0.0, np.einsum("nf,kfh->knh", scaled, self.inner) + self.inner_bias[:, None, :])
        total = np.einsum("knh,kh->kn", hidden, self.outer) + self.outer_bias[:, None]
        chance: Array = (1.0 / (1.0 + np.exp(-np.clip(total, -30.0, 30.0)))).mean(0)
        return chance


@dataclass(frozen=True, slots=True)
class LexicalWeights:
    """The network that scores a pair, and vectors of length one by word."""

    network: Network
    vectors: Mapping[str, NDArray[np.float32]]


PARTS = ("mean", "spread", "inner", "inner_bias", "outer", "outer_bias")


@cache
def lexical_weights() -> LexicalWeights:
    """Return the weights; raises DataError where the file is not whole."""
    with as_file(files("dateline.data") / _FILE) as path:
        try:
            with np.load(path, allow_pickle=False) as table:
                network = Network(*(table[part].astype(np.float64) for part in PARTS))
                words = bytes(table["words"]).decode("ascii").split()
                raw = table["vectors"].astype(np.float32)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise DataError(f"not readable: {error}", where=_FILE, hint="install dateline anew, or run python -m train.lexical") from error
    if len(words) != len(raw):
        raise DataError(
            f"{len(words)} words and {len(raw)} vectors", where=_FILE, hint="install dateline anew, or run python -m train.lexical"
        )
    raw /= np.maximum(1e-9, np.linalg.norm(raw, axis=1, keepdims=True))
    return LexicalWeights(network, dict(zip(words, raw, strict=True)))
