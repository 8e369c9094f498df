"""The command line: `dateline` and `python -m dateline`."""

from dateline.cli.app import app, main

__all__ = ["app", "main"]
