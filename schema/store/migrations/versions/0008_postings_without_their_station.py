"""postings that name a station which nobody knows yet, found without reading all of them at every run

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    named = sa.text("station_ref IS NOT NULL")
    op.create_index("ix_posting_station_ref", "posting", ["station_ref"], sqlite_where=named, postgresql_where=named)


def downgrade() -> None:
    op.drop_index("ix_posting_station_ref", table_name="posting")
