"""Recording: a step or a campaign entered in an edition, with all that follows from it.

The status of a campaign is what its last step made of it; so a recorded vote changes the campaign's row too, and
nobody has to remember that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from campaigns.dataset import own_steps
from campaigns.dates import PartialDate, chronological
from campaigns.edition import Cells, Edition, filled
from campaigns.records import Campaign, Event, Status, build
from campaigns.schema import tables
from campaigns.words import fold, slug


@dataclass(frozen=True)
class Step:
    """What a step does to its campaign.

    Attributes:
        edition: The tables with the step and what follows from it.
        before: The campaign's status before; empty where its row has none.
        after: The campaign's status now.
    """

    edition: Edition
    before: str
    after: str


def record(edition: Edition, step: Cells, today: date) -> Step:
    """Enter a step of a campaign.

    The campaign's status becomes that of its last step that changed it. Where that is a decision, its date becomes
    the campaign's `decided`; where nothing is decided any more, that is emptied. `last_checked` becomes this month.
    A campaign that so far had only its own dates keeps them as steps.

    Raises:
        KeyError: There is no campaign of that id.
    """
    campaign = edition.campaign(step["campaign_id"])
    if campaign is None:
        raise KeyError(step["campaign_id"])
    told = edition.steps(campaign["id"]) or _own_steps(campaign)
    steps = [*told, filled(step)]
    others = [row for row in edition.rows("events") if row.get("campaign_id") != campaign["id"]]
    after = _following(campaign, steps, today)
    rows = [after if row is campaign else row for row in edition.rows("campaigns")]
    entered = edition.with_rows("events", [*others, *steps]).with_rows("campaigns", rows)
    return Step(entered, campaign.get("status", ""), after.get("status", ""))


def add(edition: Edition, campaign: Cells, today: date) -> Edition:
    """Enter a new campaign under a new id, checked this month."""
    named = {"id": fresh_id(edition, campaign), "last_checked": f"{today:%Y-%m}", **filled(campaign)}
    return edition.with_rows("campaigns", [*edition.rows("campaigns"), named])


def fresh_id(edition: Edition, campaign: Cells) -> str:
    """An id that no campaign has: its place, state or country, and ask, with a number where that is taken."""
    parts = (campaign.get("place", ""), campaign.get("country", ""), campaign.get("ask", ""))
    stem = slug(" ".join(parts))
    taken = {row.get("id") for row in edition.rows("campaigns")}
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def lookalikes(campaigns: Iterable[Campaign], campaign: Cells) -> list[Campaign]:
    """The campaigns that may be the one somebody is about to add: those of its place, the likest first."""
    place, title = fold(campaign.get("place", "")), fold(campaign.get("title", ""))
    there = [other for other in campaigns if place and _same_place(other, place, campaign.get("country", ""))]
    return sorted(there, key=lambda other: -fuzz.ratio(fold(other.title), title))


def _same_place(other: Campaign, place: str, country: str) -> bool:
    return fold(other.place) == place and country in ("", other.country)


def _following(campaign: Cells, steps: list[Cells], today: date) -> Cells:
    """The campaign's row as its steps make it."""
    changed = [step for step in _in_order(steps) if step.get("status_after")]
    row = {**campaign, "last_checked": f"{today:%Y-%m}"}
    if not changed or changed[-1]["status_after"] == campaign.get("status"):
        return row
    status = changed[-1]["status_after"]
    decided = "" if status == Status.ONGOING else changed[-1].get("date", "")
    return filled({**row, "status": status, "decided": decided})


def _in_order(steps: list[Cells]) -> list[Cells]:
    dated = [step for step in steps if _date(step)]
    return chronological(dated, lambda step: _date(step) or PartialDate.parse("0001"))


def _date(step: Cells) -> PartialDate | None:
    try:
        return PartialDate.parse(step.get("date", ""))
    except ValueError:
        return None


def _own_steps(campaign: Cells) -> list[Cells]:
    """The steps that a campaign's own dates tell; none where its row cannot be read."""
    try:
        return [_row(event) for event in own_steps(build(Campaign, tables()["campaigns"], dict(campaign)))]
    except (TypeError, ValueError):
        return []


def _row(event: Event) -> Cells:
    written = {field.name: getattr(event, field.name) for field in tables()["events"].fields}
    return filled({column: "" if value is None else str(value) for column, value in written.items()})
