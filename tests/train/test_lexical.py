from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dateline.data import lexical_weights
from dateline.errors import DataError
from train import lexical


def corners(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return points of which one of two signs is positive or both are: no line parts them."""
    rows = np.random.default_rng(3).normal(size=(count, 2))
    return rows, (rows[:, 0] > 0) ^ (rows[:, 1] > 0)


def test_what_no_line_parts_is_fitted_and_the_same_each_time() -> None:
    rows, truth = corners(4000)
    network = lexical.fit(rows, truth, networks=2, epochs=20)
    again = lexical.fit(rows, truth, networks=2, epochs=20)
    others, wanted = corners(4000)[0] * -1, corners(4000)[1]
    assert ((network.run(others) > 0.5) == wanted).mean() > 0.9
    assert np.array_equal(network.inner, again.inner)


def test_what_is_saved_is_what_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, truth = corners(600)
    network = lexical.fit(rows, truth, networks=1, epochs=2)
    lexical.save(["kill", "murder"], np.array([[3, 4], [4, 3]], np.int8), network, tmp_path / "lexical.npz")
    monkeypatch.setattr(lexical_weights, "files", lambda _: tmp_path)
    loaded = lexical_weights.lexical_weights.__wrapped__()
    assert np.allclose(loaded.network.run(rows), network.run(rows), atol=1e-5)
    assert loaded.vectors["kill"] @ loaded.vectors["murder"] == pytest.approx(24 / 25)


def test_a_broken_file_of_weights_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lexical.npz").write_bytes(b"PK nothing")
    monkeypatch.setattr(lexical_weights, "files", lambda _: tmp_path)
    with pytest.raises(DataError, match=r"lexical\.npz"):
        lexical_weights.lexical_weights.__wrapped__()
