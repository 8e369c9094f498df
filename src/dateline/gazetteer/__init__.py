"""The place index: looking names up, adding lists of places; owns its SQLite files."""

from dateline.gazetteer.add import add
from dateline.gazetteer.index import MergedIndex, open_index

__all__ = ["MergedIndex", "add", "open_index"]
