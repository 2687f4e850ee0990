"""From the rows of the database to the values that the rules and the answers use."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from desk.models import hot
from desk.rules import overdue
from desk.rules.blocks import AtPlace, Block, Demand, ItemFacts, PatronFacts
from desk.rules.choices import DemandCounts
from desk.rules.duedates import Due, StepKind, due_date
from desk.rules.hold_choice import ANY, Choice, CopyFacts, choice_for
from desk.rules.policy import LoanRules, Place, RowPlace, Ruled
from desk.rules.routing import HoldFacts
from desk.rules.vocabulary import HoldStatus, ItemStatus, Reason, RestrictionKind
from desk.services.answers import DueFace, Grant, ItemFace, PatronFace, Refused
from desk.services.circulation.answers import Alert, AlertKind, Before, HoldBefore
from desk.services.desk import Unit
from desk.services.rulebook import read_rulebook

ICONS = {
    "dvd": "disc-3",
    "music": "disc-3",
    "audiobook": "headphones",
    "magazine": "newspaper",
    "serial": "newspaper",
    "kit": "package-open",
}
ENDLESS = date(9999, 12, 31)


def read_parameters(unit: Unit, **names: str) -> dict[str, Any]:
    """What every fused read of a scan is asked with."""
    today = unit.policy.calendars[unit.branch].today(unit.now)
    # A question more costs a round trip on a server, and next to nothing on a file (see `_lost`).
    policy = unit.policy.policy
    return {
        "now": unit.now,
        "today": today,
        "here": unit.branch,
        "count_lost": int(policy.uses("lost_limit") and hot.on_server(unit.hot)),
        "count_kinds": int(hot.on_server(unit.hot)),
        "count_fees": int(policy.uses("membership_fee_blocks")),
        "count_family": int(policy.uses("guarantees_debt_limit", "family_debt_limit")),
        "count_deposits": int(policy.uses("deposit")),
        **names,
    }


def by_rules_now(unit: Unit) -> Unit:
    """The same act by the rules that came into force while it waited for its locks; it keeps these."""
    return replace(unit, policy=read_rulebook(unit.hot), ahead=None)


def today(unit: Unit) -> date:
    """The date at this desk."""
    return unit.policy.calendars[unit.branch].today(unit.now)


def item_face(unit: Unit, row: Any) -> ItemFace:
    """The copy as the desk shows it."""
    kind = unit.policy.kinds[row.item_type_id]
    location = unit.policy.locations.get(row.location_id)
    return ItemFace(
        id=row.item_id,
        barcode=row.barcode,
        title=row.title,
        author=row.author,
        call_number=row.call_number,
        icon=kind.icon,
        kind=kind.name,
        location=location.name if location else "",
        note=row.note,
        pieces=row.pieces,
        pieces_note=row.pieces_note,
    )


def patron_face(row: Any) -> PatronFace:
    """The reader as the desk shows them."""
    return PatronFace(row.patron_id, row.family_name, row.given_name, row.preferred_name, row.card or "")


def rules_for(unit: Unit, row: Any) -> LoanRules:
    """What holds for lending this copy to this reader here, by the branch whose rules count."""
    branch = unit.policy.lending_branch(unit.branch, row.home_branch, row.patron_branch)
    return unit.policy.rules(branch, row.category_id, row.item_type_id)


def patron_facts(unit: Unit, row: Any, rules: LoanRules | None = None, *, with_growing: bool = True) -> PatronFacts:
    """What the rules need to know of the reader; growing fines are reckoned only where they can matter."""
    growing = 0
    if (row.overdue or row.claims) and (with_growing and (rules is None or _limits_debt(rules))):
        growing = growing_fines(unit, row.patron_id, row.category_id, row.patron_branch)
    until = row.restricted_until
    because, by = _restriction(unit, row) if until is not None else ("", None)
    guarantees, family = _family_debts(unit, row, rules, growing)
    return PatronFacts(
        card=row.card_status,
        active=row.active,
        barred=row.barred,
        address_gone=row.address_gone,
        expires_on=row.expires_on,
        restricted=until is not None,
        restricted_until=None if until is None or until >= ENDLESS else until,
        restricted_because=because,
        restricted_by=by,
        owes=row.owes + growing,
        out=row.out,
        overdue=row.overdue,
        lost=_lost(unit, row) if rules is None or rules.lost_limit.value is not None else 0,
        here=row.here,
        on_site=row.on_site,
        on_site_here=row.on_site_here,
        claims=row.claims,
        birth_date=row.birth_date,
        in_collections=row.in_collections,
        membership_owed=row.membership_owed,
        guarantees_owe=guarantees,
        family_owes=family,
    )


def _limits_debt(rules: LoanRules) -> bool:
    limits = (rules.debt_limit, rules.family_debt_limit, rules.auto_renew_debt_limit)
    return any(limit.value is not None for limit in limits)


def _family_debts(unit: Unit, row: Any, rules: LoanRules | None, growing: int) -> tuple[int, int]:
    """What the readers owe for whom this one answers, and the whole family; looked up only where a rule asks."""
    if not row.has_family:
        return 0, row.owes + growing
    if rules is not None and rules.guarantees_debt_limit.value is None and rules.family_debt_limit.value is None:
        return 0, 0
    asked = {"patron_id": row.patron_id, "head": row.guarantor_id or row.patron_id, "now": unit.now}
    guarantees = family = 0
    for member in hot.FAMILY.all(unit.hot, asked):
        if member.id == row.patron_id:
            owes = member.owes + growing
        else:
            late = growing_fines(unit, member.id, member.category_id, member.branch_id) if member.overdue else 0
            owes = member.owes + late
        guarantees += owes if member.guarantee else 0
        family += owes if member.family else 0
    return guarantees, family


def _lost(unit: Unit, row: Any) -> int:
    """How many of the reader's open loans are lost; asked only where some rule limits it, for it looks at each copy."""
    if row.lost is not None or not unit.policy.policy.uses("lost_limit") or not row.out:
        return row.lost or 0
    return int(hot.LOST_BY.value(unit.hot, {"patron_id": row.patron_id}))


def _restriction(unit: Unit, row: Any) -> tuple[str, tuple[str, Ruled[Any]] | None]:
    """Why the reader is restricted: the words of whoever did it, or the rule that bars for a late return."""
    asked = {"patron_id": row.patron_id, "today": today(unit), "owes": row.owes, "now": unit.now}
    found = hot.RESTRICTION.first(unit.hot, asked)
    if found is None:
        return "", None
    if found.kind is not RestrictionKind.SUSPENSION or found.branch_id is None:
        return found.reason or "", None
    home, patron = found.home_branch, row.patron_branch
    rules = loan_rules(unit, found.branch_id, home, patron, row.category_id, found.item_type_id)
    return found.reason or "", ("suspension_days", rules.suspension_days)


def growing_fines(unit: Unit, patron: int, category: int, home: int) -> int:
    """What the reader's overdue loans would cost if they came back now, in minor units."""
    loans = hot.OVERDUE_LOANS.all(unit.hot, {"patron_id": patron, "now": unit.now})
    return sum(still_growing(unit, loan, category, home) for loan in loans)


def growing_fine(unit: Unit, loan: Any, category: int, home: int) -> overdue.Fine:
    """What one overdue loan of the reader would cost if it came back now."""
    return fine_of(
        unit,
        due=loan.due_at,
        branch=loan.branch_id,
        rules=loan_rules(unit, loan.branch_id, loan.home_branch, home, category, loan.item_type_id),
        returned=unit.now,
        price=loan.price,
        recalled=loan.recalled_at is not None,
        claimed_on=loan.claimed_on,
    )


def still_growing(unit: Unit, loan: Any, category: int, home: int) -> int:
    """The same less what of it is on the account already."""
    return max(growing_fine(unit, loan, category, home).amount - int(loan.fined), 0)


def loan_rules(unit: Unit, branch: int, home: int, patron: int | None, category: int, kind: int) -> LoanRules:
    """The rules of a loan that was made at `branch`, of a copy of branch `home` to a reader of branch `patron`."""
    return unit.policy.rules(unit.policy.lending_branch(branch, home, patron), category, kind)


def fine_of(
    unit: Unit,
    *,
    due: datetime,
    branch: int,
    rules: LoanRules,
    returned: datetime,
    price: int | None,
    recalled: bool,
    claimed_on: date | None,
) -> overdue.Fine:
    """What a late loan costs at the calendar of the branch that lent it; a claim stops the fine on its day."""
    calendar = unit.policy.calendars[branch]
    if claimed_on is not None:
        returned = min(returned, calendar.closing(claimed_on))
    return overdue.fine(due, returned, rules.fine_rule(recalled=recalled), calendar, price)


def holds_for(unit: Unit, row: Any, patron: int | None) -> Sequence[Any]:
    """The live holds that matter to this copy and this reader, in the order of the queue."""
    if not row.has_holds:
        return ()
    choice = copy_choice(unit, row)
    asked = {
        "item_id": row.item_id,
        "title_id": row.title_id,
        "volume": row.volume,
        "patron_id": patron or 0,
        "today": today(unit),
        "pickups": "" if choice.pickups is None else f",{','.join(map(str, sorted(choice.pickups)))},",
    }
    if choice.first_at is None:
        return hot.HOLDS_FOR_COPY.all(unit.hot, asked)
    ordered = hot.HOLDS_READERS_FIRST if choice.readers_first else hot.HOLDS_PICKUP_FIRST
    return ordered.all(unit.hot, asked | {"near": choice.first_at})


def copy_choice(unit: Unit, row: Any) -> Choice:
    """What the rules say of the holds that this copy may fill, were it handed in here."""
    if not unit.policy.policy.uses("hold_fill", "hold_order", "hold_protects", "no_transfer_to"):
        return ANY
    since = unit.policy.calendars[row.home_branch].today(row.created_at)
    copy = CopyFacts(row.item_id, row.home_branch, unit.branch, since, row.volume)
    return choice_of(unit, copy, row.item_type_id)


def choice_of(unit: Unit, copy: CopyFacts, kind: int) -> Choice:
    """The same for a copy wherever it is, by the rules of its own branch, and of the branch that would send it."""
    rules = unit.policy.rules(copy.home, 0, kind)
    if copy.here != copy.home:
        rules = replace(rules, no_transfer_to=unit.policy.rules(copy.here, 0, kind).no_transfer_to)
    branches = {branch.code: number for number, branch in unit.policy.branches.items()}
    return choice_for(copy, rules, branches, today(unit))


def hold_facts(hold: Any) -> HoldFacts:
    """What routing needs to know of a hold."""
    return HoldFacts(
        id=hold.id,
        status=hold.status,
        pickup_branch=hold.pickup_branch_id,
        item=hold.item_id,
        copy=hold.copy_id,
        suspended_until=hold.suspended_until,
        not_before=hold.not_before,
        expires_on=hold.expires_on,
        volume=hold.volume,
    )


def is_over(unit: Unit, hold: Any) -> bool:
    """Whether its time on the shelf has passed."""
    if hold.shelf_until_at is not None:
        return bool(hold.shelf_until_at < unit.now)
    return hold.shelf_until is not None and hold.shelf_until < today(unit)


def item_facts(unit: Unit, row: Any, holds: Sequence[Any], rules: LoanRules) -> ItemFacts:
    """What the rules need to know of the copy: its state, and who else waits for it."""
    kind, calendar = unit.policy.kinds[row.item_type_id], unit.policy.calendars[unit.branch]
    kept = next((h for h in holds if h.copy_id == row.item_id and h.status is not HoldStatus.QUEUED), None)
    held = kept is not None and kept.patron_id != row.patron_id
    ahead = None if kept is not None else _ahead(unit, row, holds)
    arrived = row.transit_id is not None and (row.transit_to != unit.branch)
    family, family_limit = _family(unit, row)
    return ItemFacts(
        status=row.status,
        not_for_loan=row.not_for_loan or kind.not_for_loan,
        restricted=row.restricted,
        pieces=row.pieces,
        pieces_note=row.pieces_note,
        of_type_out=row.of_type_out,
        of_family_out=family,
        family_limit=family_limit,
        in_transit_to=unit.policy.branches[row.transit_to].name if arrived and not _own(kept, row) else None,
        held_for_other=held,
        held_since=calendar.today(kept.placed_at) if kept is not None and held else None,
        queued_for_other=1 if ahead is not None else 0,
        queued_since=calendar.today(ahead.placed_at) if ahead is not None else None,
        min_age=row.min_age,
        at_places=_at_places(unit, row, rules),
    )


def _at_places(unit: Unit, row: Any, rules: LoanRules) -> tuple[AtPlace, ...]:
    """The limits of shelving locations that this copy falls under, with what the reader has out of them."""
    location = unit.policy.locations.get(row.location_id)
    limits = [limit for limit in rules.location_limits.value if location is not None and location.code in limit[0]]
    if not limits:
        return ()
    counted = hot.AT_LOCATIONS.all(unit.hot, {"patron_id": row.patron_id})
    out = {unit.policy.locations[each.location_id].code: each.out for each in counted}
    return tuple(AtPlace(codes, sum(out.get(code, 0) for code in codes), limit) for codes, limit in limits)


def _own(kept: Any, row: Any) -> bool:
    return kept is not None and kept.patron_id == row.patron_id


def _ahead(unit: Unit, row: Any, holds: Sequence[Any]) -> Any:
    """The first of another reader's holds that this copy could fill, if it stands before the reader's own."""
    for hold in holds:
        if hold.patron_id == row.patron_id and hold.item_id in (None, row.item_id):
            return None
        if hold_facts(hold).wants(row.item_id, today(unit), row.volume):
            return hold
    return None


def _family(unit: Unit, row: Any) -> tuple[int | None, int | None]:
    """How many copies of the parent kind and its children are out, and how many the rules allow."""
    parent = unit.policy.kinds[row.item_type_id].parent
    if parent is None:
        return None, None
    branch = unit.policy.lending_branch(unit.branch, row.home_branch, row.patron_branch)
    ruled = unit.policy.rules(branch, row.category_id, parent).loans_of_type
    if ruled.value is None or ruled.place is None or ruled.place.item_type != parent:
        return None, None  # a limit for any kind is each kind's own, not the family's
    if hot.on_server(unit.hot):
        return row.of_family_out, ruled.value
    asked = {"patron_id": row.patron_id, "parent": parent}
    return int(hot.OF_FAMILY.value(unit.hot, asked)), ruled.value


def reckon_due(unit: Unit, rules: LoanRules, start: datetime, row: Any) -> tuple[Due | None, Demand | None]:
    """The due date by rule, None where no rule gives a loan; and the demand that shortened it."""
    if rules.loan.value is None:
        return None, None
    calendar, latest = unit.policy.calendars[unit.branch], latest_due(unit, rules, row.expires_on)
    holds = _demand(unit, rules, row)
    shortened = rules.high_demand_loan.value if holds else None
    due = due_date(start, rules.due_rule(rules.loan.value, latest, shortened), calendar)
    if not any(step.kind is StepKind.HIGH_DEMAND for step in due.steps):
        return due, None
    return due, Demand(holds, calendar.today(due.at))


def _demand(unit: Unit, rules: LoanRules, row: Any) -> int:
    """How many others wait for the title, if they are so many that the loan is shortened; else 0."""
    threshold = rules.high_demand_holds.value
    if threshold is None or rules.high_demand_loan.value is None or not row.has_holds:
        return 0
    asked = {"title_id": row.title_id, "patron_id": row.patron_id, "today": today(unit)}
    demand = hot.DEMAND.first(unit.hot, asked)
    dynamic = rules.high_demand_counts.value is DemandCounts.DYNAMIC
    counted = demand.holds - demand.copies if dynamic else demand.holds
    return int(demand.holds) if demand.holds and counted >= threshold else 0


def on_site_due(unit: Unit) -> datetime:
    """What may not leave the building is due when it closes today; after that, at the end of the day."""
    calendar = unit.policy.calendars[unit.branch]
    day = calendar.today(unit.now)
    closing = calendar.closing(day)
    return closing if closing > unit.now else max(calendar.end_of(day), unit.now)


def latest_due(unit: Unit, rules: LoanRules, expires_on: date | None) -> date | None:
    """The last day that the card allows, if that counts; a card that has expired and was lifted allows any day."""
    if not rules.until_expiry.value or expires_on is None or expires_on < today(unit):
        return None
    return expires_on


def special_due(unit: Unit, day: date | None, at: datetime | None) -> datetime | None:
    """A due date that was set by hand: a day ends at 23:59 at this branch."""
    if at is not None or day is None:
        return at
    return unit.policy.calendars[unit.branch].end_of(day)


def due_face(
    unit: Unit, ruled: Ruled[Any], due: Due | None, *, special: bool = False, on_site: bool = False
) -> DueFace:
    """Where a due date came from, for whoever asks why."""
    if special or on_site or due is None:
        return DueFace(special=special, on_site=on_site)
    return DueFace(row_place(unit, ruled), str(ruled.value), due.skipped, due.cut_to_expiry)


def row_place(unit: Unit, ruled: Ruled[Any]) -> RowPlace:
    """The row of the policy that gave a value, by its codes."""
    return place_codes(unit, ruled.place)


def place_codes(unit: Unit, place: Place | RowPlace | None) -> RowPlace:
    """A place of the policy by its codes; none is the program's own default."""
    if place is None:
        return RowPlace(default=True)
    if isinstance(place, RowPlace):
        return place
    book = unit.policy
    return RowPlace(
        book.branches[place.branch].code if place.branch is not None else "*",
        book.categories[place.category].code if place.category is not None else "*",
        book.kinds[place.item_type].code if place.item_type is not None else "*",
    )


def refusal(
    unit: Unit, act: Any, blocks: tuple[Block, ...], item: ItemFace | None, patron: PatronFace | None
) -> Refused:
    """A refusal whose blocks name the rows of the policy by their codes."""
    named = tuple(
        replace(each, source=replace(each.source, row=place_codes(unit, each.source.row))) if each.source else each
        for each in blocks
    )
    return Refused(act, named, item, patron)


def standing(blocks: tuple[Block, ...], grants: tuple[Grant, ...]) -> tuple[Block, ...]:
    """The blocks that nobody has lifted. What can never be lifted always stands."""
    granted = {grant.reason for grant in grants}
    return tuple(block for block in blocks if block.override is None or block.reason not in granted)


def lifted(blocks: tuple[Block, ...]) -> tuple[Reason, ...]:
    """The reasons that were overridden for this act."""
    return tuple(dict.fromkeys(block.reason for block in blocks))


def place_item(unit: Unit, row: Any, status: ItemStatus, *, home: int | None = None, inventory: bool = False) -> None:
    """The copy is here and was seen now, in this state; `home` is where it belongs from now on."""
    unit.write(
        "item",
        row=row.item_id,
        status=status,
        branch_id=row.home_branch if home is None else home,
        holding_branch_id=unit.branch,
        last_seen_at=unit.now,
        inventoried_at=unit.now if inventory else row.inventoried_at,
    )


def before(row: Any, **more: Any) -> Before:
    """The copy and its loan as they stand before an act."""
    return Before(
        status=row.status,
        holding=row.holding_branch_id,
        seen=row.last_seen_at,
        loan=row.loan_id,
        due=row.loan_due_at,
        renewals=row.loan_renewals or 0,
        renewed_at=row.loan_renewed_at,
        unseen=row.loan_unseen or 0,
        on_site=bool(row.loan_on_site),
        fined=row.loan_fined or 0,
        lost_at=row.loan_lost_at,
        **more,
    )


def hold_before(hold: Any) -> HoldBefore | None:
    """A hold as it stands before an act."""
    if hold is None:
        return None
    return HoldBefore(
        hold.id,
        hold.status,
        hold.copy_id,
        hold.ready_at,
        hold.shelf_until,
        None,
        hold.shelf_code,
        hold.shelf_until_at,
    )


def found_alerts(unit: Unit, row: Any) -> list[Alert]:
    """A copy that was thought to be gone is told of, and with it a charge for its loss that still stands."""
    if not found_again(row.status):
        return []
    found = [Alert(AlertKind.FOUND, status=row.status)]
    bill = int(hot.LOST_BILL.value(unit.hot, {"item_id": row.item_id}))
    return [*found, Alert(AlertKind.LOST_BILL, amount=bill)] if bill else found


def found_again(status: ItemStatus) -> bool:
    """Whether a copy that is in the hand was thought to be gone."""
    return status in (ItemStatus.LOST, ItemStatus.MISSING)
