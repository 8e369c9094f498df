"""Reading: files, folders, feeds, archives, addresses and JSON Lines to pages."""

from __future__ import annotations

from dateline.read.sources import read

__all__ = ["read"]
