"""Alembic's entry: runs the versions on the connection that `schema.store.migrating` hands over."""

from alembic import context

from schema.store.migrating import is_ours, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_name=is_ours,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
