"""Planned reads: a document compiled once into few reads and a function from rows to bytes. Start at docs/planner.md."""
