"""announcements.

Revision: 0002, after 0001. Made 2026-11-22 12:20:00.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tags_json", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcement_at", "announcement", ["at"])


def downgrade() -> None:
    op.drop_index("ix_announcement_at", "announcement")
    op.drop_table("announcement")
