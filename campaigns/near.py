"""The campaigns near a place, or the nearest ones, and those won in cities of its size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from campaigns.dataset import Dataset
from campaigns.distance import Distance, Unit, between, nearest_first, unit_for
from campaigns.place_index import Point
from campaigns.places import Match, MatchKind
from campaigns.records import Campaign, Status
from campaigns.wording import say, say_number

NEAREST = 5
SIMILAR = 5
SIZE_RATIO = 3.0
"""A city is of another's size if it has at most three times its people and at least a third."""

GAINS = frozenset([Status.WON, Status.PARTIAL])
USUAL_RADIUS = {Unit.MILES: Distance.of(50, Unit.MILES), Unit.KILOMETRES: Distance.of(80, Unit.KILOMETRES)}


class Census(Protocol):
    """Knows how many people live in towns; the offline geocoder does."""

    def population(self, name: str, country: str, point: Point) -> int:
        """How many people live in the town of a name at about a point; 0 where that is not known."""


@dataclass(frozen=True)
class Centre:
    """The place that distances are measured from.

    Attributes:
        point: Latitude and longitude.
        label: What the place is called; empty where it is the reader's own.
        country: ISO code; decides between miles and kilometres. May be empty.
        population: Its inhabitants; 0 where the number is not known.
        measured_from: The town whose point stands for a whole region; empty for all else.
        town: The town whose population that is, where the label says more or less than that.
    """

    point: Point
    label: str
    country: str = ""
    population: int = 0
    measured_from: str = ""
    town: str = ""

    @property
    def name(self) -> str:
        """The place as a sentence names it, in the language spoken."""
        return self.label or say("where you are")

    @classmethod
    def of(cls, match: Match) -> Centre:
        """The centre that a found place makes."""
        is_region = match.kind is MatchKind.REGION
        seat, town = (match.seat, "") if is_region else ("", match.seat)
        return cls(match.point, match.short, match.country, match.population, seat, town)


@dataclass(frozen=True)
class Neighbour:
    """A campaign and how far away it is."""

    campaign: Campaign
    distance: Distance


@dataclass(frozen=True)
class Peer:
    """A campaign won in a city of similar size."""

    campaign: Campaign
    population: int
    distance: Distance


@dataclass(frozen=True)
class Nearby:
    """What there is near a place.

    Attributes:
        centre: The place.
        radius: How far "near" reaches.
        within: The campaigns within the radius, the nearest first.
        nearest: Where there are none within it, the nearest ones; else empty.
        peers: Campaigns won or partly won in cities of similar size, the most similar first; empty where the size of
            the place is not known.
        unplaced: How many campaigns have no point, so that nobody can tell how far away they are.
    """

    centre: Centre
    radius: Distance
    within: tuple[Neighbour, ...] = ()
    nearest: tuple[Neighbour, ...] = ()
    peers: tuple[Peer, ...] = ()
    unplaced: int = 0

    @property
    def shown(self) -> tuple[Neighbour, ...]:
        """The campaigns to list: those within the radius, or the nearest."""
        return self.within or self.nearest

    def describe(self) -> str:
        """The answer in a sentence: `3 campaigns within 25 miles of Cambridge, Massachusetts`."""
        circle = {"distance": self.radius.words(), "place": self._centre()}
        if self.within:
            return say_number(
                "{number} campaign within {distance} of {place}",
                "{number} campaigns within {distance} of {place}",
                len(self.within),
                **circle,
            )
        if not self.nearest:
            return say("None within {distance} of {place}; no campaign has a place on the map", **circle)
        there, away = self.nearest[0].campaign.place, self.nearest[0].distance.words()
        return say(
            "None within {distance} of {place}; the nearest is {nearest}, {away} away",
            nearest=there,
            away=away,
            **circle,
        )

    def describe_peers(self) -> str:
        """What the list of peers is, or why there is none."""
        if not self.centre.population:
            return say(
                "How many people live in {place} is not known here, so no cities of its size are given",
                place=self.centre.name,
            )
        if not self.peers:
            return say("No campaign is known to have won in a city about the size of {place}", place=self._town())
        return say("Won or partly won in cities about the size of {place}", place=self._town())

    def as_json(self) -> dict[str, Any]:
        """The answer for other programs."""
        return {
            "place": {
                "label": self.centre.name,
                "latitude": self.centre.point[0],
                "longitude": self.centre.point[1],
                "country": self.centre.country,
                "population": self.centre.population or None,
                "measured_from": self.centre.measured_from or None,
            },
            "within": str(self.radius),
            "summary": self.describe(),
            "campaigns": [_as_json(found.campaign, found.distance) for found in self.within],
            "nearest": [_as_json(found.campaign, found.distance) for found in self.nearest],
            "similar_size": [
                _as_json(peer.campaign, peer.distance) | {"population": peer.population} for peer in self.peers
            ],
            "without_point": self.unplaced,
        }

    def _centre(self) -> str:
        name, seat = self.centre.name, self.centre.measured_from
        return say("{place} (measured from {town})", place=name, town=seat) if seat else name

    def _town(self) -> str:
        """The place with its size: `Exampleton (12,000 people)`."""
        return say_number(
            "{place} ({number} person)",
            "{place} ({number} people)",
            self.centre.population,
            place=self.centre.town or self.centre.name,
        )


def nearby(dataset: Dataset, centre: Centre, radius: Distance | None = None, census: Census | None = None) -> Nearby:
    """Find the campaigns near a place.

    Args:
        dataset: The campaigns.
        centre: Where to measure from.
        radius: How far "near" reaches; its unit is the one distances are shown in. 50 miles or 80 km by default.
        census: Knows how many people live in the campaigns' towns; without one there are no peers.
    """
    reach = radius or USUAL_RADIUS[unit_for(centre.country)]
    placed = [campaign for campaign in dataset.campaigns if campaign.point]
    within = _neighbours(placed, centre, reach.unit, within=reach)
    return Nearby(
        centre=centre,
        radius=reach,
        within=within,
        nearest=() if within else _neighbours(placed, centre, reach.unit, limit=NEAREST),
        peers=_peers(placed, centre, reach, census) if census and centre.population else (),
        unplaced=len(dataset.campaigns) - len(placed),
    )


def _neighbours(
    placed: Sequence[Campaign], centre: Centre, unit: Unit, limit: int | None = None, within: Distance | None = None
) -> tuple[Neighbour, ...]:
    points = [campaign.point for campaign in placed if campaign.point]
    found = nearest_first(centre.point, points, limit, within)
    return tuple(Neighbour(placed[place], Distance(km, unit)) for place, km in found)


def _peers(placed: Iterable[Campaign], centre: Centre, reach: Distance, census: Census) -> tuple[Peer, ...]:
    """The gains in cities of similar size farther away, one a city, the most similar first."""
    peers = [peer for campaign in placed if (peer := _peer(campaign, centre, reach, census))]
    peers.sort(key=lambda peer: (_unlikeness(peer.population, centre), peer.distance.km, peer.campaign.id))
    cities: dict[tuple[str, str], Peer] = {}
    for peer in peers:
        cities.setdefault((peer.campaign.place, peer.campaign.country), peer)
    return tuple(cities.values())[:SIMILAR]


def _peer(campaign: Campaign, centre: Centre, reach: Distance, census: Census) -> Peer | None:
    """A campaign as a peer; None if it gained nothing, is no city's, lies within reach, or is of another size."""
    if campaign.status not in GAINS or not campaign.point or campaign.level != "city":
        return None
    population = census.population(campaign.place, campaign.country, campaign.point)
    if not population or _unlikeness(population, centre) > math.log(SIZE_RATIO):
        return None
    distance = between(centre.point, campaign.point, reach.unit)
    return None if distance.within(reach) else Peer(campaign, population, distance)


def _unlikeness(population: int, centre: Centre) -> float:
    return abs(math.log(population / centre.population))


def _as_json(campaign: Campaign, distance: Distance) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "title": campaign.title,
        "place": campaign.place,
        "region": campaign.region,
        "country": campaign.country,
        "status": campaign.status.value,
        "km": round(distance.km, 1),
        "distance": distance.words(),
        "url": campaign.url,
        "action_url": campaign.action_url,
    }
