"""The draft of a session: what an organizer has changed and not yet saved or taken along.

It outlives a change of page, a lost connection and a restart of the server, because the browser keeps a copy of it.
The copy stays on the organizer's device until the draft is saved or discarded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from campaigns.changes import Changes, as_json, from_json
from campaigns.draft import Draft
from campaigns.edition import Edition
from ui import blocks, data

_CHANGES, _FORMS, _ASKED = "draft_changes", "draft_forms", "draft_asked"
_KEY = "draft_copy"
_SAID, _WENT_WRONG = "draft_said", "draft_went_wrong"

_JS = """
const NAME = "city-campaigns-draft"

function stored() {
  try { return localStorage.getItem(NAME) ?? "" } catch { return "" }
}

function store(draft) {
  try { draft ? localStorage.setItem(NAME, draft) : localStorage.removeItem(NAME) } catch { /* it may be forbidden */ }
}

function warn(event) {
  event.preventDefault()
}

// What this page itself has stored or found: what another tab stored is not its to take out.
window.cityCampaignsDraft ??= ""

export default function ({ data, setTriggerValue }) {
  const kept = stored()
  if (data.asks && kept) {
    window.cityCampaignsDraft = kept
    setTriggerValue("stored", { draft: kept })
  } else if (data.draft !== window.cityCampaignsDraft) {
    if (data.draft || kept === window.cityCampaignsDraft) store(data.draft)
    window.cityCampaignsDraft = data.draft
  }
  window.removeEventListener("beforeunload", window.cityCampaignsWarn)
  window.cityCampaignsWarn = warn
  if (data.unsaved) window.addEventListener("beforeunload", warn)
  return () => window.removeEventListener("beforeunload", warn)
}
"""

_COPY = st.components.v2.component("city_campaigns_draft", html="<span></span>", js=_JS)


def current() -> Draft:
    """The draft over the tables as they are kept now."""
    changes: Changes = st.session_state.get(_CHANGES, ())
    return Draft(Edition.of(data.current().sheets), changes, datetime.now(UTC).date())


def put(draft: Draft) -> None:
    """Make this the session's draft, for use in callbacks."""
    st.session_state[_CHANGES] = draft.changes


def become(edition: Edition) -> None:
    """Make the draft one that leads to an edition, for use in callbacks."""
    put(current().becoming(edition))


def discard() -> None:
    """Forget the draft and what is half filled in, for use in callbacks."""
    st.session_state[_CHANGES] = ()
    st.session_state[_FORMS] = {}


def form(name: str) -> Mapping[str, str]:
    """What is filled in of a form so far: text by column."""
    forms: dict[str, dict[str, str]] = st.session_state.setdefault(_FORMS, {})
    return forms.get(name, {})


def fill(name: str, cells: Mapping[str, str]) -> None:
    """Enter texts in a form; an empty one takes out what was there."""
    forms: dict[str, dict[str, str]] = st.session_state.setdefault(_FORMS, {})
    forms[name] = {column: text for column, text in {**forms.get(name, {}), **cells}.items() if text}


def clear(name: str) -> None:
    """Empty a form."""
    st.session_state.setdefault(_FORMS, {}).pop(name, None)


def is_unsaved() -> bool:
    """Whether anything would be lost."""
    return bool(st.session_state.get(_CHANGES) or any(st.session_state.get(_FORMS, {}).values()))


def say(sentence: str, went_wrong: bool = False) -> None:
    """Leave a sentence for the next run, for use in callbacks."""
    st.session_state[_SAID], st.session_state[_WENT_WRONG] = sentence, went_wrong


def tell() -> None:
    """Put the sentence left by the last run on the page; it is told once."""
    sentence: str = st.session_state.pop(_SAID, "")
    if sentence:
        (st.warning if st.session_state[_WENT_WRONG] else st.success)(blocks.plain(sentence))


def keep_copy() -> None:
    """Have the browser keep a copy of the draft, and give back the one that it has when a session begins.

    A browser that keeps none does not answer: the page is not run a second time for visitors who change nothing.
    """
    unsaved = is_unsaved()
    if unsaved:
        st.session_state[_ASKED] = True
    _COPY(
        key=_KEY,
        data={"asks": not st.session_state.get(_ASKED), "draft": _written(), "unsaved": unsaved},
        on_stored_change=_restore,
    )


def _written() -> str:
    """The draft as the browser keeps it; empty where there is none."""
    if not is_unsaved():
        return ""
    forms = {name: cells for name, cells in st.session_state.get(_FORMS, {}).items() if cells}
    return json.dumps({"changes": as_json(st.session_state.get(_CHANGES, ())), "forms": forms})


def _restore() -> None:
    answer = st.session_state[_KEY].stored
    st.session_state[_ASKED] = True
    if is_unsaved() or not isinstance(answer, Mapping) or not answer.get("draft"):
        return
    try:
        changes, forms = _read(json.loads(str(answer["draft"])))
    except ValueError:
        say("The draft that this browser kept cannot be read any more.", went_wrong=True)
        return
    st.session_state[_CHANGES], st.session_state[_FORMS] = changes, forms
    say("Your draft was found in this browser, and is here again.")


def _read(found: Any) -> tuple[Changes, dict[str, dict[str, str]]]:
    """What a browser kept, which may be anything.

    Raises:
        ValueError: It is no draft.
    """
    match found:
        case {"changes": changes, "forms": dict(forms)}:
            return from_json(changes), {str(name): _texts(cells) for name, cells in forms.items()}
    raise ValueError("This is no draft.")


def _texts(cells: Any) -> dict[str, str]:
    if not isinstance(cells, dict) or not all(isinstance(text, str) for text in cells.values()):
        raise ValueError("A form holds texts.")
    return {str(column): text for column, text in cells.items() if text}
