"""The targets: what reads what strangers send, the law it keeps, and what Hypothesis makes up for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from campaigns.schema import tables as schema
from fuzz import addresses, archives, drafts, tables, workbooks
from ui.view import PARAMETERS

SEEDS = Path(__file__).parent / "seeds"
CRASHES = Path(__file__).parent / "crashes"

Law = Callable[[bytes], str]
"""Gives the verdict on an input; an exception, too much time and too much memory break it."""


@dataclass(frozen=True)
class Target:
    """Something that reads what strangers send.

    Attributes:
        name: Its name, which is that of the folder of its seeds.
        law: What it keeps.
        made: Inputs that are nearly right.
        words: What Atheris may put into an input in one piece.
        share: How many of the inputs are tried on it, beside the other targets.
        longest: The bytes of the longest input that Atheris tries.
        is_mutated: Whether Atheris may change its inputs: no, where the law speaks of inputs made in one way.
    """

    name: str
    law: Law
    made: Callable[[], st.SearchStrategy[bytes]]
    words: tuple[str, ...] = ()
    share: int = 2
    longest: int = 4_096
    is_mutated: bool = True

    @property
    def folder(self) -> Path:
        """Where its seeds are."""
        return SEEDS / self.name

    def seeds(self) -> list[Path]:
        """The inputs kept for it, in order."""
        return sorted(self.folder.iterdir())


def _columns(*names: str) -> tuple[str, ...]:
    """The columns and the allowed values of tables."""
    fields = [field for name in names for field in schema()[name].fields]
    return tuple(dict.fromkeys([f.name for f in fields] + [choice.value for f in fields for choice in f.choices]))


_XML = ("<c t=", "<v>", "</v></c>", "<f>", "<row r=", "<is><t>", "inlineStr", "<si>", "<!DOCTYPE", "<!ENTITY", "&amp;")
_CSV = ('"', '""', '","', ";", "\t", "\r\n", "sep=;", "\ufeff", "2024-05", "45426", "https://example.org/")
_JSON = ('{"changes":', '"table":', '"key":', '"before":', '"after":', '"forms":', "null", "\\ud800", "[[[[")

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target("campaigns", tables.campaigns, tables.some_campaigns, _CSV + _columns("campaigns"), share=3),
        Target("beside", tables.beside, tables.something_beside, _CSV + _columns(*tables.BESIDE)),
        Target("rows", tables.rows, tables.some_rows, share=3, is_mutated=False),
        Target("upload", workbooks.upload, workbooks.any_upload, (*_CSV, "PK\x03\x04", "xl/workbook.xml")),
        Target("workbook", workbooks.workbook, workbooks.any_parts, _XML + _columns("events"), share=3),
        Target("address", addresses.address, addresses.any_address, (*PARAMETERS, "=", "&", "%00"), longest=512),
        Target("place", addresses.place, addresses.any_place, (", ", "saint", "oregon", "usa"), share=1, longest=256),
        Target("draft", drafts.draft, drafts.any_draft, _JSON + _columns("campaigns", "events"), share=2),
        Target("archive", archives.archive, archives.any_archive, ("PK\x01\x02", "PK\x05\x06"), share=1),
        Target("save", archives.parts, archives.any_parts, ("=== change.json\n", '"when":', '"said":'), share=1),
    )
}
"""Every target by its name."""
