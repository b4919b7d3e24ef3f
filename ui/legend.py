"""The legend: each mark with its word and the rule for using it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns.filters import Vocabulary
from campaigns.records import Force, Status
from campaigns.schema import choices
from campaigns.wording import say
from ui import blocks


def show(vocabulary: Vocabulary) -> None:
    """Put the codebook behind a button named for what it explains."""
    panel = st.popover(say("What the marks mean"), key="legend_panel", on_change="rerun")
    if panel.open:
        with panel:
            blocks.show("codebook.html", vocabulary, key="codebook", **codebook())


def codebook() -> dict[str, Any]:
    """What the codebook's templates show: each status and force with its rule, and the status that stands for all."""
    return {
        "statuses": [(Status(choice.value), choice) for choice in choices("campaigns", "status")],
        "forces": [(Force(choice.value), choice) for choice in choices("campaigns", "force")],
        "won": Status.WON,
    }
