"""The banners over a page: what its address named that is not known, what the server lacks, what is held back."""

from __future__ import annotations

import streamlit as st

from campaigns import clock
from campaigns.dates import PartialDate
from campaigns.problems import Problem, Report
from campaigns.tables import UnreadableTable
from campaigns.wording import say, say_number
from ui import blocks, data, session
from ui.blocks import NO_LINKS


def address() -> None:
    """Say what the address named that is not known; nothing where all of it is."""
    if session.notes():
        _sentences("notes", say("The link asked for something that is not here:"), session.notes())


def unreadable(problem: UnreadableTable) -> None:
    """Say why there is nothing to show."""
    st.title(say("The campaigns cannot be read"))
    st.text(str(problem))
    st.text(say("Whoever keeps this site: put that right, and load this page again. Nothing has to be started anew."))


def faults(report: Report) -> None:
    """Say what is wrong with the server: its tables or its clock; nothing where nothing is."""
    tables = [_line(problem) for problem in report.blocking if problem.row is None]
    lines = [line for line in (_trouble(), clock.doubt(), *tables) if line]
    if lines:
        _sentences("faults", "", lines)


def _trouble() -> str:
    trouble, when = data.trouble()
    if not trouble:
        return ""
    return say(
        "{trouble} You see the campaigns as they were on {day} at {time} UTC, when they could last be read.",
        trouble=trouble,
        day=PartialDate.parse(f"{when:%Y-%m-%d}").in_words(),
        time=f"{when:%H:%M}",
    )


def rows(report: Report) -> None:
    """Say which rows the data holds back, and why; nothing where none is."""
    if report.blocking:
        to_mend = say_number("{number} problem to mend", "{number} problems to mend", len(report.blocking))
        with st.expander(f"{report.verdict()} {to_mend}"):
            _sentences("problems", "", [_line(problem) for problem in report.blocking])


def _sentences(key: str, heading: str, lines: list[str]) -> None:
    blocks.show("sentences.html", NO_LINKS, key=f"banner_{key}", heading=heading, lines=lines)


def _line(problem: Problem) -> str:
    where = say("{file} row {row}", file=problem.file, row=problem.row) if problem.row else problem.file
    who = f" ({problem.campaign})" if problem.campaign else ""
    return f"{where}{who}: {problem.message} {problem.hint}".strip()
