"""What the world can do to a desk is told with its facts."""

from pathlib import Path

import pytest

from desk import errors
from desk.errors import DatabaseNewer, DeskError, FileUnreadable, StaffUnknown

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DeskError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_of_its_own(kind: type[DeskError]) -> None:
    assert "fallback" in vars(kind)
    assert kind.__doc__


def test_an_error_carries_its_facts() -> None:
    error = FileUnreadable(Path("records.mrc"), "No such file.")
    assert error.facts == {"path": Path("records.mrc"), "why": "No such file."}
    assert str(error) == "The file records.mrc cannot be read. No such file."


def test_the_words_name_the_facts() -> None:
    assert "0042" in str(DatabaseNewer("library.db", "0042"))
    assert "password" in str(StaffUnknown("park"))


def test_an_error_can_be_raised_through_a_block_that_watches() -> None:
    with pytest.raises(DatabaseNewer) as raised:
        raise DatabaseNewer("library.db") from OSError("disk")
    assert isinstance(raised.value.__cause__, OSError)
