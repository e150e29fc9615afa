"""combinations of terms and whom jobs are open to, counted among the tallies; narrower indexes of these

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PLACE = "province_code, city_code, district_code, status"
_LEAST = "CASE WHEN age_min > 0 THEN CASE WHEN age_min < 999 THEN age_min ELSE 999 END ELSE 0 END"
_MOST = "CASE WHEN age_max < 0 THEN 0 WHEN age_max < 998 THEN age_max + 1 ELSE 999 END"
_AGES = " || ".join(f"substr(CAST(1000 + {age} AS TEXT), 2)" for age in (_LEAST, _MOST))
_VALUES = {
    "terms": "employment || '|' || workplace || '|' || coalesce(settlement, '')",
    "person": f"{_AGES} || coalesce(education, '')",
}
_SCOPES = (
    ("''", "1 = 1", ""),
    ("'d' || province_code", "province_code IS NOT NULL", "province_code, "),
    ("'d' || city_code", "city_code IS NOT NULL AND coalesce(province_code, '') <> city_code", "city_code, "),
    (
        "'d' || district_code",
        "district_code IS NOT NULL AND coalesce(province_code, '') <> district_code"
        " AND coalesce(city_code, '') <> district_code",
        "district_code, ",
    ),
)


def upgrade() -> None:
    """Made from what is there: everything anew would take minutes. Without its shadow it is made anew all the same."""
    op.execute("DROP INDEX IF EXISTS search_tally_top")
    op.execute("DROP INDEX IF EXISTS search_tally_scopes")
    if not sa.inspect(op.get_bind()).has_table("search_shadow"):
        return
    for column, kind in (("age_min", "bigint"), ("age_max", "bigint"), ("education", "text")):
        op.execute(f"ALTER TABLE search_shadow ADD COLUMN {column} {kind}")
    op.execute(
        "UPDATE search_shadow SET age_min = j.age_min, age_max = j.age_max, education = j.education "
        "FROM job j WHERE j.id = search_shadow.job_id"
    )
    for facet, value in _VALUES.items():
        counted = f"SELECT {_PLACE}, {value} AS v, count(*) AS n FROM search_shadow GROUP BY {_PLACE}, {value}"
        cells = " UNION ALL ".join(
            f"SELECT {scope}, status, '{facet}', v, sum(n) FROM c WHERE {given} GROUP BY {grouped}status, v"
            for scope, given, grouped in _SCOPES
        )
        op.execute(
            "INSERT INTO search_tally (scope, status, facet, value, count) "
            f"WITH c AS MATERIALIZED ({counted}) {cells}"
        )
    op.execute(
        "CREATE INDEX search_tally_top ON search_tally (scope, status, facet, count DESC, value) WHERE facet < 'a'"
    )
    op.execute("CREATE INDEX search_tally_scopes ON search_tally (facet, status, scope, count) WHERE facet = ''")


def downgrade() -> None:
    """Without its shadow the index counts as missing: it is made anew by whoever needs it."""
    op.execute("DROP TABLE IF EXISTS search_shadow")
