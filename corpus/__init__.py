"""The project's own annotated reports: the markup, its checks, its views, and what is measured about it.

markup -> check -> gold, tokens -> splits, counts, variety, agreement. GUIDELINE.md says what the labels mean, CARD.md what the corpus is.
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REPORTS = FOLDER / "reports"
