"""Loading: from a folder of tables to the campaigns that can be shown and a report of what is wrong.

A row that cannot be shown is held back and named; all others are shown. Only a campaigns table that cannot be
read at all stops it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from campaigns.checking import check_cells, check_keys, check_references
from campaigns.dataset import Dataset
from campaigns.findings import Fault, Finding, as_problems, blocks
from campaigns.problems import Report, Severity
from campaigns.records import Campaign, Company, Event, Record, Resource, build
from campaigns.rules import CAMPAIGN_RULES, EVENT_RULES, OUTSIDE, Evidence, Filed
from campaigns.schema import tables
from campaigns.tables import Row, Sheet, UnreadableTable, content, read_sheet

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


def load(path: Path | str, today: date | None = None, progress: Progress | None = None) -> Loaded:
    """Read and check a data set.

    Args:
        path: A folder with campaigns.csv and perhaps events.csv and companies.csv, or a campaigns table under
            any name. A file named campaigns.csv is read together with those beside it.
        today: The day that counts as today.
        progress: Called now and then while cells are checked.

    Raises:
        UnreadableTable: There is no campaigns table, or it cannot be read as one.
    """
    sources = {name: (file.name, partial(content, file)) for name, file in table_files(Path(path)).items()}
    return _load(sources, today or date.today(), progress)


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
        raise UnreadableTable("There is no table of campaigns.")
    called = {name: tables()[name].filename for name in TABLES} | dict(names or {})
    sources = {name: (called[name], partial(bytes, files[name])) for name in TABLES if name in files}
    return _load(sources, today or date.today(), progress)


def table_files(path: Path) -> dict[str, Path]:
    """The files of a data set by table.

    Raises:
        UnreadableTable: There is no campaigns table at that path.
    """
    try:
        if path.is_dir():
            return _files_in(path)
        if not path.exists():
            raise UnreadableTable(f"There is no file or folder {path}.")
    except OSError:
        raise UnreadableTable(f"{path} cannot be opened.") from None
    return _files_in(path.parent) if path.name == tables()["campaigns"].filename else {"campaigns": path}


def _files_in(folder: Path) -> dict[str, Path]:
    files = {name: folder / tables()[name].filename for name in TABLES}
    if not files["campaigns"].exists():
        raise UnreadableTable(f"There is no campaigns.csv in the folder {folder}.")
    return {name: file for name, file in files.items() if file.exists()}


def _load(sources: Mapping[str, Source], today: date, progress: Progress | None) -> Loaded:
    sheets: dict[str, Sheet] = {}
    failures: list[Finding] = []
    for name, (file, read) in sources.items():
        try:
            sheets[name] = read_sheet(tables()[name], file, read())
        except UnreadableTable as error:
            if name == "campaigns":
                raise
            failures.append(blocks(tables()[name], None, "", Fault("unreadable", str(error), _WITHOUT[name])))
    files = {name: file for name, (file, _) in sources.items()}
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
        table = tables()[name]
        rows = (row for row in self._rows(name) if not self._is_held(name, row.number))
        return tuple(Filed(row.number, build(record, table, row.cells)) for row in rows)

    def _rows(self, name: str) -> tuple[Row, ...]:
        return self.sheets[name].rows if name in self.sheets else ()

    def _is_held(self, name: str, row: int) -> bool:
        return (name, row) in self.held

    def _whittled(self, evidence: Evidence) -> Evidence:
        """The evidence without the rows held back by now, nor the events of campaigns held back."""
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
        problems = as_problems(self.findings, self.files, _names(self.sheets))
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


def _names(sheets: Sheets) -> Callable[[str, int | None], str]:
    """A function that names the campaign of a row of the campaigns or the events."""
    by_row: dict[tuple[str, int | None], str] = {}
    by_id: dict[str, str] = {}
    for row in sheets["campaigns"].rows:
        by_row["campaigns", row.number] = name = _name(row)
        by_id.setdefault(row.cells.get("id", ""), name)
    for row in sheets["events"].rows if "events" in sheets else ():
        by_row["events", row.number] = by_id.get(row.cells.get("campaign_id", ""), "")
    return lambda table, number: by_row.get((table, number), "")


def _name(row: Row) -> str:
    """A campaign as people know it: `Exampleton: Divestment from Example Corp`."""
    words = (row.cells.get("place", ""), row.cells.get("title", ""))
    return ": ".join(filter(None, words)) or row.cells.get("id", "")


_WITHOUT = {
    "events": "Until it is mended, each campaign is shown with the dates of its own row.",
    "companies": "Until it is mended, targets are not checked against it.",
    "resources": "Until it is mended, no toolkits and groups are shown.",
}
