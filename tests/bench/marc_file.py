"""A file of MARC records as a library would get them from another program: full records, each with one copy."""

import random
from pathlib import Path

from pymarc import Field, Indicators, Leader, Record, Subfield

from tests.bench.words import common, spread, vocabulary
from tests.makers import barcode

LEADER = "00000cam a2200000 a 4500"
ACCENTED = 8
MAPPING = """kind = "marc"
name = "bench"
create = true

[holdings]
field = "852"

[columns]
barcode = "p"
item_type = "t"
branch = "b"
call_number = "h"
"""


def write_records(path: Path, count: int, seed: int = 7) -> Path:
    """So many records in UTF-8, one in eight with letters outside ASCII."""
    chance = random.Random(seed)
    words, names = vocabulary(8_000, seed), [name.capitalize() for name in vocabulary(5_000, seed + 1)]
    with path.open("wb") as file:
        for number in range(1, count + 1):
            file.write(_record(number, words, names, chance).as_marc())
    return path


def _record(number: int, words: list[str], names: list[str], chance: random.Random) -> Record:
    def text(count: int) -> str:
        return " ".join(common(words, chance) for _each in range(count)).capitalize()

    family, given = spread(names, chance), spread(names, chance)
    if number % ACCENTED == 0:
        family, given = f"{family}é", f"Ö{given.lower()}"
    record = Record()
    record.leader = Leader(LEADER)
    record.fields = [
        Field(tag="001", data=f"bench{number:08}"),
        Field(tag="003", data="BENCH"),
        Field(tag="005", data="20240115093000.0"),
        Field(tag="008", data="190304s2019    nyu    j b    001 0 eng d"),
        _field("010", "  ", a=f"  2019{number:06}"),
        _field("020", "  ", a=_isbn(number), q="hardcover"),
        _field("040", "  ", a="DLC", b="eng", c="DLC", d="OCLCQ"),
        _field("050", "00", a="PZ7.1", b=f".{family[:1]}{number % 999} 2019"),
        _field("082", "00", a=f"{number % 999:03}.{number % 97}", _2="23"),
        _field("100", "1 ", a=f"{family}, {given},", d="1961-", e="author."),
        _field("245", "10", a=f"{text(3)} :", b=f"{text(4)} /", c=f"{given} {family}."),
        _field("250", "  ", a="First edition."),
        _field("264", " 1", a="New York :", b=f"{spread(names, chance)} Press,", c="[2019]"),
        _field("300", "  ", a=f"{100 + number % 400} pages :", b="illustrations ;", c="22 cm"),
        _field("336", "  ", a="text", b="txt", _2="rdacontent"),
        _field("337", "  ", a="unmediated", b="n", _2="rdamedia"),
        _field("338", "  ", a="volume", b="nc", _2="rdacarrier"),
        _field("490", "1 ", a=f"{text(2)} ;", v=str(number % 20)),
        _field("504", "  ", a="Includes bibliographical references and index."),
        _field("520", "  ", a=f"{text(30)}."),
        _field("521", "  ", a="Ages 8-12."),
        *(_field("650", " 0", a=f"{text(1)}", v="Juvenile fiction.") for _each in range(3)),
        _field("700", "1 ", a=f"{spread(names, chance)}, {spread(names, chance)},", e="illustrator."),
        _field("852", "  ", p=barcode("3", 90_000_000 + number), t="book", b="MAIN", h=f"J FIC {family[:3].upper()}"),
    ]
    return record


def _field(tag: str, indicators: str, **parts: str) -> Field:
    subfields = [Subfield(code.lstrip("_"), value) for code, value in parts.items()]
    return Field(tag=tag, indicators=Indicators(*indicators), subfields=subfields)


def _isbn(number: int) -> str:
    digits = f"978{number % 10**9:09}"
    weights = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
    return f"{digits}{-weights % 10}"
