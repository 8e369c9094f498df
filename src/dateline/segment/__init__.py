"""Sentences of a report, zone by zone, with exact offsets."""

from __future__ import annotations

from dateline.segment.sentences import segment

__all__ = ["segment"]
