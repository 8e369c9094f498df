"""The project's own annotated reports: the markup, its checks, its views, and what is measured about it.

A file goes layout -> annotation (of fields and quotes) -> markup, which gives a Report (records); check and looks judge it; gold and tokens convert it;
splits, counts, variety, agreement and overlap measure many; card writes what CARD.md says of them. GUIDELINE.md says what the labels mean.
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REPORTS = FOLDER / "reports"
