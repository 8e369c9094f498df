"""Across reports: copies and origins, one event from many reports, tolls side by side, who holds what."""
