"""All that is kept of a person, as a page that a person can read and any browser opens."""

from html import escape

from desk.i18n import _
from desk.services.patrons.export import PersonFile

STYLE = """body { font: 15px/1.5 sans-serif; margin: 2rem auto; max-width: 60rem; color: #17202b; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top;
padding: .3rem .6rem; border-bottom: 1px solid #e0e5eb; overflow-wrap: anywhere; } th { color: #465262; }"""
# A picture in text is nothing to read; it stands in the other file.
LONGEST = 400


def part_words() -> dict[str, str]:
    """What each part is called."""
    return {
        "reader": _("The record"),
        "cards": _("Cards"),
        "patron_contacts": _("Phones and e-mails"),
        "patron_addresses": _("Addresses"),
        "patron_notes": _("Notes"),
        "restrictions": _("Restrictions"),
        "patron_keys": _("By what the record is recognised"),
        "patron_statistics": _("Statistics"),
        "patron_files": _("Files"),
        "loans": _("Loans"),
        "holds": _("Holds"),
        "charges": _("Charges"),
        "payments": _("Payments"),
        "acts": _("What was done, from the journal"),
    }


def person_page(told: PersonFile, name: str) -> str:
    """One page; nothing on it is fetched from anywhere."""
    title = escape(_("What the library keeps of {name}").format(name=name))
    words = part_words()
    parts = [f"<h1>{title}</h1><p>{escape(told.made_at.isoformat(timespec='minutes'))}</p>"]
    for part, rows in told.parts:
        parts.append(f"<h2>{escape(words.get(part, part))}</h2>")
        names = list(dict.fromkeys(name for row in rows for name in row))
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join("<tr>" + "".join(f"<td>{_cell(row.get(name))}</td>" for name in names) + "</tr>" for row in rows)
        parts.append(f"<table><tr>{head}</tr>{body}</table>")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head>'
        f"<body>{''.join(parts)}</body></html>"
    )


def _cell(value: object) -> str:
    if value is None or value == "":
        return ""
    text = str(value)
    return escape(text if len(text) <= LONGEST else text[:LONGEST] + "…")
