"""The report of the check, worded for a person, each line leading to its row."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from campaigns.problems import Problem, Report
from campaigns.wording import say, say_number
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
    to_mend, to_look_at = len(report.blocking), len(report.warnings)
    if to_mend:
        with st.expander(say_number("To mend: {number} problem", "To mend: {number} problems", to_mend), expanded=True):
            _list(report.blocking, f"{key}_mend", go)
    if to_look_at:
        with st.expander(say_number("To look at: {number} problem", "To look at: {number} problems", to_look_at)):
            _list(report.warnings, f"{key}_look", go)


def _list(problems: tuple[Problem, ...], key: str, go: Callable[[Problem], None] | None) -> None:
    for number, problem in enumerate(problems[:LISTED]):
        with st.container(horizontal=True, vertical_alignment="top", key=f"{key}_{number}"):
            blocks.show("problem.html", NO_LINKS, key=f"{key}_text_{number}", problem=problem)
            if go and problem.row:
                st.button(say("Show the row"), key=f"{key}_go_{number}", type="tertiary", on_click=go, args=(problem,))
    more = len(problems) - LISTED
    if more > 0:
        st.caption(
            say_number(
                "And {number} problem more. Mend these first.", "And {number} problems more. Mend these first.", more
            )
        )
