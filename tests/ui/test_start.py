"""What stands before the first scan, looked at in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.makers import House


def test_the_first_scan_needs_nothing_that_takes_long_to_import(house: House) -> None:
    """Decision 32: a card and a copy are looked up, lent, renewed and taken back by the driver alone."""
    card, item = house.card(), house.item()
    code = (
        "import sys; from desk.rules.barcodes import read_scan\n"
        "from desk.services.administration.opening import open_desk, staff_of\n"
        "from desk.services.circulation.checkin import Checkin\n"
        "from desk.services.circulation.checkout import Checkout\n"
        "from desk.services.circulation.lookup import CountToday, Identify, OpenLoans, ShowItem\n"
        "from desk.services.circulation.renew import Renew\n"
        "from desk.services.circulation.visit import FinishVisit, VisitSoFar\n"
        "from desk.services.patrons.panel import OpenPatron\n"
        "desk = open_desk(sys.argv[1]); desk.staff = staff_of(desk, 'sue')[0]\n"
        "patterns, (card, item) = desk.rulebook().patterns, sys.argv[2:]\n"
        "asked = Identify(read_scan(item, patterns)), OpenPatron(card), ShowItem(item), OpenLoans(card), CountToday()\n"
        "done = Checkout(card, item, 'v'), Renew(item, 'v'), Checkin(item, 'v'), FinishVisit('v', card)\n"
        "print(*[type(desk.ask(each)).__name__ for each in (*asked, VisitSoFar('v'))])\n"
        "print(*[type(desk.do(each)).__name__ for each in done])\n"
        "desk.database.close(); sys.exit('sqlalchemy' in sys.modules)"
    )
    words = [sys.executable, "-c", code, house.database.where, card, item]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    # A renewal on the day of the loan brings nothing, and is refused.
    assert done.stdout.split("\n")[1] == "Lent Refused Returned VisitFinished", done.stdout


def test_the_window_is_of_use_before_the_rest_is_imported(house: House, tmp_path: Path) -> None:
    """Decision 32, in the window: both pages stand and a scan would be taken, in a library that has never lent too."""
    words = [sys.executable, "-m", "tests.bench.started", house.database.where]
    home = os.environ | {"DESK_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["heavy"] == []
