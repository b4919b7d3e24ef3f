"""What the pages measured beside ours have in common: the campaigns as one table, and the same pills to filter them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

CAMPAIGNS = Path(__file__).parents[2] / "data" / "campaigns.csv"
STATUSES = ["won", "partial", "ongoing", "lost", "reversed"]


def campaigns() -> pd.DataFrame:
    """Those of the statuses chosen, or all."""
    table, statuses = read(), chosen()
    return table[table["status"].isin(statuses)] if statuses else table


def chosen() -> list[str]:
    """Put the pills on the page."""
    return st.pills("Status", STATUSES, key="filter_status", selection_mode="multi", format_func=str.capitalize)


@st.cache_data
def read() -> pd.DataFrame:
    """The campaigns that have a place on the map."""
    return pd.read_csv(CAMPAIGNS).dropna(subset=["latitude", "longitude"])
