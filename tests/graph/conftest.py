"""Seeded jobs for the tests of the graph."""

from tests.seeded import postgres_reader, reader, seeded_dsn, seeded_file, sqlite_reader

__all__ = ["postgres_reader", "reader", "seeded_dsn", "seeded_file", "sqlite_reader"]
