"""The sample reports that come with the package: an invented week on two fronts, told by invented outlets."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from dateline.errors import DataError

SUFFIXES = frozenset({".html", ".txt", ".jsonl", ".xml"})


def sample_paths() -> tuple[Path, ...]:
    """Return the paths of the sample files, in the order of their names.

    Each report, a line or item of those files that hold several included, is marked as fiction in its text and in its metadata.
    DataError where the package was imported from an archive, so that the files have no paths.
    """
    folder = resources.files("dateline.data").joinpath("samples")
    if not isinstance(folder, Path):
        raise DataError("the sample reports are not files", where=str(folder), hint="install the package unpacked, as pip does")
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES))
