"""Privacy: what has to be severed is found without looking at everything."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OVER = sa.text("patron_id IS NOT NULL AND returned_at IS NOT NULL")
PERSONAL = sa.text("person IS NOT NULL AND loan_id IS NULL")


def upgrade() -> None:
    op.create_index("ix_loans_to_sever", "loans", ["id"], sqlite_where=OVER, postgresql_where=OVER)
    op.create_index("ix_journal_personal", "journal", ["at"], sqlite_where=PERSONAL, postgresql_where=PERSONAL)


def downgrade() -> None:
    op.drop_index("ix_journal_personal", table_name="journal")
    op.drop_index("ix_loans_to_sever", table_name="loans")
