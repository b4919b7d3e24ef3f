"""Searching for a place online: only when a visitor chooses it, and is told what is sent to whom.

Stands in for the offline geocoder behind the same interface of geopy. OpenStreetMap's Nominatim asks for one request
a second at the most, an own user agent and no search while somebody types: the limit holds for the whole app, and an
answer is kept for a day.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

if TYPE_CHECKING:
    from geopy.location import Location

from campaigns import __version__
from campaigns.near import Centre
from campaigns.wording import say, say_later
from ui import session

SETTING = "CAMPAIGNS_NOMINATIM"
"""The environment variable with the address of a Nominatim server; `off` where searching online is not offered."""

_OPENSTREETMAP = "https://nominatim.openstreetmap.org"
_SECONDS_BETWEEN = 1.0
_DAY = 24 * 60 * 60
_SAID = "online_said"

NOTHING = say_later("Nothing by that name was found online either.")
UNREACHABLE = say_later("The online search could not be reached. Try a larger town nearby.")


def offer(name: str) -> None:
    """Put the choice on the page to search for a name online, with what it sends; nothing where that is off."""
    address = _address()
    if not name or address is None:
        return
    st.button(say("Search online instead"), on_click=_search, args=(name,), key="search_online")
    server = urlsplit(address).netloc
    st.text(say("This sends “{name}”, and nothing else, from this server to {server}.", name=name, server=server))
    said = st.session_state.pop(_SAID, "")
    if said:
        st.text(say(said))


def _search(name: str) -> None:
    from geopy.exc import GeocoderServiceError

    try:
        centre = _found(_address() or "", name)
    except GeocoderServiceError:
        st.session_state[_SAID] = UNREACHABLE
        return
    if centre is None:
        st.session_state[_SAID] = NOTHING
    else:
        session.stand_at(centre)


@st.cache_data(ttl=_DAY, max_entries=1_000, show_spinner=False)
def _found(address: str, name: str) -> Centre | None:
    location = _geocoder(address)(name, language="en", addressdetails=True)
    if location is None:
        return None
    country = location.raw.get("address", {}).get("country_code", "")
    return Centre((location.latitude, location.longitude), location.address, country.upper())


@st.cache_resource(show_spinner=False)
def _geocoder(address: str) -> Callable[..., Location | None]:
    """The one geocoder of the process for a server, held to its limit.

    geopy's geocoders are loaded here, as hardly any visit needs them.
    """
    from geopy.extra.rate_limiter import RateLimiter
    from geopy.geocoders import Nominatim

    server = urlsplit(address)
    agent = f"city-campaigns/{__version__}"
    nominatim = Nominatim(user_agent=agent, domain=server.netloc, scheme=server.scheme, timeout=10)
    limited: Callable[..., Location | None] = RateLimiter(
        nominatim.geocode, min_delay_seconds=_SECONDS_BETWEEN, max_retries=0, swallow_exceptions=False
    )
    return limited


def _address() -> str | None:
    """The server to ask; None where searching online is off."""
    address = os.environ.get(SETTING, "").strip() or _OPENSTREETMAP
    return address if address.startswith(("https://", "http://")) else None
