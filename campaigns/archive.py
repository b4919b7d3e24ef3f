"""The archive: what the tables were before each save, with who saved and what the save did; one zip file a save.

The name of a save is its moment, so that names in order are saves in order.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from campaigns.schema import tables
from campaigns.tables import LARGEST_FILE

_ABOUT = "change.json"
_NAME_FORM = "%Y-%m-%dT%H-%M-%S.%fZ"
_EVERYBODY_READS = 0o644 << 16


@dataclass(frozen=True)
class Kept:
    """A save.

    Attributes:
        name: The name that the tables before it are found by.
        when: When it was made, in UTC.
        who: Who made it.
        said: What it did, in sentences.
        size: Bytes that its file takes up.
    """

    name: str
    when: datetime
    who: str
    said: tuple[str, ...]
    size: int


def archived(folder: Path) -> dict[str, Path]:
    """The files of the saves in a folder, by name."""
    return {file.stem: file for file in folder.glob("*.zip") if moment(file.stem)}


@lru_cache(maxsize=16_384)
def moment(name: str) -> datetime | None:
    """The moment that a save is named after; None for a text that is no such name."""
    try:
        found = datetime.strptime(name, _NAME_FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if _name(found) == name and found.year < MAXYEAR else None


def next_name(names: Iterable[str], when: datetime) -> str:
    """A name for a save that comes after all others, even where a clock says that it was before."""
    after = [found + timedelta(microseconds=1) for name in names if (found := moment(name))]
    return _name(max([when.astimezone(UTC), *after]))


def packed(before: Mapping[str, bytes], when: datetime, who: str, said: Sequence[str]) -> bytes:
    """The zip file of a save.

    Args:
        before: What the tables held before it, by name.
        when: When it was made.
        who: Who made it.
        said: What it did, in sentences.
    """
    about = {"when": when.astimezone(UTC).isoformat(), "who": who, "said": list(said)}
    entries = {tables()[name].filename: data for name, data in before.items()}
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for filename, data in {**entries, _ABOUT: json.dumps(about, indent=2).encode()}.items():
            entry = ZipInfo(filename)
            entry.external_attr = _EVERYBODY_READS
            archive.writestr(entry, data, ZIP_DEFLATED)
    return file.getvalue()


def told(name: str, file: Path) -> Kept | None:
    """What a save's file tells about it; None for a damaged one."""
    try:
        with ZipFile(file) as archive:
            about = json.loads(_entry(archive, _ABOUT))
        when = datetime.fromisoformat(about["when"]).astimezone(UTC)
        return Kept(name, when, str(about["who"]), tuple(map(str, about["said"])), file.stat().st_size)
    except Exception:  # what a damaged zip file makes zipfile and json raise is written down nowhere
        return None


def tables_before(file: Path) -> dict[str, bytes] | None:
    """What the tables held before a save; None for a damaged file."""
    try:
        with ZipFile(file) as archive:
            inside = set(archive.namelist())
            known = {name: table.filename for name, table in tables().items() if table.filename in inside}
            return {name: _entry(archive, filename) for name, filename in known.items()}
    except Exception:  # as above
        return None


def _entry(archive: ZipFile, filename: str) -> bytes:
    if archive.getinfo(filename).file_size > LARGEST_FILE:
        raise ValueError("larger than any table that was ever kept")
    return archive.read(filename)


def _name(when: datetime) -> str:
    return when.strftime(_NAME_FORM)
