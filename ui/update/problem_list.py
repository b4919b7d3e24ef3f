"""The report of the check, worded for a person, each line leading to its row."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from campaigns.problems import Problem, Report
from campaigns.words import counted
from ui import blocks
from ui.blocks import NO_LINKS

LISTED = 25


def show(report: Report, key: str, go: Callable[[Problem], None] | None = None) -> None:
    """Put the verdict and the problems on the page.

    Args:
        report: The report.
        key: The list's own name on the page.
        go: Shows the row of a problem, for use in callbacks; without it the lines lead nowhere.
    """
    st.text(report.verdict())
    for name, heading, problems in (("mend", "To mend", report.blocking), ("look", "To look at", report.warnings)):
        if problems:
            with st.expander(f"{heading}: {counted(len(problems), 'problem')}", expanded=name == "mend"):
                _list(problems, f"{key}_{name}", go)


def _list(problems: tuple[Problem, ...], key: str, go: Callable[[Problem], None] | None) -> None:
    for number, problem in enumerate(problems[:LISTED]):
        with st.container(horizontal=True, vertical_alignment="top", key=f"{key}_{number}"):
            blocks.show("problem.html", NO_LINKS, key=f"{key}_text_{number}", problem=problem)
            if go and problem.row:
                st.button("Show the row", key=f"{key}_go_{number}", type="tertiary", on_click=go, args=(problem,))
    if len(problems) > LISTED:
        st.caption(f"And {counted(len(problems) - LISTED, 'problem')} more. Mend these first.")
