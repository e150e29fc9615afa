"""turns of hosts, so that many workers keep one host's rate

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host_turn",
        sa.Column("host", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_turn")),
    )


def downgrade() -> None:
    op.drop_table("host_turn")
