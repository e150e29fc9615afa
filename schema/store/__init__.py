"""The store: postings as seen, jobs, stations, employers, events, policies, sources, runs and the log of changes.

The only place that knows SQL. SQLite by default, PostgreSQL by URL; the same behaviour on both.
"""
