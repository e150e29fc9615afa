"""what a posting was read from, so that the same words need not be read again

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("posting", "staged"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("words_key", sa.BigInteger(), nullable=True))
            batch_op.add_column(sa.Column("filled", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in ("posting", "staged"):  # by hand: making the table anew would need every row that refers to it gone
        for column in ("filled", "words_key"):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
