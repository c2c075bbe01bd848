"""Run by Alembic: migrate over the connection that ``schema_version.upgrade`` hands in."""

from __future__ import annotations

from alembic import context

from plc_data.store.tables import metadata


def run() -> None:
    """Run the steps in the transaction that is open already."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if hasattr(context, "config"):
    run()
