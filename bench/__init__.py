"""Benchmarks of the reader: scores on annotated data, and speed."""
