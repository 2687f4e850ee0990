"""Makes the demo library's readers, and what they have out, wait for and owe.

Run it from the root of the checkout, after build_titles.py: python packaging/demo/build_readers.py. The first rows of
each file are kept by hand in first_*.csv: they are the readers and copies of the tour, the coach and the tests, and do
not change. What follows is made from readers.txt and the copies, and chosen by check sums, so that the same tables give
the same files. No copy of the first titles is lent here.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from pymarc import MARCReader
from stdnum import luhn

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent.parent / "resources" / "demo"
CARDS_FROM, PHONES_FROM = 99072, 131
FIRST_TITLES = 79
STREETS = {
    "MAIN": ("Mill Lane", "Weir Street", "Orchard Road", "Canal Walk", "Station Road", "Tannery Yard", "Church Row"),
    "NORTH": ("Northgate Hill", "Lock Cottages", "Quarry Road"),
}
STATED = {"barred": "no", "active": "yes", "address_gone": "no", "card_lost": "no"}
CHILDRENS = ("J ", "E ", "DVD ANIM")
"""How the call numbers of what children take home begin."""
DAYS = {"dvd": 7, "music": 14, "magazine": 7}
BY_CATEGORY = {"senior": 28, "staff": 42}
CENTS = {"dvd": 50}
MOST = 500
EXTRA = re.compile(r"; (?=[a-z_]+=)")
LOANS = (2, 0, 3, 1, 5, 2, 4, 0, 3, 1, 2, 6)
QUEUES = (5, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1)
TO_FETCH, READY, TRAVELLING = 4, 14, 4
DEBTORS = ("Aguilar Mendoza", "Fitzgerald-Nwosu", "Lavoie", "Tuimavave")
"""Who owes more than a reader may."""
SMALL_SUMS = (
    ("Printing, 12 pages", 120), ("New card", 200), ("Photocopies", 80), ("Earphones", 300), ("Replacement case", 150),
    ("Book bag", 250), ("Printing in color, 3 pages", 150), ("Meeting room, one hour", 500),
)  # fmt: skip
DAMAGES = ("Pages written in", "Coffee on the cover", "A disc is scratched", "Chewed by a dog", "Spine is broken")

Row = dict[str, str]


@dataclass(slots=True)
class Millbrook:
    """What is there and who has what so far."""

    readers: list[Row]
    copies: list[Row]
    titles: dict[str, str]
    loans: list[Row] = field(default_factory=list)
    holds: list[Row] = field(default_factory=list)
    charges: list[Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    has: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By a reader's card the titles that they have out or wait for."""

    def take(self, reader: Row, copy: Row) -> None:
        """This copy is now somebody's."""
        self.taken.add(copy["barcode"])
        self.has[reader["card"]].add(copy["control_number"])

    def free(self) -> Iterator[Row]:
        """The copies that nobody has yet, in no order that anybody would see."""
        return (copy for copy in self.copies if copy["barcode"] not in self.taken)


def main() -> None:
    """Make the readers, then what they do, and write each file after its first rows."""
    library = Millbrook(readers(), copies(), titles())
    lend(library)
    wait(library)
    owe(library)
    made = {"patrons": library.readers, "loans": library.loans, "holds": library.holds, "charges": library.charges}
    for name, rows in made.items():
        write(name, rows)


def write(name: str, rows: list[Row]) -> None:
    """One file: the first rows as they are, then the made ones."""
    first = (HERE / f"first_{name}.csv").read_text(encoding="utf-8")
    columns = first.splitlines()[0].split(",")
    with (DEMO / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(first)
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)


def pick(key: str, count: int) -> int:
    """A number below `count`, always the same for the same words."""
    return crc32(key.encode()) % count


def readers() -> list[Row]:
    """The readers of the table with all that follows from their place in it."""
    found: list[Row] = []
    head: Row = {}
    phone = PHONES_FROM
    lines = (HERE / "readers.txt").read_text(encoding="utf-8").splitlines()
    for line in (each for each in lines if each and not each.startswith("#")):
        reader = said(line.removeprefix("+"), len(found))
        if line.startswith("+"):
            reader |= {name: head[name] for name in ("address", "phone", "expires")}
            reader["guarantor"] = head["card"] if reader["category"] == "child" else ""
        elif pick(line, 12):
            head, reader["phone"], phone = reader, f"555-{phone:04d}", phone + 1
        else:
            head, reader["phone"] = reader, ""
        found.append(reader)
    if phone > 200:
        raise SystemExit("There are no more than a hundred telephone numbers that are nobody's.")
    return found


def said(line: str, at: int) -> Row:
    """One line of the table."""
    family, given, category, branch, born, *extras = (part.strip() for part in line.split("|"))
    number = f"21234{CARDS_FROM + 9 * at:08d}"
    street = STREETS[branch][pick(family, len(STREETS[branch]))]
    row = STATED | {
        "card": number + luhn.calc_check_digit(number),
        "family_name": family,
        "given_name": given,
        "birth_date": born,
        "category": category,
        "branch": branch,
        "expires": f"{30 + pick(family + born, 330):+d}",
        "address": f"{1 + pick(family + street, 96)} {street}",
        "city": "Millbrook",
        "address_checked": f"-{20 + pick(born, 600)}",
        "created": f"-{620 + pick(born + family, 3000)}",
    }
    row |= dict(part.split("=", 1) for part in EXTRA.split(";".join(extras)) if part)
    row["email"] = email(row) if category != "child" else ""
    return row


def email(row: Row) -> str:
    """An address that is nobody's, in the letters that such addresses have; none where no name can be written so."""
    parts = [plain(row.get(name, "")) for name in ("given_name", "family_name")]
    parts[0] = parts[0] or plain(row.get("preferred_name", ""))
    local = ".".join(part for part in parts if part)[:40].strip(".-")
    return f"{local}@example.org" if parts[-1] and pick(row["card"], 9) else ""


def plain(name: str) -> str:
    """A name's first word in plain small letters."""
    letters = unicodedata.normalize("NFKD", name.replace("Ø", "O").replace("ø", "o")).lower()
    return "".join(each for each in letters.split(" ")[0] if each.isascii() and (each.isalpha() or each == "-"))


def copies() -> list[Row]:
    """What may be lent of the later titles."""
    with (DEMO / "copies.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["control_number"][3:]) > FIRST_TITLES]
    lent = [row for row in rows if row["item_type"] not in ("reference", "equipment")]
    return sorted(lent, key=lambda row: pick(row["barcode"], 1 << 32))


def titles() -> dict[str, str]:
    """What each title is called."""
    with (DEMO / "titles.mrc").open("rb") as file:
        return {record["001"].data: record["245"]["a"].rstrip(" :.") for record in MARCReader(file) if record}


def suits(reader: Row, copy: Row) -> bool:
    """Whether somebody of this age takes that, at their own branch."""
    for_children = copy["call_number"].startswith(CHILDRENS)
    return copy["branch"] == reader["branch"] and for_children == (reader["category"] == "child")


def period(reader: Row, copy: Row) -> int:
    """For how many days they may have it."""
    return DAYS.get(copy["item_type"], BY_CATEGORY.get(reader["category"], 21))


def in_order(reader: Row) -> bool:
    """Whether they borrow at present."""
    return reader["barred"] == "no" and not reader["expires"].startswith("-")


def lend(library: Millbrook) -> None:
    """To each reader as many copies as falls to them; one in five is overdue, and two are lost."""
    for at, reader in enumerate(library.readers):
        count = LOANS[at % len(LOANS)] if in_order(reader) else 0
        for copy in [each for each in library.free() if suits(reader, each)][:count]:
            if copy["control_number"] not in library.has[reader["card"]]:
                library.take(reader, copy)
                library.loans.append(loan(reader, copy))
    lost = {copy["barcode"] for copy in library.copies if copy["status"] == "lost"}
    for row in library.loans:
        row["lost"] = "yes" if row["barcode"] in lost else "no"
    if lost - library.taken:
        raise SystemExit(f"copies.toml calls lost what nobody has out: {sorted(lost - library.taken)}")


def loan(reader: Row, copy: Row) -> Row:
    """One loan: due on some day to come, or overdue by up to sixty days, most of them by few."""
    key, days = copy["barcode"], period(reader, copy)
    late = pick(key + "late", 5) == 0
    due = -(1 + pick(key + "days", 60) * pick(key + "few", 100) // 100) if late else pick(key + "due", days)
    renewed = not late and copy["item_type"] != "magazine" and pick(key + "renewed", 6) == 0
    since = due - days
    row = {"card": reader["card"], "barcode": key, "branch": copy["branch"], "due": f"{due:+d}"}
    row |= {"out": moment(since - (days - 2 if renewed else 0), key), "renewals": "1" if renewed else "0"}
    return row | ({"renewed": moment(since, key + "r")} if renewed and since < 0 else {})


def moment(day: int, key: str) -> str:
    """Some minute of a day while the library is open; of today none that may still be to come."""
    return f"{min(day, -1):+d} {10 + pick(key + 'hour', 7):02d}:{pick(key + 'minute', 60):02d}"


def wait(library: Millbrook) -> None:
    """Queues for what is out, then what is to be fetched, stands ready and travels."""
    adults = [each for each in library.readers if each["category"] != "child" and in_order(each)]
    waiting = iter(sorted(adults, key=lambda each: pick(each["card"], 1 << 32)) * 3)
    for length, number in zip(QUEUES, all_out(library), strict=False):
        for rank in range(1, length + 1):
            reader = next(each for each in waiting if number not in library.has[each["card"]])
            library.has[reader["card"]].add(number)
            library.holds.append(queued(reader, number, rank, 3 * (length - rank) + 1))
    free = one_of_each(library)
    for _count in range(TO_FETCH):
        reader, copy = next(waiting), next(free)
        library.take(reader, copy)
        library.holds.append(queued(reader, copy["control_number"], 1, 1))
    for at in range(READY + TRAVELLING):
        keep(library, next(waiting), free, at)


def all_out(library: Millbrook) -> list[str]:
    """The titles of which every copy is lent."""
    copies_of: dict[str, list[str]] = defaultdict(list)
    for copy in library.copies:
        copies_of[copy["control_number"]].append(copy["barcode"])
    lost = {row["barcode"] for row in library.loans if row["lost"] == "yes"}
    return [number for number, all_of in copies_of.items() if library.taken - lost >= set(all_of)]


def one_of_each(library: Millbrook) -> Iterator[Row]:
    """Copies on the shelf for grown-ups, of as many titles, none of which anybody has or waits for."""
    met = {row["control_number"] for row in library.holds} | set().union(*library.has.values())
    for copy in list(library.free()):
        if copy["control_number"] not in met and not copy["call_number"].startswith(CHILDRENS):
            met.add(copy["control_number"])
            yield copy


def queued(reader: Row, number: str, rank: int, days: int) -> Row:
    """A hold in a queue; one in five is put off for a while."""
    key = reader["card"] + number
    row = {"card": reader["card"], "control_number": number, "pickup": reader["branch"], "rank": str(rank)}
    put_off = {"suspended_until": f"{5 + pick(key, 30):+d}"} if pick(key + "off", 5) == 0 else {}
    return row | {"placed": moment(-days, key), "status": "queued"} | put_off


def keep(library: Millbrook, reader: Row, free: Iterator[Row], at: int) -> None:
    """A copy on the hold shelf, of the reader's own branch; or one on its way from the other branch."""
    travels = at >= READY
    copy = next(each for each in free if (each["branch"] == reader["branch"]) != travels)
    key = reader["card"] + copy["barcode"]
    library.take(reader, copy)
    days = 13 if at in (3, 8) else pick(key, 9)
    row = {"card": reader["card"], "barcode": copy["barcode"], "pickup": reader["branch"]}
    row |= {"placed": moment(-days - 2 - pick(key + "placed", 9), key), "status": "in_transit"}
    if not travels:
        row |= {"status": "ready", "ready": moment(-days - 1, key), "shelf_until": f"{9 - days:+d}"}
    library.holds.append(row)


def owe(library: Millbrook) -> None:
    """What is lost first, then fines for what came back late, damages and small sums."""
    for row in [each for each in library.loans if each["lost"] == "yes"]:
        copy = next(each for each in library.copies if each["barcode"] == row["barcode"])
        since = moment(int(row["due"]) + 42, copy["barcode"])
        told = library.titles[copy["control_number"]]
        library.charges.append(
            charge(row["card"], "lost", cents(copy["price"]), since, told) | {"barcode": row["barcode"]}
        )
    grown = [each for each in library.readers if each["category"] in ("adult", "senior")]
    for at, reader in enumerate(grown):
        if reader["family_name"] in DEBTORS:
            for turn in range(3):
                library.charges.append(fine(library, reader, 21 + turn, turn))
        elif at % 3 == 1:
            library.charges.append(fine(library, reader, 2 + pick(reader["card"], 12), 0))
        elif at % 6 == 2:
            library.charges.append(small(reader, *SMALL_SUMS[at // 6 % len(SMALL_SUMS)]))
    for at, note in enumerate(DAMAGES):
        reader = library.readers[(11 + 17 * at) % len(library.readers)]
        library.charges.append(charge(reader["card"], "damage", 200 + 150 * at, moment(-10 - 9 * at, note), note))


def fine(library: Millbrook, reader: Row, days: int, turn: int) -> Row:
    """A fine for something that came back late: twenty cents for each day after the first, fifty for a film."""
    key = f"{reader['card']} {turn}"
    copy = library.copies[pick(key, len(library.copies))]
    amount = min(MOST, (days - 1) * CENTS.get(copy["item_type"], 20))
    note = f"{library.titles[copy['control_number']]}, {days} days late"
    return charge(reader["card"], "overdue", amount, moment(-3 - pick(key + "since", 150), key), note)


def small(reader: Row, note: str, amount: int) -> Row:
    """A small sum; every third is partly paid."""
    row = charge(reader["card"], "manual", amount, moment(-1 - pick(reader["card"], 40), note), note)
    paid = amount // 2 if pick(reader["card"] + note, 3) == 0 else 0
    return row | {"outstanding": money(amount - paid)}


def charge(card: str, kind: str, amount: int, since: str, note: str) -> Row:
    """A sum that is owed, at the branch of whoever owes it."""
    return {
        "card": card,
        "kind": kind,
        "amount": money(amount),
        "outstanding": money(amount),
        "charged": since,
        "note": note,
    }


def money(amount: int) -> str:
    """A sum as it stands in a file."""
    return f"{amount // 100}.{amount % 100:02d}"


def cents(text: str) -> int:
    """A price in the smallest coin."""
    return int(text.replace(".", ""))


if __name__ == "__main__":
    main()
