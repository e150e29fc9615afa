"""The databases of the store's tests, for the tests of the cache."""

from tests.store.conftest import database_url, postgres_template, sqlite_template

__all__ = ["database_url", "postgres_template", "sqlite_template"]
