"""Merging: two readings of one report, the rules' and the model's, into one, by the stated table in data/merge.toml."""

from __future__ import annotations

from dateline.merge.events import Candidate, merge_events, scored

__all__ = ["Candidate", "merge_events", "scored"]
