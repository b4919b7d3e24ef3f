"""The button that asks the browser where it is: rounded to about a kilometre, never stored, never in an address."""

from __future__ import annotations

import streamlit as st

from campaigns.near import Centre
from campaigns.wording import say
from ui import places, session

_DECIMALS = 2
"""Of a degree: about a kilometre."""

_KEY = "whereabouts"
_FAILED = "whereabouts_failed"

_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.title = data.title
  const round = (degrees) => Number(degrees.toFixed(data.decimals))
  button.onclick = () => {
    if (!navigator.geolocation) return setTriggerValue("failed", data.unable)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setTriggerValue("found", [round(coords.latitude), round(coords.longitude)]),
      () => setTriggerValue("failed", data.refused),
      { maximumAge: 600000, timeout: 15000 },
    )
  }
}
"""
_CSS = """
button {
  min-height: 2.5rem; padding: 0 .7rem; font: 400 .875rem var(--st-font); color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius); cursor: pointer; white-space: nowrap;
}
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""
_BUTTON = st.components.v2.component(
    "city_campaigns_whereabouts",
    html='<button type="button"></button>',
    css=_CSS,
    js=_JS,
)


def show() -> None:
    """Put the button on the page."""
    _BUTTON(
        key=_KEY,
        data={"decimals": _DECIMALS, **_words()},
        width="content",
        on_found_change=_found,
        on_failed_change=_failed,
    )


def _words() -> dict[str, str]:
    return {
        "label": say("Near me"),
        "title": say("Uses your location, rounded to about a kilometre"),
        "unable": say("This browser does not tell where it is."),
        "refused": say("The browser did not tell where it is. Type a town instead."),
    }


def failure() -> str:
    """Why the browser did not tell, once; else empty."""
    said: str = st.session_state.pop(_FAILED, "")
    return said


def _found() -> None:
    place = rounded(st.session_state[_KEY].found)
    if place:
        session.stand_at(place)


def _failed() -> None:
    st.session_state[_FAILED] = str(st.session_state[_KEY].failed or "")


def rounded(sent: object) -> Centre | None:
    """The place that a browser sent, rounded here too; None where it sent no point."""
    match sent:
        case [int() | float() as latitude, int() | float() as longitude] if (
            abs(latitude) <= 90 and abs(longitude) <= 180
        ):
            point = (round(float(latitude), _DECIMALS), round(float(longitude), _DECIMALS))
        case _:
            return None
    town = places.locate(f"{point[0]}, {point[1]}")
    country = town.country if isinstance(town, Centre) else ""
    return Centre(point, "", country)
