"""A window that dies in the middle of a visit, and the next one on the same store and library."""

from datetime import timedelta
from pathlib import Path

from desk.services.circulation.checkout import Checkout
from desk.station.store import ScanState, StoredScan
from desk.ui.circulation.checkin_page import CheckinPage
from desk.ui.circulation.checkout_page import CheckoutPage
from desk.ui.theme import Look
from tests.makers import House
from tests.ui.panels import Counter, not_on_file, open_counter


def again(house: House, store: Path, look: Look) -> Counter:
    """A new window on what the old one left."""
    return open_counter(house, store, CheckoutPage(look), CheckinPage(look))


def test_the_visit_comes_back_with_its_rows(counter: Counter, house: House, tmp_path: Path, look: Look) -> None:
    card = house.card()
    for code in (card, house.item(), house.item(), not_on_file()):
        counter.checkout.scan(code)
    fresh = again(house, tmp_path / "station.db", look)
    assert fresh.checkout.visit.card == card
    assert fresh.out == ["Not on file", "Checked out", "Checked out"]
    assert "Reader" in fresh.checkout.page.panel.accessibleDescription()
    fresh.checkout.scan(house.item())
    assert fresh.out[0] == "Checked out"
    fresh.store.close()


def test_a_scan_whose_act_was_committed_unseen_is_told_by_the_journal(
    counter: Counter, house: House, tmp_path: Path, look: Look
) -> None:
    card, item, unasked = house.card(), house.item(), house.item()
    counter.checkout.scan(card)
    visit = counter.checkout.visit.id
    for key, code in (("a" * 32, item), ("b" * 32, unasked)):
        counter.store.keep_scan(StoredScan(visit, key, code, ScanState.WAITING))
    house.desk().do(Checkout(card, item, visit), key="a" * 32)
    fresh = again(house, tmp_path / "station.db", look)
    assert fresh.out == ["Scan it again", "Checked out"]
    fresh.store.close()


def test_parked_visits_and_what_was_allowed_come_back(
    counter: Counter, house: House, tmp_path: Path, look: Look
) -> None:
    blocked, other = house.card(barred=True), house.card(barred=True)
    counter.checkout.scan(blocked)
    counter.checkout.scan(house.item())
    counter.checkout.scan(other)
    counter.checkout.allowing.lifted(house.person("sue").id, "other")
    counter.checkout.scan(house.item())
    fresh = again(house, tmp_path / "station.db", look)
    assert fresh.checkout.visit.card == other and len(fresh.checkout.parked) == 1
    fresh.checkout.scan(house.item())
    assert fresh.out[0] == "Overridden"
    fresh.checkout.last_patron()
    assert fresh.checkout.visit.card == blocked and fresh.out == ["Scan it again"]
    fresh.store.close()


def test_a_finished_visit_leaves_nothing_of_its_reader(counter: Counter, house: House) -> None:
    card = house.card()
    counter.checkout.scan(card)
    counter.checkout.scan(house.item())
    counter.checkout.finish()
    assert counter.store.visits(counter.checkout.kind) == ()
    assert card.encode() not in counter.store.path.read_bytes()


def test_a_session_of_check_in_comes_back(counter: Counter, house: House, tmp_path: Path, look: Look) -> None:
    item = house.item()
    house.lend(house.card(), item)
    house.clock.now += timedelta(minutes=1)
    counter.checkin.scan(item)
    counter.checkin.scan(house.item(branch="NORTH"))
    fresh = again(house, tmp_path / "station.db", look)
    assert fresh.back == ["To Northgate", "Reshelve"]
    assert fresh.checkin.page.counters.tiles["transit"].accessibleName() == "Transit: 1"
    fresh.store.close()


def test_the_slip_that_the_reader_wishes_is_known_after_a_crash(
    counter: Counter, house: House, tmp_path: Path, look: Look
) -> None:
    card = house.card(receipt="print")
    for code in (card, house.item()):
        counter.checkout.scan(code)
    before = counter.checkout.visit.wish
    fresh = again(house, tmp_path / "station.db", look)
    assert before == fresh.checkout.visit.wish == "print"
    fresh.store.close()
