"""The language of a session: the one chosen, or else the one that the browser asks for."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from campaigns import wording
from campaigns.wording import ENGLISH, LANGUAGES, closest
from ui import session


def current() -> str:
    """The code of this session's language; English outside of any session."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    return session.language() or closest(st.context.locale)


def others() -> list[tuple[str, str]]:
    """The languages that can be changed to: each with its code and its own name."""
    return [(code, name) for code, name in LANGUAGES.items() if code != wording.spoken()]


wording.ask_elsewhere(current)
