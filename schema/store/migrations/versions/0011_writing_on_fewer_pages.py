"""writing on fewer pages: keys of blocks begin with their shelf, and indexes leave out jobs without street, station, event

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_job_street": ("street_code", ["status", "street_code", "posted_at", "id"]),
    "ix_job_station": ("station_id", ["station_id", "status", "posted_at", "id"]),
    "ix_job_event": ("event_id", ["event_id", "status", "posted_at", "id"]),
}


def upgrade() -> None:
    """Where there are no blocks, `schema.store.migrating.migrate` makes them anew."""
    op.execute("DELETE FROM block")
    for name, (column, columns) in INDEXES.items():
        given = sa.text(f"{column} IS NOT NULL")
        op.drop_index(name, table_name="job")
        op.create_index(name, "job", columns, sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    """The version before puts a posting into its blocks when it is read anew."""
    op.execute("DELETE FROM block")
    for name, (_column, columns) in INDEXES.items():
        op.drop_index(name, table_name="job")
        op.create_index(name, "job", columns)
