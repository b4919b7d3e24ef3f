"""The records: a campaign, an event in its history, a company that campaigns name, and a resource to help with one.

Fields carry the names of the columns they are read from; `data/datapackage.json` says what each means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from campaigns.dates import PartialDate
from campaigns.schema import Field, Table, label
from campaigns.wording import say_number
from campaigns.words import BLANKS


class Status(StrEnum):
    """Where a campaign stands; the codebook in the schema has the rule for each."""

    WON = "won"
    PARTIAL = "partial"
    ONGOING = "ongoing"
    LOST = "lost"
    REVERSED = "reversed"

    @property
    def label(self) -> str:
        """The status as a word for people."""
        return label("campaigns", "status", self)


class Force(StrEnum):
    """Whether a measure binds the body that adopts it."""

    BINDING = "binding"
    ADVISORY = "advisory"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The force as a word for people."""
        return label("campaigns", "force", self)


@dataclass(frozen=True, slots=True)
class Event:
    """A dated step of a campaign and the page that supports it."""

    campaign_id: str
    date: PartialDate
    kind: str
    what: str
    source_url: str
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    status_after: Status | None = None
    source_title: str = ""
    source_publisher: str = ""
    source_kind: str = ""
    archive_url: str = ""

    @property
    def tally(self) -> str:
        """The vote in words, `4 for, 1 against`; empty where no number is known."""
        ours, theirs, neither = self.votes_for, self.votes_against, self.abstentions
        counts = [
            None if ours is None else say_number("{number} for", "{number} for", ours),
            None if theirs is None else say_number("{number} against", "{number} against", theirs),
            None if neither is None else say_number("{number} abstaining", "{number} abstaining", neither),
        ]
        return ", ".join(filter(None, counts))


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: what was asked of whom, and where it stands."""

    id: str
    title: str
    place: str
    country: str
    level: str
    body: str
    ask: str
    status: Status
    url: str
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str = ""
    targets: tuple[str, ...] = ()
    force: Force = Force.UNKNOWN
    started: PartialDate | None = None
    decided: PartialDate | None = None
    organizers: tuple[str, ...] = ()
    summary: str = ""
    action_url: str = ""
    last_checked: PartialDate | None = None
    confidence: str = ""
    source_note: str = ""
    related: tuple[str, ...] = ()

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, or None where the campaign cannot be drawn."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class Company:
    """A company, fund or programme that campaigns name."""

    name: str
    aliases: tuple[str, ...] = ()
    sector: str = ""
    profile_url: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A toolkit, a guide or a group to contact."""

    title: str
    kind: str
    url: str
    publisher: str = ""
    place: str = ""
    asks: tuple[str, ...] = ()
    summary: str = ""


Record = TypeVar("Record", Campaign, Event, Company, Resource)

_ENUMS: dict[str, type[StrEnum]] = {"status": Status, "status_after": Status, "force": Force}


def build(record: type[Record], table: Table, cells: Mapping[str, str]) -> Record:
    """Make a record from the text of its cells.

    Empty cells take the record's default; columns that the record does not have are passed over.

    Args:
        record: The class of record.
        table: The schema of the table the cells come from.
        cells: Text by column name.

    Raises:
        ValueError: A cell cannot be read. The checker finds such cells first and says so in plain words.
        TypeError: A required cell is empty.
    """
    return builder(record, table)(cells)


def builder(record: type[Record], table: Table) -> Callable[[Mapping[str, str]], Record]:
    """What makes a record from the text of its cells, for many rows of one table; `build` says how."""
    known = record.__dataclass_fields__
    readers = [(field.name, _reader(field)) for field in table.fields if field.name in known]

    def build_one(cells: Mapping[str, str]) -> Record:
        return record(**{name: read(text) for name, read in readers if (text := cells.get(name))})

    return build_one


def _reader(field: Field) -> Callable[[str], Any]:
    """What a column's texts become."""
    if field.separator:
        return lambda text: tuple(split_list(text, field.separator))
    if field.kind == "date":
        return PartialDate.parse
    return _ENUMS.get(field.name) or {"number": float, "integer": int, "string": str}[field.type]


def split_list(text: str, separator: str) -> list[str]:
    """The entries of a list cell, without the blanks around them and without empty ones."""
    return [entry for part in text.split(separator.strip()) if (entry := part.strip(BLANKS))]
