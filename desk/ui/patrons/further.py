"""Further contacts and addresses as one writes them in a form: several in a box, each with what it is called."""

from desk.rules.vocabulary import ContactKind
from desk.services.patrons.details import Address, Contact


def contacts_in_words(contacts: tuple[Contact, ...]) -> str:
    """One after the other with commas, each after its label."""
    return ", ".join(f"{each.label}: {each.value}" if each.label else each.value for each in contacts)


def read_contacts(words: str) -> tuple[Contact, ...]:
    """Phones and e-mails; what stands before a colon is the label."""
    found = []
    for part in words.replace("\n", ",").split(","):
        label, colon, value = part.partition(":")
        label, value = (label.strip(), value.strip()) if colon else ("", part.strip())
        if value:
            found.append(Contact(ContactKind.EMAIL if "@" in value else ContactKind.PHONE, value, label))
    return tuple(found)


def addresses_in_words(places: tuple[Address, ...]) -> str:
    """One after the other with an empty line between them."""
    return "\n\n".join(_in_words(place) for place in places)


def read_addresses(words: str, was: tuple[Address, ...]) -> tuple[Address, ...]:
    """Each address: its label with a colon where it has one, the street, postcode and town in the last line.

    One that stands as it stood keeps what the box does not show, such as its region.
    """
    known = {_in_words(place): place for place in was}
    blocks: list[list[str]] = [[]]
    for line in (line.strip() for line in words.splitlines()):
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return tuple(known.get("\n".join(lines)) or _read(lines) for lines in blocks if lines)


def _in_words(place: Address) -> str:
    town = " ".join(part for part in (place.postcode, place.city) if part)
    label = f"{place.label}:" if place.label else ""
    return "\n".join(part.strip() for part in (label, *place.address.splitlines(), town) if part.strip())


def _read(lines: list[str]) -> Address:
    label = lines[0].removesuffix(":") if len(lines) > 1 and lines[0].endswith(":") else ""
    rest = lines[1:] if label else list(lines)
    town = rest.pop() if len(rest) > 1 else ""
    code, _blank, city = town.partition(" ") if town[:1].isdigit() else ("", "", town)
    return Address(label, "\n".join(rest), city, "", code)
