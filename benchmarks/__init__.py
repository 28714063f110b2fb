"""Measurements. Each runs as `python -m benchmarks.NAME [--quick]` and ends with one JSON line."""
