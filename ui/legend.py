"""The legend: each mark with its word and the rule for using it."""

from __future__ import annotations

import streamlit as st

from campaigns.filters import Vocabulary
from campaigns.records import Force, Status
from campaigns.schema import choices
from ui import blocks


def show(vocabulary: Vocabulary) -> None:
    """Put the codebook behind a button named for what it explains."""
    with st.popover("What the marks mean"):
        blocks.show(
            "codebook.html",
            vocabulary,
            key="codebook",
            statuses=[(Status(choice.value), choice) for choice in choices("campaigns", "status")],
            won=Status.WON,
            forces=[(Force(choice.value), choice) for choice in choices("campaigns", "force")],
        )
