"""How Alembic reaches the database: by the connection it is handed, in the transaction that is already open."""

from __future__ import annotations

from alembic import context

from corpus.registry.schema import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
