"""The place index: looking names up, adding lists of places, building the world's; owns its SQLite files."""

from dateline.gazetteer.add import Added, Source, add, added, remove
from dateline.gazetteer.index import MergedIndex, open_index
from dateline.gazetteer.world import build_world

__all__ = ["Added", "MergedIndex", "Source", "add", "added", "build_world", "open_index", "remove"]
