"""Rules: what the schema cannot say, one small function each.

A cell rule looks at the text of one cell; a record rule looks at all records together. To add a rule, write
its function and enter it in `CELL_RULES`, `EVENT_RULES` or `CAMPAIGN_RULES`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from campaigns.dataset import Dataset
from campaigns.dates import PartialDate
from campaigns.findings import OFTEN, Fault, Finding, blocks, quoted, warns
from campaigns.geography import Point, codes_by_name, country_codes, mended, outside
from campaigns.records import Campaign, Company, Event, Resource, Status
from campaigns.schema import Field, Table, tables
from campaigns.spelling import Guesser, did_you_mean, key
from campaigns.wording import say, say_later
from campaigns.words import fold

R = TypeVar("R", Campaign, Event, Company, Resource)

NEARLY_THE_SAME = 90
MOST_NEIGHBOURS = 200
"""Campaigns of one place that each is compared with: no city has so many, and a file that says so may be mischief."""

LONGEST_TITLE = 300
"""The characters of a title that are compared."""

MOST_NAMES = 100
"""The entries of one list that are looked up."""

_STALE = timedelta(days=366)
OUTSIDE = "outside its country"

_PUBLIC = re.compile(r"https?://([\w-]+\.)+[\w-]+\.?(:\d+)?([/?#]|$)")
"""A link whose host has a domain, as only hosts on the open web do."""


@dataclass(frozen=True, slots=True)
class Filed(Generic[R]):
    """A record and the row it stands in."""

    row: int
    record: R


@dataclass(frozen=True)
class Evidence:
    """What the rules look at: every record that could be read.

    Attributes:
        today: The day of the check.
        campaigns: The campaigns, in the order of the file.
        events: The events, in the order of the file.
        companies: The companies; None where there is no table of them.
        known_ids: The IDs of all campaign rows, also of those held back.
        unsettled: The IDs of campaigns with an event held back, whose history is therefore not whole.
    """

    today: date
    campaigns: tuple[Filed[Campaign], ...]
    events: tuple[Filed[Event], ...]
    companies: tuple[Filed[Company], ...] | None
    known_ids: frozenset[str]
    unsettled: frozenset[str] = frozenset()

    @cached_property
    def dataset(self) -> Dataset:
        """The records as a data set, for their histories."""
        return Dataset(
            campaigns=tuple(filed.record for filed in self.campaigns),
            events=tuple(filed.record for filed in self.events),
        )

    @cached_property
    def steps(self) -> Mapping[str, list[Filed[Event]]]:
        """The events of each campaign, in the order of the file."""
        grouped: dict[str, list[Filed[Event]]] = defaultdict(list)
        for filed in self.events:
            grouped[filed.record.campaign_id].append(filed)
        return grouped


CellRule = Callable[[Field, str], Fault | None]
RecordRule = Callable[[Evidence], Iterable[Finding]]


def day_exists(field: Field, text: str) -> Fault | None:
    """A date names a day that is in the calendar."""
    if field.kind != "date":
        return None
    try:
        PartialDate.parse(text)
    except ValueError:
        message = say("{cell} is not in the calendar.", cell=quoted(text))
        return Fault("no such day", message, say("Look the date up in the source."))
    return None


def link_opens(field: Field, text: str) -> Fault | None:
    """A link names a host that anybody can reach."""
    if field.kind != "link" or _PUBLIC.match(text):
        return None
    return Fault(
        "no public page",
        say("{cell} is not the address of a public page.", cell=quoted(text)),
        say("Give one that anybody can open."),
    )


def country_exists(field: Field, text: str) -> Fault | None:
    """A country code is one that is assigned."""
    if field.kind != "country" or text in country_codes():
        return None
    meant = did_you_mean(codes_by_name().get(fold(text)))
    return Fault(
        "no such country",
        say("{cell} is not the code of a country.", cell=quoted(text)),
        meant or say("Look it up in ISO 3166-1."),
    )


def no_event_in_the_future(evidence: Evidence) -> Iterator[Finding]:
    """Only an announced step may lie in the future."""
    for filed in evidence.events:
        event = filed.record
        if event.date.first > evidence.today and event.kind != "announced":
            message = say(
                "{date} is in the future, and the kind of step is {kind}.",
                date=event.date.in_words(),
                kind=quoted(event.kind),
            )
            hint = say('Only a step of the kind "announced" may lie in the future.')
            yield blocks(_events(), filed.row, "date", Fault("in the future", message, hint))


def events_in_order(evidence: Evidence) -> Iterator[Finding]:
    """The events of a campaign stand in order of date."""
    for steps in evidence.steps.values():
        misplaced = _first_misplaced(steps)
        if misplaced:
            message = say("This step ({date}) stands below a later one.", date=misplaced.record.date.in_words())
            hint = say("Nothing is lost: the format command sorts the rows.")
            yield warns(_events(), misplaced.row, "date", Fault("out of order", message, hint))


def status_agrees(evidence: Evidence) -> Iterator[Finding]:
    """A campaign's status is the status after the last step that changed it."""
    for filed in evidence.campaigns:
        campaign = filed.record
        last = _last_change(evidence, campaign)
        if last and last.record.status_after != campaign.status and campaign.id not in evidence.unsettled:
            yield blocks(_campaigns(), filed.row, "status", _disagreement(campaign, last))


def decided_after_start(evidence: Evidence) -> Iterator[Finding]:
    """A decision does not come before the campaign began."""
    for filed in evidence.campaigns:
        started, decided = filed.record.started, filed.record.decided
        if started and decided and decided.is_before(started):
            both = {"decided": decided.in_words(), "started": started.in_words()}
            message = say("Decided ({decided}) is before Started ({started}).", **both)
            fault = Fault("decided too early", message, say("Check both dates."))
            yield warns(_campaigns(), filed.row, "decided", fault)


def decided_fits_status(evidence: Evidence) -> Iterator[Finding]:
    """A campaign has a date of decision exactly where it is no longer ongoing."""
    for filed in evidence.campaigns:
        ongoing, decided = filed.record.status is Status.ONGOING, filed.record.decided
        if ongoing and decided:
            date_in_words = decided.in_words()
            message = say("The campaign is ongoing, but has a date of decision: {date}.", date=date_in_words)
            hint = say("Take the date out, or change the status.")
            yield warns(_campaigns(), filed.row, "decided", Fault("decided while ongoing", message, hint))
        if not ongoing and not decided:
            status = quoted(filed.record.status)
            message = say("The status is {status}, but the date of the decision is missing.", status=status)
            yield warns(
                _campaigns(),
                filed.row,
                "decided",
                Fault("decision undated", message, say("Write what is known of it.")),
            )


def dates_in_the_past(evidence: Evidence) -> Iterator[Finding]:
    """What a campaign's own columns date has happened."""
    for filed in evidence.campaigns:
        for column in ("started", "decided", "last_checked"):
            day: PartialDate | None = getattr(filed.record, column)
            if day and day.first > evidence.today:
                message = say("{date} is in the future.", date=day.in_words())
                yield warns(_campaigns(), filed.row, column, Fault("in the future", message, say("Check the date.")))


def targets_known(evidence: Evidence) -> Iterator[Finding]:
    """Every target is spelled as in the table of companies, where there is one."""
    if evidence.companies is None:
        return
    companies = [filed.record for filed in evidence.companies]
    aliases = {alias: company.name for company in companies for alias in company.aliases}
    spellings = aliases | {company.name: company.name for company in companies}
    canonical = {key(spelling): name for spelling, name in spellings.items()}
    guesser = Guesser(spellings)
    for filed in evidence.campaigns:
        for target in filed.record.targets[:MOST_NAMES]:
            name = spellings.get(target) or canonical.get(key(target))
            if name is None:
                meant = guesser.closest(target)
                fault = _unknown_target(target, spellings[meant] if meant else None)
                yield warns(_campaigns(), filed.row, "targets", fault)
            elif name != target:
                yield warns(_campaigns(), filed.row, "targets", _other_name(target, name))


def related_known(evidence: Evidence) -> Iterator[Finding]:
    """Every related campaign is in the table."""
    guesser = Guesser(evidence.known_ids)
    for filed in evidence.campaigns:
        for other in filed.record.related[:MOST_NAMES]:
            if other not in evidence.known_ids:
                hint = did_you_mean(guesser.closest(other))
                fault = Fault("unknown campaign", say("There is no campaign {campaign}.", campaign=quoted(other)), hint)
                yield warns(_campaigns(), filed.row, "related", fault)


def not_twice(evidence: Evidence) -> Iterator[Finding]:
    """No campaign of a place stands in the table twice under nearly the same title."""
    places: dict[tuple[str, str], list[Filed[Campaign]]] = defaultdict(list)
    for filed in evidence.campaigns:
        places[filed.record.country, fold(filed.record.place)].append(filed)
    for campaigns in places.values():
        yield from _lookalikes(campaigns)


def point_inside(evidence: Evidence) -> Iterator[Finding]:
    """A point lies in the country and the state that its row names."""
    for number, (filed, point, area) in enumerate(_astray(evidence.campaigns)):
        hint = _meant_point(filed.record, point) if number <= OFTEN else ""
        where = f"{point[0]:g}, {point[1]:g}"
        message = say("The point {point} lies outside {area}, so it is not drawn on the map.", point=where, area=area)
        yield warns(_campaigns(), filed.row, "latitude", Fault(OUTSIDE, message, hint))


def point_whole(evidence: Evidence) -> Iterator[Finding]:
    """A campaign has both a latitude and a longitude."""
    for filed in evidence.campaigns:
        given = {"latitude": filed.record.latitude, "longitude": filed.record.longitude}
        empty = [column for column, degrees in given.items() if degrees is None]
        if len(empty) == 1:
            title = _campaigns().field(empty[0]).title
            message = say("{column} is missing, so the campaign is listed but not drawn on the map.", column=title)
            fault = Fault("half a point", message, say("Fill in both or neither."))
            yield warns(_campaigns(), filed.row, empty[0], fault)
        if len(empty) == 2:
            message = say("There is no point, so the campaign is listed but not drawn on the map.")
            hint = say("Fill in latitude and longitude of the place or of the body's seat.")
            yield warns(_campaigns(), filed.row, "latitude", Fault("no point", message, hint))


def checked_lately(evidence: Evidence) -> Iterator[Finding]:
    """Somebody has looked for news of a campaign within the last year."""
    for filed in evidence.campaigns:
        checked = filed.record.last_checked
        if checked is None:
            fault = Fault("never checked", say("It is not said when somebody last looked for news."), say(_LOOK))
            yield warns(_campaigns(), filed.row, "last_checked", fault)
        elif is_stale(checked, evidence.today):
            message = say("Last checked: {date}, more than 12 months ago.", date=checked.in_words())
            yield warns(_campaigns(), filed.row, "last_checked", Fault("not checked lately", message, say(_LOOK)))


def is_stale(checked: PartialDate, today: date) -> bool:
    """Whether it is more than a year since somebody looked for news."""
    return today - checked.last > _STALE


CELL_RULES: tuple[CellRule, ...] = (day_exists, link_opens, country_exists)
"""Each says what is wrong with a filled cell of a column, or None. Columns that take any text are not asked about."""

EVENT_RULES: tuple[RecordRule, ...] = (no_event_in_the_future,)
"""What holds events back; applied before the campaigns are looked at together with their events."""

CAMPAIGN_RULES: tuple[RecordRule, ...] = (
    status_agrees,
    events_in_order,
    decided_after_start,
    decided_fits_status,
    dates_in_the_past,
    targets_known,
    related_known,
    not_twice,
    point_inside,
    point_whole,
    checked_lately,
)
"""What is asked of the campaigns and the events that are not held back."""

_LOOK = say_later("Look for news, then write the month in this column.")


def _campaigns() -> Table:
    return tables()["campaigns"]


def _events() -> Table:
    return tables()["events"]


def _first_misplaced(steps: Iterable[Filed[Event]]) -> Filed[Event] | None:
    """The first event that is certainly earlier than one above it."""
    latest = date.min
    for filed in steps:
        if filed.record.date.last < latest:
            return filed
        latest = max(latest, filed.record.date.first)
    return None


def _last_change(evidence: Evidence, campaign: Campaign) -> Filed[Event] | None:
    steps = evidence.steps.get(campaign.id)
    if not steps:
        return None
    history = reversed(evidence.dataset.history(campaign))
    last = next((event for event in history if event.status_after), None)
    return next((filed for filed in steps if filed.record is last), None)


def _disagreement(campaign: Campaign, last: Filed[Event]) -> Fault:
    status = quoted(last.record.status_after or "")
    message = say(
        "The status is {status}, but after the last step that changed it ({date}, {file} row {row}) it was {then}.",
        status=quoted(campaign.status),
        date=last.record.date.in_words(),
        file=_events().filename,
        row=last.row,
        then=status,
    )
    hint = say("Set the status to {status}, or correct the step.", status=status)
    return Fault("status differs", message, hint)


def _other_name(target: str, name: str) -> Fault:
    spellings = {"cell": quoted(target), "name": quoted(name)}
    message = say("{cell} is called {name} in the table of companies.", **spellings)
    return Fault("other name", message, say("Write {name}.", name=quoted(name)))


def _unknown_target(target: str, meant: str | None) -> Fault:
    message = say("{cell} is not in the table of companies.", cell=quoted(target))
    return Fault("unknown target", message, did_you_mean(meant) or say("Add it there."))


def _lookalikes(campaigns: list[Filed[Campaign]]) -> Iterator[Finding]:
    """The campaigns of one place whose title is nearly that of one above them."""
    titles = [fold(filed.record.title[:LONGEST_TITLE]) for filed in campaigns]
    for place, filed in enumerate(campaigns):
        above = range(max(0, place - MOST_NEIGHBOURS), place)
        some = titles[above.start : above.stop]
        alike = process.extract_iter(titles[place], some, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME)
        other = next((o for _, _, i in alike if not _related(o := campaigns[above[i]].record, filed.record)), None)
        if other:
            named = {"campaign": other.id, "title": quoted(other.title)}
            message = say("It looks like {campaign} ({title}), which is in the same place.", **named)
            hint = say("Take one of the two out, or name each in the other's column Other chapters.")
            yield warns(_campaigns(), filed.row, "title", Fault("there twice", message, hint))


def _related(one: Campaign, other: Campaign) -> bool:
    return one.id in other.related or other.id in one.related


def _astray(campaigns: Iterable[Filed[Campaign]]) -> Iterator[tuple[Filed[Campaign], Point, str]]:
    """The campaigns whose point lies outside the area that their row names, with the point and the area."""
    for filed in campaigns:
        point = filed.record.point
        area = outside(filed.record.country, filed.record.region, point) if point else None
        if point and area:
            yield filed, point, area


def _meant_point(campaign: Campaign, point: Point) -> str:
    guess = mended(campaign.country, campaign.region, point)
    if guess is None:
        return say("Check the point, the country and the region.")
    return say("Did you mean {word}?", word=f"{guess[0]:g}, {guess[1]:g}")
