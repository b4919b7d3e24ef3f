"""Loading: from a folder of tables to the campaigns that can be shown and a report of what is wrong.

A row that cannot be shown is held back and named; all others are shown. Only a campaigns table that cannot be
read at all stops it.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from campaigns import clock
from campaigns.checking import check_cells, check_keys, check_references
from campaigns.dataset import Dataset
from campaigns.files import shown
from campaigns.findings import Fault, Finding, as_problems, blocks, in_short
from campaigns.problems import Report, Severity
from campaigns.records import Campaign, Company, Event, Record, Resource, builder
from campaigns.rules import CAMPAIGN_RULES, EVENT_RULES, OUTSIDE, Evidence, Filed
from campaigns.schema import SCHEMA_FILE, tables
from campaigns.tables import Row, Sheet, UnreadableTable, content, read_sheet
from campaigns.wording import say, say_later

DATA_FOLDER = Path(__file__).parents[1] / "data"
TABLES = ("campaigns", "events", "companies", "resources")

Progress = Callable[[int, int], None]
"""Told how many cells are checked, and of how many."""

Sheets = Mapping[str, Sheet]
Source = tuple[str, Callable[[], bytes]]
"""A file's name, and how to get at what it holds."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """What came of loading a data set.

    Attributes:
        dataset: What can be shown.
        report: What is wrong, and how many campaigns can be shown.
        sheets: The tables as they were read, held-back rows included, by name.
        rows: The row of each campaign that is shown, by its ID.
        held: The rows that are held back, by table and number; without a number where a whole table is.
    """

    dataset: Dataset
    report: Report
    sheets: Sheets
    rows: Mapping[str, int]
    held: frozenset[tuple[str, int | None]]


def data_path() -> Path:
    """Where the data is: the folder or file that CAMPAIGNS_DATA names, or the project's own."""
    return Path(os.environ.get("CAMPAIGNS_DATA") or DATA_FOLDER)


def load(
    path: Path | str,
    today: date | None = None,
    progress: Progress | None = None,
    standing: Mapping[str, Path] | None = None,
) -> Loaded:
    """Read and check a data set.

    Args:
        path: A folder with campaigns.csv and perhaps events.csv and companies.csv, or a campaigns table under
            any name. A file named campaigns.csv is read together with those beside it.
        today: The day that counts as today.
        progress: Called now and then while cells are checked.
        standing: Where the tables are read, where that is not at their place: see `campaigns.keeping.Store.standing`.

    Raises:
        UnreadableTable: There is no campaigns table, or it cannot be read as one.
    """
    files = table_files(Path(path))
    called = {name: tables()[name].filename for name in TABLES}
    called |= {name: shown(file.name) for name, file in files.items()}
    read = files if standing is None else standing
    sources = {name: (called[name], partial(content, file)) for name, file in read.items()}
    return _load(sources, today or clock.today(), progress, _missing(files["campaigns"].parent, read))


def load_bytes(
    files: Mapping[str, bytes],
    today: date | None = None,
    progress: Progress | None = None,
    names: Mapping[str, str] | None = None,
) -> Loaded:
    """Read and check tables that are not on disk, such as uploaded ones.

    Args:
        files: What each file holds, by table: `campaigns`, and perhaps `events` and `companies`.
        today: The day that counts as today.
        progress: Called now and then while cells are checked.
        names: What a file is called, by table, where that is not the table's own name.

    Raises:
        UnreadableTable: There is no campaigns table, or it cannot be read as one.
    """
    if "campaigns" not in files:
        raise UnreadableTable(say("There is no table of campaigns."))
    called = {name: tables()[name].filename for name in TABLES} | dict(names or {})
    sources = {name: (called[name], partial(bytes, files[name])) for name in TABLES if name in files}
    return _load(sources, today or clock.today(), progress)


def table_files(path: Path) -> dict[str, Path]:
    """The files of a data set by table.

    Raises:
        UnreadableTable: There is no campaigns table at that path.
    """
    try:
        if path.is_dir():
            return _files_in(path)
        if not path.exists():
            raise UnreadableTable(say("There is no file or folder {path}.", path=shown(str(path))))
        return _files_in(path.parent) if path.name == tables()["campaigns"].filename else {"campaigns": path}
    except OSError:
        raise UnreadableTable(say("{file} cannot be opened.", file=shown(str(path)))) from None


def _files_in(folder: Path) -> dict[str, Path]:
    files = {name: folder / tables()[name].filename for name in TABLES}
    found = {name: file for name, file in files.items() if _is_there(file)}
    if "campaigns" not in found:
        raise UnreadableTable(say("There is no campaigns.csv in the folder {folder}.", folder=shown(str(folder))))
    return found


def _is_there(file: Path) -> bool:
    """Whether a folder has a file of that name, be it a link that leads nowhere."""
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _missing(folder: Path, files: Mapping[str, Path]) -> list[Finding]:
    """The tables that the data package in the folder names and that are gone; without one none has to be there."""
    try:
        named = {resource["path"] for resource in json.loads(content(folder / SCHEMA_FILE.name))["resources"]}
    except (UnreadableTable, ValueError, RecursionError, LookupError, TypeError):
        return []
    gone = [name for name in TABLES if name not in files and tables()[name].filename in named]
    return [_unread(name, say("{file} is gone.", file=tables()[name].filename)) for name in gone]


def _unread(name: str, why: str) -> Finding:
    return blocks(tables()[name], None, "", Fault("unreadable", why, say(_WITHOUT[name])))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let Python not look for garbage: loading makes none, and it would look through all that is loaded each time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


@_uncollected()
def _load(
    sources: Mapping[str, Source], today: date, progress: Progress | None, missing: Iterable[Finding] = ()
) -> Loaded:
    sheets: dict[str, Sheet] = {}
    failures = list(missing)
    for name, (file, read) in sources.items():
        try:
            sheets[name] = read_sheet(tables()[name], file, read())
        except UnreadableTable as error:
            if name == "campaigns":
                raise
            failures.append(_unread(name, str(error)))
    files = {finding.table.name: finding.table.filename for finding in failures}
    files |= {name: file for name, (file, _) in sources.items()}
    return _Check(sheets, files, today).loaded(failures, progress or _unheard)


def _unheard(done: int, total: int) -> None:
    """Progress that nobody asked for."""


class _Check:
    """One run of the check: what was found so far, and which rows are held back for it."""

    def __init__(self, sheets: Sheets, files: Mapping[str, str], today: date) -> None:
        self.sheets = sheets
        self.files = files
        self.today = today
        self.findings: list[Finding] = []
        self.held: set[tuple[str, int | None]] = set()

    def loaded(self, failures: Iterable[Finding], progress: Progress) -> Loaded:
        """Look at everything in turn and keep what can be shown."""
        self._note(failures)
        self._note(self._structure(progress))
        evidence = self._whittled(self._evidence())
        self._note(finding for rule in EVENT_RULES for finding in rule(evidence))
        evidence = self._whittled(evidence)
        self._note(finding for rule in CAMPAIGN_RULES for finding in rule(evidence))
        return self._result(self._whittled(evidence))

    def _note(self, findings: Iterable[Finding]) -> None:
        found = list(findings)
        self.findings += found
        self.held |= {(f.table.name, f.row) for f in found if f.severity is Severity.BLOCKS}

    def _structure(self, progress: Progress) -> Iterator[Finding]:
        cells = sum(len(sheet.rows) * len(sheet.table.fields) for sheet in self.sheets.values())
        tick = _counter(cells, progress)
        for sheet in self.sheets.values():
            yield from sheet.findings
            yield from check_cells(sheet, tick)
            yield from check_keys(sheet)
        if "events" in self.sheets:
            yield from check_references(self.sheets["events"], self.sheets["campaigns"])

    def _evidence(self) -> Evidence:
        return Evidence(
            today=self.today,
            campaigns=self._filed(Campaign, "campaigns"),
            events=self._filed(Event, "events"),
            companies=self._filed(Company, "companies") if "companies" in self.sheets else None,
            known_ids=frozenset(row.cells.get("id", "") for row in self.sheets["campaigns"].rows),
        )

    def _filed(self, record: type[Record], name: str) -> tuple[Filed[Record], ...]:
        build = builder(record, tables()[name])
        held = {row for table, row in self.held if table == name}
        return tuple(Filed(row.number, build(row.cells)) for row in self._rows(name) if row.number not in held)

    def _rows(self, name: str) -> tuple[Row, ...]:
        return self.sheets[name].rows if name in self.sheets else ()

    def _is_held(self, name: str, row: int) -> bool:
        return (name, row) in self.held

    def _whittled(self, evidence: Evidence) -> Evidence:
        """The evidence without the rows held back by now, nor the events of campaigns held back."""
        if not self.held:
            return evidence
        campaigns = tuple(filed for filed in evidence.campaigns if not self._is_held("campaigns", filed.row))
        shown = {filed.record.id for filed in campaigns}
        held_events = (row for row in self._rows("events") if self._is_held("events", row.number))
        return replace(
            evidence,
            campaigns=campaigns,
            events=tuple(
                filed
                for filed in evidence.events
                if filed.record.campaign_id in shown and not self._is_held("events", filed.row)
            ),
            unsettled=frozenset(row.cells.get("campaign_id", "") for row in held_events),
        )

    def _result(self, evidence: Evidence) -> Loaded:
        astray = {finding.row for finding in self.findings if finding.kind == OUTSIDE}
        dataset = Dataset(
            campaigns=tuple(_drawable(filed, astray) for filed in evidence.campaigns),
            events=tuple(filed.record for filed in evidence.events),
            companies=tuple(filed.record for filed in evidence.companies or ()),
            resources=tuple(filed.record for filed in self._filed(Resource, "resources")),
        )
        problems = as_problems(self.findings, self.files, campaign_names(self.sheets))
        report = Report(len(dataset.campaigns), len(self.sheets["campaigns"].rows), problems)
        rows = {filed.record.id: filed.row for filed in evidence.campaigns}
        return Loaded(dataset, report, self.sheets, rows, frozenset(self.held))


def _drawable(filed: Filed[Campaign], astray: set[int | None]) -> Campaign:
    """The campaign, without its point where that lies outside its country."""
    return replace(filed.record, latitude=None, longitude=None) if filed.row in astray else filed.record


def _counter(total: int, progress: Progress) -> Callable[[int], None]:
    """Something to call for every few cells, which tells progress the sum."""
    done = 0

    def tick(cells: int) -> None:
        nonlocal done
        done += cells
        progress(done, total)

    return tick


def campaign_names(sheets: Sheets) -> Callable[[str, int | None], str]:
    """A function that names the campaign of a row, by its table and number; empty for a row that is of none."""
    by_row = cache(partial(_names_by_row, sheets))  # worked out for the first problem, since mostly there is none
    return lambda table, number: by_row().get((table, number), "")


def _names_by_row(sheets: Sheets) -> Mapping[tuple[str, int | None], str]:
    by_row: dict[tuple[str, int | None], str] = {}
    by_id: dict[str, str] = {}
    for row in sheets["campaigns"].rows:
        by_row["campaigns", row.number] = name = _name(row)
        by_id.setdefault(row.cells.get("id", ""), name)
    for row in sheets["events"].rows if "events" in sheets else ():
        by_row["events", row.number] = by_id.get(row.cells.get("campaign_id", ""), "")
    return by_row


def _name(row: Row) -> str:
    """A campaign as people know it: `Exampleton: Divestment from Example Corp`."""
    words = (in_short(row.cells.get(column, "")) for column in ("place", "title"))
    return ": ".join(filter(None, words)) or in_short(row.cells.get("id", ""))


_WITHOUT = {
    "events": say_later("Until it is mended, each campaign is shown with the dates of its own row."),
    "companies": say_later("Until it is mended, targets are not checked against it."),
    "resources": say_later("Until it is mended, no toolkits and groups are shown."),
}
