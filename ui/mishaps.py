"""Mishaps: what nobody foresaw becomes a sentence for the visitor, and a traceback in the log for whoever mends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.logger import get_logger

from campaigns.wording import say


@contextmanager
def told() -> Iterator[None]:
    """Go on after an error in what is done here, and say on the page that there was one.

    What Streamlit itself raises to stop a run or to begin it anew is no error, and passes.
    """
    try:
        yield
    except Exception:
        get_logger(__name__).exception("Something went wrong in a page.")
        st.error(
            say(
                "Something went wrong here, and this part of the page is missing. What you entered is kept. Load the "
                "page again; if that does not help, whoever keeps this site finds the cause in the server's log."
            )
        )
