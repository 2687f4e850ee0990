"""Runs the migrations on a connection that the program hands over, or on the URL given to alembic."""

from alembic import context
from sqlalchemy import Connection, create_engine

config = context.config


def run(connection: Connection) -> None:
    """Run all migrations that are asked for in one transaction."""
    context.configure(connection=connection, render_as_batch=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


given = config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(config.get_main_option("sqlalchemy.url") or "").begin() as connection:
        run(connection)
