"""Planned reads: a document compiled once into a few reads and a function from rows to bytes (docs/planner.md)."""
