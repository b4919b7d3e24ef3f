"""Places offline: which town, region or ZIP code somebody means, without asking anybody else.

`geocoder()` gives the one geocoder of the process. It has the interface of geopy's geocoders, so that one that
searches online can stand in its place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.place_index import (
    KM_PER_DEGREE,
    KNOWN_SIZE,
    PLACES_FOLDER,
    Hit,
    Kind,
    PlaceIndex,
    Point,
    Quality,
    UnreadablePlaces,
    ZipCode,
    spelled,
)
from campaigns.place_query import (
    LONGEST_QUERY,
    Reading,
    coordinates,
    divisions,
    is_on_earth,
    is_postcode,
    readings,
    zip_code,
)
from campaigns.wording import say, say_later

if TYPE_CHECKING:
    from geopy.location import Location

MOST_MATCHES = 10
MOST_SUGGESTIONS = 5
MOST_NAMESAKES = 40
QUOTED = 40

COMPARABLE = 1.1
"""Places are worth a choice when the best known has no more than about twelve times the people of the next."""

BEHIND = 1.2
"""How far a region stands behind the city inside it that has its name: `New York` is the city first."""

OUTGROWN = 2.0
"""A region with a hundred times the people of a city is not behind it: `USA` is not first of all a town in it."""

SLIP = 2.5
"""A slip of the finger counts as much as three hundred times fewer people."""

ALIKE = 75
"""How alike, of 100, the name of an area and a misspelt one must be."""

PENALTIES = {Quality.NAME: 0.0, Quality.ALTERNATE: 1.0, Quality.CODE: 2.0}
COUNTY_PENALTY = 0.7
SAME_PLACE_KM = 25.0
SUBURB_KM = 40.0
NEARBY_KM = 60.0
TOWN_SIZE = 1000
COUNTRIES_OF_STATES = frozenset(["US", "CA", "AU"])

ASK = say_later("Type a town, a state or a US ZIP code.")
NO_SUCH_POINT = say_later(
    "Coordinates are a latitude from -90 to 90 and a longitude from -180 to 180, as 45.52, -122.68."
)
ONLY_US_ZIPS = say_later(
    "That looks like a postcode, and only US ZIP codes are known here. Type the name of the town instead."
)
NOT_HERE = say_later("Try a larger town nearby, a state or a US ZIP code.")


class MatchKind(StrEnum):
    """What somebody meant: a town, a ZIP code, a whole region or country, or a point on the map."""

    PLACE = "place"
    ZIP = "zip"
    REGION = "region"
    POINT = "point"


@dataclass(frozen=True)
class Match:
    """A place that a query may mean.

    Attributes:
        name: Its name, in English where English has one.
        kind: What it is.
        country: ISO code of its country; empty in the middle of nowhere.
        point: Latitude and longitude.
        region: The state or region it lies in; empty where it has none, or is one itself.
        country_name: The country's English name.
        population: Its inhabitants; 0 where the number is not known. Of a ZIP code or point: those of its town.
        seat: Whose point stands for a region: the region's most populous place. Of a ZIP code or point: its town.
    """

    name: str
    kind: MatchKind
    country: str
    point: Point
    region: str = ""
    country_name: str = ""
    population: int = 0
    seat: str = ""

    @property
    def label(self) -> str:
        """The place in full: `Portland, Oregon, United States`."""
        name = self.short if self.kind is MatchKind.POINT else self.name
        return ", ".join(dict.fromkeys(filter(None, (name, self.region, self.country_name))))

    @property
    def short(self) -> str:
        """The place as a sentence names it: `Portland, Oregon` or `Ghent, Belgium`."""
        if self.kind is MatchKind.POINT:
            return say("{point} (near {town})", point=self.name, town=self.seat) if self.seat else self.name
        area = self.region if self.country in COUNTRIES_OF_STATES and self.region else self.country_name
        return ", ".join(dict.fromkeys(filter(None, (self.name, area))))

    @property
    def raw(self) -> dict[str, Any]:
        """The place as geopy's geocoders give what they were told."""
        latitude, longitude = self.point
        return {
            "name": self.name,
            "region": self.region,
            "country": self.country,
            "population": self.population,
            "kind": self.kind.value,
            "label": self.label,
            "seat": self.seat,
            "latitude": latitude,
            "longitude": longitude,
        }


@dataclass(frozen=True)
class Answer:
    """What a query may mean.

    Attributes:
        matches: The places, best first.
        candidates: Those of them that are comparable, so that a visitor should choose; just the first where it is
            the one meant.
        suggestions: What may have been meant where nothing matches.
        message: A sentence where nothing matches; else empty.
    """

    matches: tuple[Match, ...] = ()
    candidates: tuple[Match, ...] = ()
    suggestions: tuple[Match, ...] = ()
    message: str = ""

    @property
    def best(self) -> Match | None:
        """The likeliest place, or None."""
        return self.matches[0] if self.matches else None

    @property
    def is_ambiguous(self) -> bool:
        """Whether several places are comparable."""
        return len(self.candidates) > 1


@dataclass(frozen=True)
class _Found:
    """A row that fits a query, and how well: about the number of digits of its population."""

    row: int
    score: float = field(compare=False)


class OfflineGeocoder:
    """Finds places in the tables that come with the project; asks nobody and stores nothing."""

    def __init__(self, folder: Path = PLACES_FOLDER) -> None:
        """Prepare to search the tables of a folder, which are read with the first question."""
        self._folder = folder

    @cached_property
    def index(self) -> PlaceIndex:
        """The places, read when first needed."""
        return PlaceIndex(self._folder)

    def geocode(
        self, query: str, exactly_one: bool = True, limit: int = MOST_MATCHES, **_: object
    ) -> Location | list[Location] | None:
        """Find a place as geopy's geocoders do.

        Args:
            query: What somebody typed.
            exactly_one: Whether to return the best alone.
            limit: How many to return at most, where several may be returned.

        Returns:
            The best place, or all of them, best first; None where there is none.
        """
        from geopy.location import Location

        matches = self.search(query, limit).matches
        locations = [Location(match.label, match.point, match.raw) for match in matches]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def search(self, query: str, limit: int = MOST_MATCHES) -> Answer:
        """Find what a query may mean: a name, a name and its area, a ZIP code, a region, a country, coordinates.

        Args:
            query: What somebody typed; any text will do.
            limit: How many places to return at most.
        """
        text = query.strip()
        if not text or len(text) > LONGEST_QUERY:
            return Answer(message=say(ASK))
        point = coordinates(text)
        if point:
            return self._at_point(point)
        try:
            return self._by_zip(text, limit) or self._by_name(text, limit) or self._nothing(text)
        except UnreadablePlaces as problem:
            return Answer(message=str(problem))

    def population(self, name: str, country: str, point: Point) -> int:
        """How many people live in the town of a name at about a point; 0 where that is not known."""
        try:
            hits = [hit.row for hit in self.index.hits(spelled(name))]
        except UnreadablePlaces:
            return 0
        return max((self.index.weight(row) for row in hits if self._is_town_at(row, country, point)), default=0)

    def _is_town_at(self, row: int, country: str, point: Point) -> bool:
        index = self.index
        is_there = index.kind(row) is Kind.PLACE and index.code(index.country(row)) == country
        return is_there and _distance(point, index.point(row)) <= SUBURB_KM

    def _at_point(self, point: Point) -> Answer:
        if not is_on_earth(point):
            return Answer(message=say(NO_SUCH_POINT))
        name = f"{point[0]:g}, {point[1]:g}"
        town = self._town_near(point)
        if town is None:
            return _one(Match(name, MatchKind.POINT, "", point))
        near = self._match(town)
        return _one(replace(near, name=name, kind=MatchKind.POINT, point=point, seat=near.name))

    def _town_near(self, point: Point) -> int | None:
        """The row of the town that a point lies near, if any is known."""
        try:
            return self.index.nearest(point, TOWN_SIZE, NEARBY_KM)
        except UnreadablePlaces:
            return None

    def _by_zip(self, text: str, limit: int) -> Answer | None:
        """The place of a ZIP code; None where the query has none that fits the town written before it."""
        before, code = zip_code(text) or ("", "")
        known = self.index.zip_code(code) if code else None
        if known is None:
            return None
        match = self._zip_match(known)
        towns = self._found(before) if before else []
        if before and not any(_distance(match.point, self.index.point(town.row)) <= NEARBY_KM for town in towns):
            return self._by_name(before, limit) or _no_place(text, [match])
        return _one(match)

    def _zip_match(self, known: ZipCode) -> Match:
        area = self._state(known.state)
        country = self.index.code(self.index.country(area)) if area >= 0 else "US"
        return Match(
            name=f"{known.code} {known.place}",
            kind=MatchKind.ZIP,
            country=country,
            point=known.point,
            region=self.index.name(area) or known.state,
            country_name="United States",
            population=self.population(known.place, country, known.point),
            seat=known.place,
        )

    def _state(self, code: str) -> int:
        """The row of a US state, or of a territory such as Puerto Rico, which GeoNames has among the countries."""
        index = self.index
        rows = [hit.row for hit in index.hits(spelled(code)) if index.code(hit.row) == code]
        states = [row for row in rows if index.code(index.country(row)) == "US"]
        territories = [row for row in rows if index.kind(row) is Kind.COUNTRY]
        return next(iter(states + territories), -1)

    def _by_name(self, text: str, limit: int) -> Answer | None:
        found = self._found(text)
        if not found:
            return None
        comparable = [place for place in found if found[0].score - place.score <= COMPARABLE]
        matches = tuple(self._match(place.row) for place in found[:limit])
        return Answer(matches, matches[: len(comparable)])

    def _found(self, text: str) -> list[_Found]:
        """The rows of the first reading of a query that fits any."""
        ranked = (self._ranked(self._fitting(reading)) for reading in readings(text))
        return next((found for found in ranked if found), [])

    def _fitting(self, reading: Reading) -> list[Hit]:
        hits = self.index.hits(reading.spelling)
        if reading.area and hits:
            ways = self._areas(reading.area)
            hits = [hit for hit in hits if any(self._lies_in(hit.row, areas) for areas in ways)]
        return hits[:MOST_NAMESAKES]

    def _areas(self, area: tuple[str, ...]) -> list[list[list[int]]]:
        """Every way to read an area's words: for each name in it the rows of that name."""
        ways = ([[hit.row for hit in self.index.hits(name)] for name in names] for names in divisions(area))
        return [way for way in ways if all(way)]

    def _lies_in(self, row: int, areas: Sequence[Sequence[int]]) -> bool:
        """Whether a row lies in an area of each name, or is a suburb of a city of that name."""
        own = set(self.index.areas(row))
        return all(own.intersection(rows) or self._is_suburb(row, rows) for rows in areas)

    def _is_suburb(self, row: int, cities: Iterable[int]) -> bool:
        index, here = self.index, self.index.point(row)
        larger = (city for city in cities if city < row and index.kind(city) is Kind.PLACE)
        return any(_distance(here, index.point(city)) <= SUBURB_KM for city in larger)

    def _ranked(self, hits: Iterable[Hit]) -> list[_Found]:
        """The rows of hits by how likely each is meant, without those that are one place listed twice."""
        scored = [_Found(hit.row, self._score(hit)) for hit in hits]
        placed = [replace(found, score=self._behind_namesakes(found, scored)) for found in scored]
        kept: list[_Found] = []
        for found in _best_first(placed):
            if not any(self._is_same_place(found.row, better.row) for better in kept):
                kept.append(found)
        return kept

    def _score(self, hit: Hit) -> float:
        penalty = COUNTY_PENALTY if self.index.kind(hit.row) is Kind.COUNTY else 0.0
        return math.log10(self.index.weight(hit.row) + 10) - PENALTIES[hit.quality] - penalty

    def _behind_namesakes(self, found: _Found, scored: Iterable[_Found]) -> float:
        """The score of a row set behind a city that it holds, unless it is a country, which goes before all in it."""
        own = set(self.index.areas(found.row)) - {found.row}
        is_country = self.index.kind(found.row) is Kind.COUNTRY
        ahead = [other for other in scored if other.row in own and self.index.kind(other.row) is Kind.COUNTRY]
        if not is_country:
            ahead += [other for other in scored if self._holds(found, other)]
        return min([found.score, *(other.score - BEHIND for other in ahead)])

    def _holds(self, found: _Found, city: _Found) -> bool:
        is_inside = found.row != city.row and found.row in self.index.areas(city.row)
        return is_inside and city.score >= found.score - OUTGROWN

    def _is_same_place(self, row: int, better: int) -> bool:
        kinds = {self.index.kind(row), self.index.kind(better)}
        if len(kinds) > 1 and kinds & {Kind.REGION, Kind.COUNTRY}:
            return False
        return _distance(self.index.point(row), self.index.point(better)) <= SAME_PLACE_KM

    def _match(self, row: int) -> Match:
        index = self.index
        country, is_place = index.country(row), index.kind(row) is Kind.PLACE
        is_country = index.kind(row) is Kind.COUNTRY
        return Match(
            name=index.name(row),
            kind=MatchKind.PLACE if is_place else MatchKind.REGION,
            country=index.code(country),
            point=index.point(row),
            region="" if is_country else index.name(index.region(row)),
            country_name="" if is_country else index.name(country),
            population=index.weight(row) if is_place else 0,
            seat=index.name(index.seat(row)),
        )

    def _nothing(self, text: str) -> Answer:
        """What to say where nothing matches: that it is a postcode, or what may have been meant."""
        if is_postcode(text):
            return Answer(message=say(ONLY_US_ZIPS))
        return _no_place(text, self._suggestions(text))

    def _suggestions(self, text: str) -> list[Match]:
        ways = [reading for reading in readings(text) if not reading.area or self._areas(reading.area)]
        guesses = _best_first(guess for reading in ways for guess in self._guesses(reading))
        by_label = {match.label: match for match in map(self._match, _rows(guesses or self._elsewhere(text)))}
        return list(by_label.values())[:MOST_SUGGESTIONS]

    def _guesses(self, reading: Reading) -> Iterator[_Found]:
        """The places in the area meant whose name is a slip or two away."""
        ways = self._areas(reading.area)
        for spelling, slips in self.index.alike.near(reading.spelling):
            for hit in filter(self._is_suggestible, self.index.hits_at(spelling)):
                if not reading.area or any(self._lies_in(hit.row, areas) for areas in ways):
                    yield _Found(hit.row, self._score(hit) - SLIP * slips)

    def _is_suggestible(self, hit: Hit) -> bool:
        return hit.quality is Quality.NAME or self.index.weight(hit.row) >= KNOWN_SIZE

    def _elsewhere(self, text: str) -> list[_Found]:
        """The places of the name meant in other areas than the one asked for, first those in one spelt like it."""
        for reading in readings(text):
            found = self._ranked(self.index.hits(reading.spelling)[:MOST_NAMESAKES]) if reading.area else []
            if found:
                return sorted(found, key=lambda place: not self._is_area_alike(place.row, reading.area))
        return []

    def _is_area_alike(self, row: int, area: tuple[str, ...]) -> bool:
        from rapidfuzz import fuzz

        names = (spelled(self.index.name(parent)) for parent in self.index.areas(row))
        return any(fuzz.ratio("".join(area), name) >= ALIKE for name in names)


@cache
def geocoder() -> OfflineGeocoder:
    """The geocoder of this process, over the project's own tables."""
    return OfflineGeocoder()


def _best_first(found: Iterable[_Found]) -> list[_Found]:
    return sorted(found, key=lambda place: (-place.score, place.row))


def _rows(found: Iterable[_Found]) -> list[int]:
    """The best rows, each once, and more of them than are shown."""
    return list(dict.fromkeys(place.row for place in found))[: 4 * MOST_SUGGESTIONS]


def _distance(one: Point, other: Point) -> float:
    """Roughly the kilometres between two points: good for telling near from far."""
    east = (one[1] - other[1] + 180) % 360 - 180
    return KM_PER_DEGREE * math.hypot(one[0] - other[0], east * math.cos(math.radians(one[0])))


def _one(match: Match) -> Answer:
    return Answer((match,), (match,))


def _no_place(text: str, suggestions: Sequence[Match]) -> Answer:
    shown = text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"
    opening = say('No place called "{name}" is known here.', name=_printable(shown))
    instead = say("Did you mean {place}?", place=suggestions[0].label) if suggestions else say(NOT_HERE)
    return Answer(suggestions=tuple(suggestions), message=f"{opening} {instead}")


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())
