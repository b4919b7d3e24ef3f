"""The places that visitors name: found offline, on this server."""

from __future__ import annotations

from campaigns.near import Centre
from campaigns.places import Answer, geocoder


def search(name: str) -> Answer:
    """What a name may mean."""
    return geocoder().search(name)


def locate(name: str) -> Centre | str:
    """The place that a name most likely means, or a sentence that says why there is none."""
    answer = search(name)
    return Centre.of(answer.best) if answer.best else answer.message
