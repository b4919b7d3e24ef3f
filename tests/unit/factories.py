"""Small invented tables, right in every cell until a test says otherwise."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from campaigns.loading import Loaded, load_bytes
from campaigns.problems import Problem
from campaigns.schema import tables
from campaigns.tables import Sheet, read_sheet

TODAY = date(2026, 11, 21)

Cells = Mapping[str, str]

CAMPAIGN = {
    "id": "exampleton-or-divestment",
    "title": "Divestment from Example Corp",
    "place": "Exampleton",
    "region": "Oregon",
    "country": "US",
    "latitude": "45.5234",
    "longitude": "-122.6762",
    "geo_precision": "place",
    "level": "city",
    "body": "Exampleton City Council",
    "ask": "divestment",
    "targets": "Example Corp",
    "status": "won",
    "force": "binding",
    "started": "2023-05",
    "decided": "2024-11-19",
    "url": "https://example.org/minutes",
    "last_checked": "2026-10",
}
EVENT = {
    "campaign_id": "exampleton-or-divestment",
    "date": "2024-11-19",
    "kind": "vote",
    "what": "The council adopts the resolution, 4-1.",
    "votes_for": "4",
    "votes_against": "1",
    "status_after": "won",
    "source_url": "https://example.org/minutes",
}
COMPANY = {"name": "Example Corp", "aliases": "Example Corporation", "sector": "machinery"}


def campaign(**cells: str) -> dict[str, str]:
    """A campaign's row."""
    return CAMPAIGN | cells


def event(**cells: str) -> dict[str, str]:
    """An event's row."""
    return EVENT | cells


def company(**cells: str) -> dict[str, str]:
    """A company's row."""
    return COMPANY | cells


def written(rows: Iterable[Cells], delimiter: str = ",") -> str:
    """Rows as the text of a table, with the columns of the first."""
    rows = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def sheet(text: str | bytes, table: str = "campaigns") -> Sheet:
    """A text read as one of the tables."""
    data = text.encode() if isinstance(text, str) else text
    return read_sheet(tables()[table], tables()[table].filename, data)


def loaded(
    campaigns: Iterable[Cells] = (CAMPAIGN,),
    events: Iterable[Cells] = (),
    companies: Iterable[Cells] = (),
) -> Loaded:
    """Rows loaded as a data set; a table without rows is not there."""
    rows = {"campaigns": list(campaigns), "events": list(events), "companies": list(companies)}
    return load_bytes({name: written(some).encode() for name, some in rows.items() if some}, today=TODAY)


def problems(
    campaigns: Iterable[Cells] = (CAMPAIGN,),
    events: Iterable[Cells] = (),
    companies: Iterable[Cells] = (),
) -> list[Problem]:
    """The problems of a data set."""
    return list(loaded(campaigns, events, companies).report.problems)


def only_problem(
    campaigns: Iterable[Cells] = (CAMPAIGN,),
    events: Iterable[Cells] = (),
    companies: Iterable[Cells] = (),
) -> Problem:
    """The one problem of a data set; an error where there is none or more."""
    (problem,) = problems(campaigns, events, companies)
    return problem
