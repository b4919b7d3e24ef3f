"""Recording: a step or a campaign entered in an edition, with all that follows from it.

The status of a campaign is what its last step made of it; so a recorded vote changes the campaign's row too, and
nobody has to remember that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain, takewhile

from rapidfuzz import fuzz

from campaigns.dataset import own_steps
from campaigns.dates import PartialDate, chronological
from campaigns.edition import Cells, Edition, filled
from campaigns.records import Campaign, Event, Status, build, split_list
from campaigns.schema import tables
from campaigns.wording import ENGLISH, speaking
from campaigns.words import fold, slug

_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


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

    Where no later step changed the status, the campaign's becomes that of this one. Where that is a decision, the
    date it was made becomes the campaign's `decided`; where nothing is decided any more, that is emptied. A step to
    come has changed nothing yet: it is entered without a status. `last_checked` becomes this month. A campaign that so
    far had only its own dates keeps them as steps.

    Raises:
        KeyError: There is no campaign of that id.
    """
    campaign = edition.campaign(step["campaign_id"])
    if campaign is None:
        raise KeyError(step["campaign_id"])
    told = edition.steps(campaign["id"]) or _own_steps(campaign)
    steps = [*told, _as_of(today, step)]
    others = [row for row in edition.rows("events") if row.get("campaign_id") != campaign["id"]]
    after = {**_following(campaign, steps), "last_checked": f"{today:%Y-%m}"}
    rows = [after if row is campaign else row for row in edition.rows("campaigns")]
    entered = edition.with_rows("events", [*others, *steps]).with_rows("campaigns", rows)
    return Step(entered, campaign.get("status", ""), after.get("status", ""))


def add(edition: Edition, campaign: Cells, today: date) -> Edition:
    """Enter a new campaign under a new id, checked this month."""
    named = {**campaign, "id": fresh_id(edition, campaign), "last_checked": f"{today:%Y-%m}"}
    return edition.with_rows("campaigns", [*edition.rows("campaigns"), named])


def fresh_id(edition: Edition, campaign: Cells) -> str:
    """An id that no campaign has: its place, country and ask, with a number where that is taken.

    Where letters have no Latin form, they are left out. An id is taken as well where a step or a related campaign
    still names it: a new campaign must not inherit what is told of one that was removed.
    """
    parts = (campaign.get("place", ""), campaign.get("country", ""), campaign.get("ask", ""))
    stem = slug(_NOT_IN_AN_ID.sub(" ", fold(" ".join(parts))))
    taken = _named_ids(edition)
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def lookalikes(campaigns: Iterable[Campaign], campaign: Cells) -> list[Campaign]:
    """The campaigns that may be the one somebody is about to add: those of its place, the likest first."""
    place, title = fold(campaign.get("place", "")), fold(campaign.get("title", ""))
    there = [other for other in campaigns if _same_place(other, place, campaign.get("country", ""))]
    return sorted(there, key=lambda other: -fuzz.ratio(fold(other.title), title))


def _same_place(other: Campaign, place: str, country: str) -> bool:
    return fold(other.place) == place and country in ("", other.country)


def _named_ids(edition: Edition) -> set[str]:
    """Every id that is in use, or that something still refers to."""
    own = {row.get("id", "") for row in edition.rows("campaigns")}
    told = {row.get("campaign_id", "") for row in edition.rows("events")}
    related = (split_list(row.get("related", ""), ";") for row in edition.rows("campaigns"))
    return own | told | set(chain.from_iterable(related))


def _as_of(today: date, step: Cells) -> Cells:
    """The step as it is on a day: one to come has no status after it."""
    when = _date(step)
    return filled({**step, "status_after": ""} if when and when.first > today else step)


def _following(campaign: Cells, steps: list[Cells]) -> Cells:
    """The campaign's row as the last step entered makes it."""
    changed = [step for step in _in_order(steps) if step.get("status_after") in list(Status)]
    if not changed or changed[-1] is not steps[-1] or _is_decided_after(campaign, steps[-1]):
        return campaign
    status = changed[-1]["status_after"]
    is_told = bool(campaign.get("decided")) == (status != Status.ONGOING)
    if status == campaign.get("status") and is_told:
        return campaign
    return filled({**campaign, "status": status, "decided": _decided(status, changed)})


def _decided(status: str, changed: list[Cells]) -> str:
    """Since when the status is what the last steps say; empty while nothing is decided."""
    held = list(takewhile(lambda step: step["status_after"] == status, reversed(changed)))
    return "" if status == Status.ONGOING else held[-1]["date"]


def _is_decided_after(campaign: Cells, step: Cells) -> bool:
    """Whether the campaign was decided certainly later, which no step may tell so far."""
    decided, when = _date({"date": campaign.get("decided", "")}), _date(step)
    return bool(decided and when and when.is_before(decided))


def _in_order(steps: list[Cells]) -> list[Cells]:
    dated = [step for step in steps if _date(step)]
    return chronological(dated, lambda step: _date(step) or PartialDate.parse("0001"))


def _date(step: Cells) -> PartialDate | None:
    try:
        return PartialDate.parse(step.get("date", ""))
    except ValueError:
        return None


def _own_steps(campaign: Cells) -> list[Cells]:
    """The steps that a campaign's own dates tell, in the English of the tables; none where its row cannot be read.

    They must not contradict its status: that it began does not tell how it stands, where it has no date of decision.
    """
    try:
        with speaking(ENGLISH):
            steps = [_row(event) for event in own_steps(build(Campaign, tables()["campaigns"], dict(campaign)))]
    except (TypeError, ValueError):
        return []
    status = campaign["status"]
    if not steps or _in_order(steps)[-1]["status_after"] == status:
        return steps
    return [step if step["status_after"] == status else filled({**step, "status_after": ""}) for step in steps]


def _row(event: Event) -> Cells:
    written = {field.name: getattr(event, field.name) for field in tables()["events"].fields}
    return filled({column: "" if value is None else str(value) for column, value in written.items()})
