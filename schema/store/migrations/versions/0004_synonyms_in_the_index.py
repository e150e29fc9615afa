"""synonyms of occupations in the text index, which is made anew

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Without its shadow the index counts as missing: `schema.store.migrating.migrate` rebuilds it."""
    op.execute("DROP TABLE IF EXISTS search_shadow")


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS search_shadow")
