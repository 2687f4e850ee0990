"""The rules that a new library begins with: a template as it is shipped, and as the table that can be corrected."""

import tomllib
from collections.abc import Mapping
from typing import Any

from desk.resources import resource
from desk.rules.money import in_currency
from desk.rules.policy import Place
from desk.rules.values import MONEY, UNLIMITED, VALUES
from desk.services.administration.calendar import WEEKDAYS, Week, read_hours
from desk.services.administration.policy import Names, PolicySheet

TEMPLATES = ("public", "school", "special")
PARTS = ("branch", "category", "type")


def read_template(name: str, currency: str) -> dict[str, Any]:
    """The rules that a library begins with; sums stand in hundredths, and are written in the library's own currency."""
    template = tomllib.loads(resource("templates", f"{name}.toml").read_text(encoding="utf-8"))
    sums = {name for name, (reader, _default) in VALUES.items() if reader == MONEY}
    for rule in template["rule"]:
        rule |= {name: in_currency(rule[name], currency) for name in sums & set(rule) if rule[name] != UNLIMITED}
    return template


def template_sheet(name: str, currency: str) -> PolicySheet:
    """A template's rules as the table of a library that is not made yet: its categories and kinds are numbered here."""
    template = read_template(name, currency)
    names = Names({}, _numbered(template["category"]), _numbered(template["item_type"]))
    rows = {_place(rule, names): _values(rule) for rule in template["rule"]}
    return PolicySheet(rows, names, currency)


def template_week(name: str) -> Week:
    """The opening hours of a template, Monday to Sunday."""
    hours = read_template(name, "USD")["hours"]
    return tuple(read_hours(", ".join(hours[day])) for day in WEEKDAYS)


def _numbered(rows: list[dict[str, Any]]) -> dict[int, tuple[str, str]]:
    return {number: (row["code"], row["name"]) for number, row in enumerate(rows, 1)}


def _place(rule: Mapping[str, Any], names: Names) -> Place:
    return Place(None, _number(names.categories, rule.get("category", "")), _number(names.kinds, rule.get("type", "")))


def _number(among: Mapping[int, tuple[str, str]], code: str) -> int | None:
    return next((number for number, (known, _name) in among.items() if known == code), None)


def _values(rule: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in rule.items() if name not in PARTS}
