"""The draft of a session: what an organizer has changed and not yet saved or taken along.

It outlives a change of page, a lost connection and a restart of the server, because the browser keeps a copy of it.
The copy stays on the organizer's device until the draft is saved or discarded.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from campaigns import clock, draft_copy
from campaigns.changes import Changes
from campaigns.draft import Draft
from campaigns.edition import Edition
from campaigns.wording import say
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
    return Draft(Edition.of(data.current().sheets), changes, clock.today())


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


def announce(sentence: str, went_wrong: bool = False) -> None:
    """Leave a sentence for the next run, for use in callbacks."""
    st.session_state[_SAID], st.session_state[_WENT_WRONG] = sentence, went_wrong


def tell() -> None:
    """Put the sentence left by the last run on the page; it is told once."""
    sentence: str = st.session_state.pop(_SAID, "")
    if sentence:
        blocks.message(sentence, key="draft_told", kind="refused" if st.session_state[_WENT_WRONG] else "done")


def keep_copy() -> None:
    """Have the browser keep a copy of the draft, and give back the one that it has when a session begins.

    A browser that keeps none does not answer: the page is not run a second time for visitors who change nothing.
    """
    unsaved = is_unsaved()
    if unsaved:
        st.session_state[_ASKED] = True
    _COPY(
        key=_KEY,
        data={"asks": not st.session_state.get(_ASKED), "draft": _copied(), "unsaved": unsaved},
        on_stored_change=_restore,
    )


def _copied() -> str:
    return draft_copy.written(st.session_state.get(_CHANGES, ()), st.session_state.get(_FORMS, {}))


def _restore() -> None:
    answer = st.session_state[_KEY].stored
    st.session_state[_ASKED] = True
    if is_unsaved() or not isinstance(answer, Mapping) or not answer.get("draft"):
        return
    try:
        changes, forms = draft_copy.read(str(answer["draft"]))
    except ValueError:
        announce(say("The draft that this browser kept cannot be read any more."), went_wrong=True)
        return
    st.session_state[_CHANGES], st.session_state[_FORMS] = changes, forms
    announce(say("Your draft was found in this browser, and is here again."))
