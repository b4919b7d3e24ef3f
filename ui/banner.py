"""The banners over a page: what its address named that is not known, and which rows of the data are held back."""

from __future__ import annotations

import streamlit as st

from campaigns.problems import Problem, Report
from campaigns.words import counted
from ui import blocks, session
from ui.blocks import NO_LINKS


def address() -> None:
    """Say what the address named that is not known; nothing where all of it is."""
    if session.notes():
        _sentences("notes", "The link asked for something that is not here", session.notes())


def rows(report: Report) -> None:
    """Say which rows the data holds back, and why; nothing where none is."""
    if report.blocking:
        with st.expander(f"{report.verdict()} {counted(len(report.blocking), 'problem')} to mend"):
            _sentences("problems", "", [_line(problem) for problem in report.blocking])


def _sentences(key: str, heading: str, lines: list[str]) -> None:
    blocks.show("sentences.html", NO_LINKS, key=f"banner_{key}", heading=heading, lines=lines)


def _line(problem: Problem) -> str:
    where = " ".join(str(part) for part in (problem.file, f"row {problem.row}" if problem.row else "") if part)
    who = f" ({problem.campaign})" if problem.campaign else ""
    return f"{where}{who}: {problem.message} {problem.hint}".strip()
