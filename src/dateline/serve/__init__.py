"""The desk: map, timeline, claims side by side and review, in the browser."""
