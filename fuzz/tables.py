"""Tables: CSV files that somebody kept anyhow, and those in which only some rows are spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

from campaigns.edition import Edition, read_edition
from campaigns.loading import load_bytes
from campaigns.tables import UnreadableTable
from fuzz.rows import ENCODINGS, FILES, TODAY, Cells, any_table, campaign, event, spoilt, written
from fuzz.verdicts import of_loaded, refused

BESIDE = ("events", "companies", "resources")
"""The tables that stand beside the campaigns, which are shown whatever these hold."""

_MOST_ROWS = 5
_GOOD_ID = re.compile(rb"\bgood-\d+")
_NOISE = [
    *("", " ", ",", ",,,,", "bad", "bad,", "bad,a,b" + "," * 60, '"', 'bad,"never closed', '"bad', 'bad,"a" b,c'),
    *('bad,""', '"""', "bad;a;b", "bad\ta", "=1+1", "<html>", "{", "PK", "sep=;", "\x1a", "\0" * 1_800, "é" * 50),
]
"""Lines that no program wrote."""


def campaigns(data: bytes) -> str:
    """Any bytes are a table of campaigns, or no table, and what was read can be written and read again."""
    try:
        loaded = load_bytes({"campaigns": data}, TODAY)
    except UnreadableTable as why:
        return refused(why)
    files = Edition.of(loaded.sheets).files()
    assert read_edition(files).files() == files
    return of_loaded(loaded)


def beside(data: bytes) -> str:
    """Any bytes may stand beside the campaigns, and these are shown all the same."""
    files = {"campaigns": FILES["campaigns"]} | dict.fromkeys(BESIDE, data)
    loaded = load_bytes(files, TODAY)
    assert loaded.rows or any(finding.file == "campaigns.csv" for finding in loaded.report.blocking)
    return of_loaded(loaded)


def rows(data: bytes) -> str:
    """A row that is right is shown whatever is wrong in the rows around it."""
    told = {found.decode() for found in _GOOD_ID.findall(data.replace(b"\0", b""))}
    is_steps = data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").startswith(b"campaign_id")
    around = {"campaigns": written(map(campaign, range(_MOST_ROWS + 1))).encode()}
    loaded = load_bytes({**around, "events" if is_steps else "campaigns": data}, TODAY)
    assert told <= set(loaded.rows), told - set(loaded.rows)
    if is_steps:
        assert told <= {step.campaign_id for step in loaded.dataset.events}
    return of_loaded(loaded)


def some_rows() -> st.SearchStrategy[bytes]:
    """A table with rows that are right, and lines between them that are not."""
    return _mixed(campaign, bad_campaign()) | _mixed(event, bad_event())


def bad_campaign() -> st.SearchStrategy[Cells]:
    """A campaign's row that is not right, or at least not one of those that are."""
    return spoilt(campaign(0)).map(lambda row: {**row, "id": "bad"})


def bad_event() -> st.SearchStrategy[Cells]:
    """The row of a step whose day nobody knows, so that it cannot change what became of its campaign."""
    return spoilt({**event(0), "what": "bad"}).map(lambda row: {**row, "campaign_id": "bad", "date": "soon"})


def some_campaigns() -> st.SearchStrategy[bytes]:
    """Any table of campaigns."""
    return any_table("campaigns")


def something_beside() -> st.SearchStrategy[bytes]:
    """Any of the other tables."""
    return st.sampled_from(BESIDE).flatmap(any_table)


@st.composite
def _mixed(draw: st.DrawFn, good: Callable[[int], Cells], bad: st.SearchStrategy[Cells]) -> bytes:
    """Right rows, wrong rows and noise in some order, as some program writes a table."""
    delimiter, line_end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"]))

    def lines(row: Cells) -> str:
        return written([row], delimiter, line_end).partition(line_end)[2]

    right = [lines(good(number)) for number in range(1, draw(st.integers(1, _MOST_ROWS)) + 1)]
    wrong = draw(st.lists(bad.map(lines) | st.sampled_from(_NOISE).map(lambda line: line + line_end), max_size=4))
    header = written([good(0)], delimiter, line_end).partition(line_end)[0] + line_end
    text = header + "".join(draw(st.permutations([*right, *wrong])))
    return text.encode(draw(st.sampled_from(ENCODINGS)), "replace")
