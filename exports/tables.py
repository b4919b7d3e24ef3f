"""Tables: the campaigns as CSV files in the project's own form, alone or with all that belongs to them in a ZIP file.

What is exported can be read again without a change, and put back in place of the file it came from.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.formatting import canonical
from campaigns.records import Campaign, Company, Event, Resource
from campaigns.schema import Field, package, tables
from campaigns.tables import Row, Sheet
from campaigns.words import counted
from exports.links import web_link
from exports.publication import Publication

MARK = "\ufeff".encode()
"""By it Excel knows that a file is UTF-8 and not in the alphabet of its own country."""

Records = Sequence[Campaign | Event | Company | Resource]


def csv_of(publication: Publication, marked: bool = False) -> bytes:
    """The campaigns as campaigns.csv has them.

    Args:
        publication: What is exported.
        marked: Whether the file begins with the mark that Excel needs to show accented letters.
    """
    return MARK * marked + _written("campaigns", publication.campaigns)


def events_of(publication: Publication, marked: bool = False) -> bytes:
    """The steps of the campaigns as events.csv has them; a campaign without a row there has none here either.

    Args:
        publication: What is exported.
        marked: Whether the file begins with the mark that Excel needs to show accented letters.
    """
    return MARK * marked + _written("events", _events(publication))


def zipped(publication: Publication) -> bytes:
    """The campaigns and all that belongs to them as a data package: tables, schema and a note on their use."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in package_files(publication).items():
            archive.writestr(_entry(name, publication.today), data)
    return packed.getvalue()


def package_files(publication: Publication) -> dict[str, bytes]:
    """The files of the data package, by name: the tables that have rows, the schema and a note on their use."""
    filled = {name: records for name, records in _contents(publication).items() if records or name == "campaigns"}
    return {
        "README.txt": _note(publication, filled).encode("utf-8", "replace"),
        "datapackage.json": _descriptor(publication, filled).encode("utf-8", "replace"),
        **{tables()[name].filename: _written(name, records) for name, records in filled.items()},
    }


def _contents(publication: Publication) -> dict[str, Records]:
    """What goes into each table. The resources help with any campaign, so all of them go."""
    named = {target for campaign in publication.campaigns for target in campaign.targets}
    return {
        "campaigns": publication.campaigns,
        "events": _events(publication),
        "companies": [company for company in publication.dataset.companies if company.name in named],
        "resources": publication.dataset.resources,
    }


def _events(publication: Publication) -> list[Event]:
    told = {campaign.id for campaign in publication.campaigns}
    return [event for event in publication.dataset.events if event.campaign_id in told]


def _written(name: str, records: Records) -> bytes:
    table = tables()[name]
    columns = tuple(field.name for field in table.fields)
    rows = tuple(Row(number, _cells(table.fields, record)) for number, record in enumerate(records, start=2))
    return canonical(Sheet(table, table.filename, columns, (), rows, ()))


def _cells(fields: Iterable[Field], record: object) -> dict[str, str]:
    return {field.name: _text(field, getattr(record, field.name)) for field in fields}


def _text(field: Field, value: Any) -> str:
    """A cell's text, with line ends and without NUL as reading a file would give it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}"
    text = field.separator.join(value) if field.separator else str(value)
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _descriptor(publication: Publication, filled: Mapping[str, Records]) -> str:
    """The data package's description of itself, of the tables that are in it."""
    described = {
        **package(),
        "created": f"{publication.today.isoformat()}T00:00:00Z",
        "view": publication.sentence,
        "resources": [resource for resource in package()["resources"] if resource["name"] in filled],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _note(publication: Publication, filled: Mapping[str, Records]) -> str:
    sizes = [f"- {tables()[name].filename}: {counted(len(records), 'row')}" for name, records in filled.items()]
    return "\n".join(
        [
            publication.title,
            publication.sentence,
            *filter(None, [web_link(publication.address)]),
            f"As of {publication.today.isoformat()}",
            "",
            *sizes,
            "- datapackage.json: what each column means, and its allowed values",
            "",
            f"Licence: {publication.licence}",
            "Sources:",
            *(f"- {source['title']}" for source in package()["sources"]),
            "",
            "An apostrophe before =, +, - or @ at the beginning of a text keeps spreadsheets from taking it for a",
            "formula. It is no part of the text.",
            "",
        ]
    )


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    """A file of an archive that is the same bytes each time it is made on a day."""
    entry = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = 0o644 << 16
    return entry


_UNIX = 3
