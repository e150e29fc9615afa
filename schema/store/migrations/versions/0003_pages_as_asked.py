"""pages of runs as they were asked for

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("raw_page", schema=None) as batch_op:
        batch_op.add_column(sa.Column("method", sa.String(length=10), nullable=False, server_default="GET"))
        batch_op.add_column(sa.Column("sent", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("final_url", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("raw_page", schema=None) as batch_op:
        batch_op.drop_column("final_url")
        batch_op.drop_column("sent")
        batch_op.drop_column("method")
