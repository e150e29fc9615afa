"""A migrated database of each kind, and sources in it."""

from tests.store.conftest import database, database_url, postgres_template, sqlite_template

__all__ = ["database", "database_url", "postgres_template", "sqlite_template"]
