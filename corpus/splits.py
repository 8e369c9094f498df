"""Which reports are for training, development and test."""

from __future__ import annotations

import hashlib
import tomllib

from corpus import FOLDER
from corpus.records import Report

SPLITS = ("train", "dev", "test")


def rules() -> dict[str, object]:
    """Return the rules of `splits.toml`."""
    with (FOLDER / "splits.toml").open("rb") as file:
        return tomllib.load(file)


def split_of(report: Report, given: dict[str, object] | None = None) -> str:
    """Return `train`, `dev` or `test`; it hangs on the report's id, conflict and voice alone."""
    rule = given or rules()
    if report.header.get("conflict") in rule["test_conflicts"] or report.header.get("voice") in rule["test_voices"]:  # type: ignore[operator]
        return "test"
    if report.header.get("conflict") in rule["dev_conflicts"]:  # type: ignore[operator]
        return "dev"
    at = int(hashlib.sha256(report.id.encode()).hexdigest()[:8], 16) / 2**32
    if at < float(rule["dev_share"]):  # type: ignore[arg-type]
        return "dev"
    return "test" if at < float(rule["dev_share"]) + float(rule["test_share"]) else "train"  # type: ignore[arg-type]
