"""dateline reads reports about armed conflict and keeps, claim by claim, who did what to whom, where, when, and who says so."""

__version__ = "0.1.0"
__all__ = ["__version__"]
