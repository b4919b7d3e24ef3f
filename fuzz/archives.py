"""Archives: the files of earlier saves, damaged or put there by somebody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from campaigns.archive import packed as archived
from campaigns.edition import read_edition
from campaigns.keeping import CannotKeep, Store
from campaigns.tables import UnreadableTable
from fuzz import workbooks
from fuzz.rows import FILES, any_table, odd
from fuzz.verdicts import REFUSED, SHOWN, refused

SAVE = "2026-11-21T10-20-30.000000Z"


def archive(data: bytes) -> str:
    """Any file may lie in the history, which tells what it is or passes it over."""
    return _told(data)


def parts(data: bytes) -> str:
    """Any parts may make the file of a save."""
    return _told(workbooks.packed(data))


def any_archive() -> st.SearchStrategy[bytes]:
    """The file of a save in which some bytes are others, or which is cut off."""
    return st.builds(_damaged, st.integers(0, len(_SAVED)), st.binary(max_size=8), st.integers(0, 40))


def any_parts() -> st.SearchStrategy[bytes]:
    """What the file of a save may hold, by its entries."""
    said = st.lists(odd, max_size=2) | odd | st.none()
    about = st.fixed_dictionaries({"when": odd | _moments, "who": odd, "said": said})
    return st.builds(_entries, about.map(json.dumps) | odd, any_table("campaigns"))


def _told(data: bytes) -> str:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "history" / f"{SAVE}.zip"
        file.parent.mkdir()
        file.write_bytes(data)
        (Path(folder) / "campaigns.csv").write_bytes(FILES["campaigns"])
        return _read(Store(Path(folder)))


def _read(store: Store) -> str:
    """What the page makes of the history: its saves, and the tables as they were before each."""
    for kept in store.history():
        assert f"{kept.when:%Y-%m-%d %H:%M}".isascii()
    try:
        return SHOWN if read_edition(store.before(SAVE)) else REFUSED
    except (CannotKeep, UnreadableTable) as why:
        return refused(why)


def _entries(about: str, campaigns: bytes) -> bytes:
    return b"=== change.json\n%s\n=== campaigns.csv\n%s" % (about.encode(), campaigns)


def _damaged(start: int, damage: bytes, length: int) -> bytes:
    return _SAVED[:start] + damage + _SAVED[start + length :]


_SAVED = archived(FILES, datetime(2026, 11, 21, tzinfo=UTC), "somebody", ["One row changed."])
_moments = st.datetimes().map(datetime.isoformat)
