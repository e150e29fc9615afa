"""The tables, once for SQLite and PostgreSQL. Migrations are made from these; a test holds the two together.

Conventions:
- instants are integers, seconds since 1970-01-01T00:00:00Z; times of day are minutes since midnight in Asia/Shanghai;
- amounts of money are integers, ten-thousandths of the currency's unit (exact, and they sort): 18.5 yuan is 185000;
- hours and days per week are integers, hundredths; points are WGS84 degrees;
- coded values are the names of `schema.vocabulary`; division codes are text (GB/T 2260 digits);
- columns that end in `_json` hold compact JSON text that the graph may splice into an answer as it stands.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""A key that counts up: INTEGER PRIMARY KEY on SQLite, bigint identity on PostgreSQL."""
Instant = BigInteger
Money = BigInteger
Name = String(40)


def where_given(name: str, column: str, *columns: str) -> Index:
    """An index of the rows that have `column`, which most have not: the others cost it nothing."""
    given = text(f"{column} IS NOT NULL")
    return Index(name, *columns, sqlite_where=given, postgresql_where=given)


source = Table(
    "source",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("connector", String(80), nullable=False),
    Column("config_json", Text, nullable=False, server_default="{}"),
    Column("url", Text),
    Column("division_code", String(12)),
    Column("agency_id", Id, ForeignKey("employer.id")),
    Column("owner", String(80)),  # the agency whose keys may change it; NULL: administrators only
    Column("schedule", Text),  # a cron expression in Asia/Shanghai; NULL: nightly
    Column("state", Name, nullable=False, server_default="ACTIVE"),  # ACTIVE, PAUSED, RETIRED
    Column("state_reason", Text),
    Column("health", Name, nullable=False, server_default="NEW"),
    Column("fresh_at", Instant),
    Column("stale_at", Instant),
    Column("open_jobs", Integer, nullable=False, server_default="0"),
    Column("watermark", Text),
    Column("last_run_id", Id),
    Column("created_at", Instant, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("source.id"), nullable=False),
    Column("outcome", Name, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("fetched", Integer, nullable=False, server_default="0"),
    Column("created", Integer, nullable=False, server_default="0"),
    Column("updated", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("withdrawn", Integer, nullable=False, server_default="0"),
    Column("rejected", Integer, nullable=False, server_default="0"),
    Column("gone", Integer, nullable=False, server_default="0"),  # records that said of a posting that it is gone
    Column("complete", Boolean, nullable=False, server_default="0"),
    Column("error_code", String(80)),
    Column("error", Text),  # the sentence a person reads, Chinese / English
    Column("checkpoint", Text),
    Column("counters_json", Text, nullable=False, server_default="{}"),
    Column("drift_json", Text),
    Column(
        "checkpoint_seq", BigInteger, nullable=False, server_default="0"
    ),  # staged rows after it are not yet vouched for
    Column("watermark", Text),
    Column("taken", Integer, nullable=False, server_default="0"),  # fetched and not rejected: what the guards compare
    Column("shape_json", Text),  # how often each field was filled, and a sample: the next run's drift is told by it
    Column("seconds", Float),
    Column("confirmed_at", Instant),
    Index(None, "source_id", "id"),
    Index(None, "started_at"),
)

reject = Table(
    "reject",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("source.id"), nullable=False),
    Column("run_id", Id, ForeignKey("run.id"), nullable=False),
    Column("reason", String(80), nullable=False),
    Column("message", Text, nullable=False),
    Column("field", String(80)),
    Column("external_id", Text),
    Column("url", Text),
    Column("raw_json", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("replayed_at", Instant),
    Index(None, "run_id", "id"),
    Index(None, "source_id", "id"),
)

employer = Table(
    "employer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Name, nullable=False),
    Column("credit_code", String(18), unique=True),
    Column("matching_key", Text, nullable=False),
    Column("aliases_json", Text, nullable=False, server_default="[]"),
    Column("place_text", Text),
    Column("division_code", String(12)),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("place_precision", Name),
    Index(None, "matching_key"),
    Index(None, "kind", "id"),
    Index(None, "division_code"),
)

station = Table(
    "station",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("source_id", Id, ForeignKey("source.id")),
    Column("name", Text, nullable=False),
    Column("kind", Name, nullable=False),
    Column("parent_id", Id, ForeignKey("station.id")),
    Column("place_text", Text, nullable=False),
    Column("division_code", String(12)),
    Column("place_precision", Name, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("trades_json", Text, nullable=False, server_default="[]"),
    Column("services_json", Text, nullable=False, server_default="[]"),
    Column("hours", Text),
    Column("phone", Text),
    Column("hash", String(32), nullable=False),
    Column("last_run_id", Id),
    Column("absent_runs", Integer, nullable=False, server_default="0"),
    Column("gone_at", Instant),
    Index(None, "parent_id"),
    Index(None, "division_code"),
)

event = Table(
    "event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("source.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("kind", Name, nullable=False),
    Column("title", Text, nullable=False),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("place_text", Text),
    Column("division_code", String(12)),
    Column("place_precision", Name),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("station_id", Id, ForeignKey("station.id")),
    Column("organiser", Text),
    Column("openings", Integer),
    Column("free", Boolean),
    Column("cancelled", Boolean, nullable=False, server_default="0"),
    Column("url", Text),
    Column("hash", String(32), nullable=False),
    Column("last_run_id", Id),
    Column("absent_runs", Integer, nullable=False, server_default="0"),
    Column("gone_at", Instant),
    UniqueConstraint("source_id", "external_id"),
    Index(None, "starts_at", "id"),
    Index(None, "station_id"),
    Index(None, "division_code"),
)

policy = Table(
    "policy",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("source.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("kind", Name, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text),
    Column("amount_min", Money),
    Column("amount_max", Money),
    Column("audience_json", Text, nullable=False, server_default="[]"),
    Column("division_code", String(12)),
    Column("url", Text),
    Column("hash", String(32), nullable=False),
    Column("last_run_id", Id),
    Column("absent_runs", Integer, nullable=False, server_default="0"),
    Column("gone_at", Instant),
    UniqueConstraint("source_id", "external_id"),
    Index(None, "division_code"),
)

MERGED = text("merged_into_id IS NOT NULL")

job = Table(
    "job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("description", Text),
    Column("occupation_code", String(20)),
    Column("headcount", Integer),
    Column("headcount_text", Text),
    Column("employment", Name, nullable=False),
    Column("workplace", Name, nullable=False),
    Column("pay_text", Text, nullable=False),
    Column("pay_min", Money),
    Column("pay_max", Money),
    Column("pay_unit", Name),
    Column("pay_unit_count", Integer, nullable=False, server_default="1"),
    Column("pay_currency", String(3), nullable=False, server_default="CNY"),
    Column("pay_negotiable", Boolean, nullable=False, server_default="0"),
    Column("pay_approximate", Boolean, nullable=False, server_default="0"),
    Column("pay_months_per_year", Integer),
    Column("pay_extras_json", Text, nullable=False, server_default="[]"),
    Column("settlement", Name),
    Column("hourly_estimate", Money),
    Column("schedule_text", Text),  # NULL: no schedule at all
    Column("starts_at", Integer),
    Column("ends_at", Integer),
    Column("hours_per_day", Integer),
    Column("days_per_week", Integer),
    Column("shifts", Boolean, nullable=False, server_default="0"),
    Column("education", Name),
    Column("experience_years", Integer),
    Column("age_min", Integer),
    Column("age_max", Integer),
    Column("gender", Name),
    Column("skills_json", Text, nullable=False, server_default="[]"),
    Column("requirements_text", Text),
    Column("benefits", Integer, nullable=False, server_default="0"),  # bit n: the n-th member of Benefit
    Column("place_text", Text),  # NULL: no place at all
    Column("division_code", String(12)),
    Column("province_code", String(6)),
    Column("city_code", String(6)),
    Column("district_code", String(6)),
    Column("street_code", String(9)),
    Column("place_precision", Name),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("cell", Integer),  # schema.grid: the square of the map that the point lies in
    Column("employer_id", Id, ForeignKey("employer.id")),
    Column("agency_id", Id, ForeignKey("employer.id")),
    Column("station_id", Id, ForeignKey("station.id")),
    Column("event_id", Id, ForeignKey("event.id")),
    Column("contact_name", Text),
    Column("contact_phone", Text),  # plain: only the gateway shows it, masked unless the caller may see it
    Column("status", Name, nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("cautions_json", Text, nullable=False, server_default="[]"),
    Column("undisclosed", Integer, nullable=False, server_default="0"),  # bit n: the n-th of DisclosureElement
    Column("readings_json", Text, nullable=False, server_default="[]"),  # [{"field","text","source": source id}]
    Column("source_id", Id, ForeignKey("source.id"), nullable=False),  # of its leading posting
    Column("hash", String(32), nullable=False),
    Column("merged_into_id", Id),  # the elder job that this one turned out to be; it may have been dropped since
    Index("ix_job_newest", "status", "posted_at", "id"),
    Index("ix_job_province", "status", "province_code", "posted_at", "id"),
    Index("ix_job_city", "status", "city_code", "posted_at", "id"),
    Index("ix_job_district", "status", "district_code", "posted_at", "id"),
    where_given("ix_job_street", "street_code", "status", "street_code", "posted_at", "id"),
    Index("ix_job_employer", "employer_id", "status", "posted_at", "id"),
    where_given("ix_job_station", "station_id", "station_id", "status", "posted_at", "id"),
    where_given("ix_job_event", "event_id", "event_id", "status", "posted_at", "id"),
    Index("ix_job_cell", "status", "cell", "latitude", "longitude"),  # distances without the row
    Index("ix_job_expires", "status", "expires_at", "id"),
    Index("ix_job_paid", "status", "hourly_estimate", "id"),
    Index("ix_job_merged", "merged_into_id", sqlite_where=MERGED, postgresql_where=MERGED),
)

posting = Table(
    "posting",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("source.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("job_id", Id, ForeignKey("job.id"), nullable=False),
    Column("hash", String(32), nullable=False),
    Column("url", Text),
    Column("status", Name, nullable=False),
    Column("posted_at", Instant),
    Column("expires_at", Instant),
    Column("employer_id", Id, ForeignKey("employer.id")),
    Column("agency_id", Id, ForeignKey("employer.id")),
    Column("station_id", Id, ForeignKey("station.id")),
    Column("event_id", Id, ForeignKey("event.id")),
    Column("station_ref", Text),  # the station it names, while no station goes by that key or name
    Column("first_seen_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("last_run_id", Id),
    Column("absent_runs", Integer, nullable=False, server_default="0"),
    Column("words_key", BigInteger),  # schema.normalising.sameness: what it was read from; NULL: read it again
    Column("filled", Integer),  # bit n: it has the n-th field of schema.store.shape.FIELDS
    UniqueConstraint("source_id", "external_id"),
    Index(None, "job_id"),
    Index(None, "source_id", "status"),
    Index(
        "ix_posting_station_ref",
        "station_ref",
        sqlite_where=text("station_ref IS NOT NULL"),
        postgresql_where=text("station_ref IS NOT NULL"),
    ),
)
"""One source's view of a job, kept narrow: every run touches every row. Its words lie in `posting_body`."""

posting_body = Table(
    "posting_body",
    metadata,
    Column("posting_id", Id, ForeignKey("posting.id"), primary_key=True, autoincrement=False),
    Column("posting_json", Text, nullable=False),  # the normalised schema.values.Posting
)

change = Table(
    "change",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("kind", Name, nullable=False),
    Column("job_id", Id, nullable=False),
    Index(None, "job_id"),
    sqlite_autoincrement=True,
)
"""The append-only log: what a mirror follows. A cursor is a `seq`; a job's last row tells what became of it."""
