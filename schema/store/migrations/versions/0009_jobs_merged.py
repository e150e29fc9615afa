"""standing jobs that turned out to be one

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
    merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index("ix_job_merged", "job", ["merged_into_id"], sqlite_where=merged, postgresql_where=merged)


def downgrade() -> None:
    op.drop_index("ix_job_merged", table_name="job")
    op.drop_column("job", "merged_into_id")
