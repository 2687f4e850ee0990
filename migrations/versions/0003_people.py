"""Readers: what the desk keeps of them beyond what lending needs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Whoever may lend sees the readers, the holds and the till; what they may do there has permissions of its own.
AT_THE_DESK = ("patrons", "holds", "money")


def upgrade() -> None:
    op.add_column("patrons", sa.Column("keeps_history", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in AT_THE_DESK:
        op.execute(
            "INSERT INTO role_permissions (role_id, permission)"
            f" SELECT role_id, '{name}' FROM role_permissions WHERE permission = 'lend'"
        )


def downgrade() -> None:
    op.drop_column("patrons", "keeps_history")
    names = ", ".join(f"'{name}'" for name in AT_THE_DESK)
    op.execute(f"DELETE FROM role_permissions WHERE permission IN ({names})")
