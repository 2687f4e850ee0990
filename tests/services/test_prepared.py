"""On a server the statements of a scan stay prepared: a question asked between two scans does not make it forget."""

from sqlalchemy import text

from desk.services.circulation.checkout import Checkout
from desk.services.circulation.lookup import CountToday, OpenLoans
from desk.services.patrons.panel import OpenPatron
from tests.makers import House


def prepared(house: House) -> int:
    """How many statements the server knows of this desk."""
    with house.database.asking() as wire:
        wire.sql.exec_driver_sql("BEGIN")
        return int(wire.sql.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar_one())


def test_questions_keep_what_is_prepared(house: House) -> None:
    card, desk, items = house.card(), house.desk(), [house.item() for _ in range(12)]
    for item in items:
        desk.do(Checkout(card, item))
        desk.ask(OpenPatron(card))
        desk.ask(OpenLoans(card))
        desk.ask(CountToday())
    if house.database.sqlite:
        return
    assert prepared(house) > 3
