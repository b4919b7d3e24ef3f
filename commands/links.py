"""`python -m campaigns check --links`: which of the sources are still there."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urlsplit

from campaigns.dates import PartialDate
from campaigns.loading import Sheets, campaign_names
from campaigns.tables import Row, Sheet
from campaigns.words import counted
from commands.progress import bar_or_lines, leave_bar
from commands.terminal import printable
from commands.visits import NO_SUCH_HOST, Manners, Verdict, Visit, Visitor, visits

WAYBACK = "https://web.archive.org/web"
YEAR_BEFORE_ALL = "2020"
"""Where no date is known, the copy nearest to this year is suggested."""

PLACES_LISTED = 5
STOPPED = "Stopped before every source was visited."
OFFLINE = "No host answered. Is this computer online?"
HEADINGS = {
    Verdict.DEAD: "Dead, to mend:",
    Verdict.UNSURE: "Unsure, to look at yourself:",
    Verdict.MOVED: "Moved, to look at when there is time:",
}

_DATES = {"events": ("date",), "campaigns": ("decided", "started")}
"""The columns that say when a page was of use, the best first."""


@dataclass(frozen=True)
class Place:
    """Where an address stands.

    Attributes:
        file: The file's name.
        row: The row as a spreadsheet counts it.
        column: The column's title as people see it.
        campaign: The campaign's name; empty where it cannot be told.
    """

    file: str
    row: int
    column: str
    campaign: str

    def as_json(self) -> dict[str, str | int]:
        """The place as the check command's JSON gives it."""
        return {"file": self.file, "row": self.row, "column": self.column, "campaign": self.campaign}


@dataclass(frozen=True)
class Link:
    """An address of the tables.

    Attributes:
        url: The address, without the part of the page it may point to.
        archive: An archived copy, or where to look for one; empty for what is a copy itself.
        where: Everywhere it stands, in the order of the files.
    """

    url: str
    archive: str
    where: tuple[Place, ...]


@dataclass(frozen=True)
class LinkReport:
    """What came of visiting addresses.

    Attributes:
        visited: Each address visited and what came of it, the dead ones first, then in the order of the files.
        total: How many addresses there are; more than were visited where somebody stopped it.
    """

    visited: tuple[tuple[Link, Visit], ...]
    total: int

    @property
    def is_stopped(self) -> bool:
        """Whether the visits ended before all addresses were visited."""
        return len(self.visited) < self.total

    @property
    def is_clean(self) -> bool:
        """Whether all addresses were visited, from a computer that is online, and none is dead."""
        return not (self.is_stopped or self.is_offline or self.of(Verdict.DEAD))

    @property
    def is_offline(self) -> bool:
        """Whether no host answered at all."""
        return bool(self.visited) and not any(visit.answered for _, visit in self.visited)

    def of(self, verdict: Verdict) -> list[tuple[Link, Visit]]:
        """The visits with that verdict."""
        return [(link, visit) for link, visit in self.visited if visit.verdict is verdict]

    def as_json(self) -> list[dict[str, object]]:
        """The visits as the check command's JSON gives them."""
        return [
            {
                "url": link.url,
                "verdict": visit.verdict.value,
                "reason": visit.reason,
                "archive": link.archive,
                "where": [place.as_json() for place in link.where],
            }
            for link, visit in self.visited
        ]

    def counts(self) -> str:
        """The outcome in a sentence: `3 sources visited: 1 dead, 0 unsure, 0 moved, 2 fine.`"""
        count = Counter(visit.verdict for _, visit in self.visited)
        numbers = ", ".join(f"{count[verdict]:,} {verdict}" for verdict in Verdict)
        part = f"{len(self.visited):,} of " if self.is_stopped else ""
        return f"{part}{counted(self.total, 'source')} visited: {numbers}."

    def lines(self) -> Iterator[str]:
        """The report as lines: the counts, then what is dead, what is unsure and what has moved."""
        yield self.counts()
        if self.is_offline:
            yield OFFLINE
        for verdict, heading in HEADINGS.items():
            found = [] if self.is_offline and verdict is Verdict.UNSURE else self.of(verdict)
            if found:
                yield from ("", heading)
            for link, visit in found:
                yield from map(printable, _told(link, visit))


@dataclass(frozen=True)
class _Standing:
    """One place of an address, and what its row tells about copies of the page.

    Attributes:
        place: Where the address stands.
        when: The date of the row as the Wayback Machine writes it; empty where it has none.
        copy: The archived copy that the row names; empty where it names none.
        is_copy: Whether the address is itself that of an archived copy.
    """

    place: Place
    when: str
    copy: str
    is_copy: bool


def links(sheets: Sheets) -> list[Link]:
    """Every web address in the tables, each once, also those of rows that are held back."""
    campaign = campaign_names(sheets)
    found: dict[str, list[_Standing]] = defaultdict(list)
    for sheet in sheets.values():
        for url, column, row in _addresses(sheet):
            found[url].append(_standing(sheet, column, row, campaign(sheet.table.name, row.number)))
    return [Link(url, _archive(url, stands), tuple(each.place for each in stands)) for url, stands in found.items()]


def visit_links(sheets: Sheets, manners: Manners | None = None) -> LinkReport:
    """Visit every address of the tables; Ctrl+C ends it with what was found so far.

    Args:
        sheets: The tables.
        manners: How hosts are treated, politely unless said otherwise.
    """
    manners = manners or Manners()
    known = {link.url: link for link in links(sheets)}
    done: dict[str, Visit] = {}
    progress = bar_or_lines("Visiting", "sources")
    try:
        for visit in visits(known, Visitor(manners), manners):
            done[visit.url] = visit
            progress(len(done), len(known))
    except KeyboardInterrupt:
        leave_bar()
    report = _report(known, done)
    if report.is_stopped:
        print(STOPPED, file=sys.stderr)
    return report


def _report(known: Mapping[str, Link], done: Mapping[str, Visit]) -> LinkReport:
    order = list(Verdict)
    if not any(visit.answered for visit in done.values()):
        done = {url: _doubted(visit) for url, visit in done.items()}
    visited = [(link, done[url]) for url, link in known.items() if url in done]
    visited.sort(key=lambda pair: order.index(pair[1].verdict))
    return LinkReport(tuple(visited), len(known))


def _doubted(visit: Visit) -> Visit:
    """The visit as it counts where no host answered: a computer that is not online finds no host either."""
    return replace(visit, verdict=Verdict.UNSURE) if visit.reason == NO_SUCH_HOST else visit


def _addresses(sheet: Sheet) -> Iterator[tuple[str, str, Row]]:
    """Each web address of a table, without the part of the page it points to, its column and its row."""
    columns = [field.name for field in sheet.table.fields if field.kind == "link"]
    for row in sheet.rows:
        for column in columns:
            text = row.cells.get(column, "")
            if _is_address(text):
                yield urldefrag(text).url, column, row


def _is_address(text: str) -> bool:
    """Whether a text is an address to be visited; what else stands in the column, the check has named."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _standing(sheet: Sheet, column: str, row: Row, campaign: str) -> _Standing:
    copy = row.cells.get("archive_url", "") if column == "source_url" else ""
    return _Standing(
        place=Place(sheet.file, row.number, sheet.table.field(column).title, campaign),
        when=_when(sheet, row),
        copy=copy if _is_address(copy) else "",
        is_copy=column == "archive_url",
    )


def _when(sheet: Sheet, row: Row) -> str:
    """The date of a row as the Wayback Machine writes it, as precise as it is known: `20241119` or `2024`."""
    for column in _DATES.get(sheet.table.name, ()):
        try:
            return PartialDate.parse(row.cells.get(column, "")).text.replace("-", "")
        except ValueError:
            continue
    return ""


def _archive(url: str, stands: Sequence[_Standing]) -> str:
    """The archived copy that the tables name, or where the Wayback Machine would have one from that time."""
    if url.startswith(WAYBACK) or any(each.is_copy for each in stands):
        return ""
    when = next((each.when for each in stands if each.when), YEAR_BEFORE_ALL)
    return next((each.copy for each in stands if each.copy), f"{WAYBACK}/{when}/{url}")


def _told(link: Link, visit: Visit) -> Iterator[str]:
    """An address as lines: where it stands, what came of the visit, and what to try."""
    yield from _places(link.where)
    yield f"    {link.url}"
    yield f"    {visit.reason[:1].upper()}{visit.reason[1:]}."
    if visit.verdict is Verdict.DEAD and link.archive:
        yield f"    Archived copy to try: {link.archive}"


def _places(where: Sequence[Place]) -> Iterator[str]:
    rows: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place in where:
        rows[place.file, place.column, place.campaign].append(place.row)
    for (file, column, campaign), numbers in list(rows.items())[:PLACES_LISTED]:
        name = f" ({campaign})" if campaign else ""
        yield f"  {file} {_rows(numbers)}, {column}{name}"
    if len(rows) > PLACES_LISTED:
        yield f"  and {counted(len(rows) - PLACES_LISTED, 'other place')}"


def _rows(numbers: Iterable[int]) -> str:
    listed = [str(number) for number in numbers]
    return f"row{'s' if len(listed) > 1 else ''} {', '.join(listed)}"
