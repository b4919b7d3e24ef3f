"""The filters of a view: one frozen value that picks campaigns, writes itself to an address and reads itself back.

A filter left empty lets everything pass. Several values of one filter mean "any of them"; several filters mean
"all of them".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from campaigns.dates import PartialDate
from campaigns.distance import Distance, UnknownDistance, unit_for
from campaigns.near import USUAL_RADIUS, Centre
from campaigns.schema import choices, label
from campaigns.wording import say, say_number
from campaigns.words import country_name, either, slug

NONE_NAMED = ""
"""The target filter's choice for campaigns that name no company: the one name that no company can have."""

_NONE_IN_ADDRESS = "none"

FACETS = ("status", "target", "ask", "country")
"""The filters that offer choices, by the name of their URL parameter."""

MOST_NAMED = 4
"""How many choices of a filter are named in words; of more only the number is told, status aside."""

Query = Mapping[str, Sequence[str]]

Locate = Callable[[str], Centre | str]
"""Finds the place that somebody named; a sentence where there is none."""


class Circle(TypedDict):
    """The part of the filters that is a place and how far it reaches."""

    near: str
    centre: Centre | None
    within: Distance | None


def nowhere(name: str) -> str:
    """Where no places are known."""
    return say("No place is known here, so not {name} either.", name=name)


@dataclass(frozen=True)
class Vocabulary:
    """The values that a data set's filters can take, in the order in which they are offered.

    Attributes:
        targets: Company names.
        countries: ISO codes, in the order of their English names.
    """

    targets: tuple[str, ...]
    countries: tuple[str, ...]

    def values(self, facet: str) -> tuple[str, ...]:
        """The choices of a facet: those that the data names, or else those that the schema allows."""
        named = {"target": (*self.targets, NONE_NAMED), "country": self.countries}
        return named[facet] if facet in named else tuple(choice.value for choice in choices("campaigns", facet))


@dataclass(frozen=True)
class Filters:
    """What a view lets pass.

    Attributes:
        status: Statuses.
        target: Company names, or `NONE_NAMED`.
        ask: Asks.
        country: ISO country codes.
        words: Words that must all occur in the campaign's text, whatever their case and accents.
        since: Campaigns with news in or after this date.
        until: Campaigns begun in or before this date.
        near: The place as the visitor named it; empty where it may not stand in an address.
        centre: Where that place is; campaigns within the radius of it pass.
        within: The radius asked for; None for the usual one.
    """

    status: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    words: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    near: str = ""
    centre: Centre | None = None
    within: Distance | None = None

    @property
    def radius(self) -> Distance | None:
        """How far "near" reaches; None where no place is asked for."""
        if self.centre is None:
            return None
        return self.within or USUAL_RADIUS[unit_for(self.centre.country)]

    def facet(self, name: str) -> tuple[str, ...]:
        """The values chosen in one of the `FACETS`."""
        chosen: tuple[str, ...] = getattr(self, name)
        return chosen

    def without(self, facet: str) -> Filters:
        """The filters with nothing chosen in one of the `FACETS`."""
        nothing: dict[str, Any] = {facet: ()}
        return replace(self, **nothing)

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()

    def to_query(self) -> dict[str, list[str]]:
        """The filters as URL parameters; those left empty are left out."""
        query = {facet: [in_address(facet, value) for value in self.facet(facet)] for facet in FACETS}
        query["q"] = [self.words] if self.words else []
        query["from"] = [self.since.text] if self.since else []
        query["to"] = [self.until.text] if self.until else []
        query["near"] = [self.near] if self.near else []
        query["within"] = [str(self.within)] if self.within and self.near else []
        return {name: values for name, values in query.items() if values}

    def describe(self) -> list[str]:
        """The filters in words, one phrase each: `["won or partly won", "Caterpillar"]`."""
        return [words for words, _ in self.parts()]

    def parts(self) -> list[tuple[str, Filters]]:
        """Each filter in words, with the filters that are left without it."""
        facets = [(_any_of(name, self.facet(name)), self.without(name)) for name in FACETS if self.facet(name)]
        others = [
            (self._span(), replace(self, since=None, until=None)),
            (f"“{self.words}”" if self.words else "", replace(self, words="")),
            (self._circle(), replace(self, near="", centre=None, within=None)),
        ]
        return [*facets, *((words, rest) for words, rest in others if words)]

    def _span(self) -> str:
        since, until = (day.in_words() if day else "" for day in (self.since, self.until))
        if since and until:
            return say("active {since} to {until}", since=since, until=until)
        if since:
            return say("active since {date}", date=since)
        return say("begun by {date}", date=until) if until else ""

    def _circle(self) -> str:
        if not self.centre or not self.radius:
            return ""
        return say("within {distance} of {place}", distance=self.radius.words(), place=self.centre.name)


def _any_of(facet: str, values: Sequence[str]) -> str:
    """Choices in words; of many that may be long, only how many they are."""
    if len(values) <= MOST_NAMED or facet == "status":
        return either([choice_label(facet, value) for value in values])
    if facet == "target":
        return say_number("any of {number} company", "any of {number} companies", len(values))
    if facet == "ask":
        return say_number("any of {number} ask", "any of {number} asks", len(values))
    return say_number("any of {number} country", "any of {number} countries", len(values))


def in_address(facet: str, value: str) -> str:
    """A filter's choice as an address carries it: country codes as they are, all else as words joined by hyphens."""
    if facet == "country":
        return value
    if facet == "target" and value == NONE_NAMED:
        return _NONE_IN_ADDRESS
    return f"company-{slug(value)}" if slug(value) == _NONE_IN_ADDRESS else slug(value)


def choice_label(facet: str, value: str) -> str:
    """A filter's choice for people."""
    if facet == "country":
        return country_name(value)
    if facet == "target":
        return say("no company named") if value == NONE_NAMED else value
    return label("campaigns", facet, value).lower()


def from_query(query: Query, vocabulary: Vocabulary, locate: Locate = nowhere) -> tuple[Filters, list[str]]:
    """Read filters from URL parameters.

    Args:
        query: The parameters.
        vocabulary: The values that are known.
        locate: Finds the place that a visitor named, or says why it cannot.

    Returns:
        The filters, and a sentence for each value that is not known and was left out.
    """
    dropped: list[str] = []
    chosen = {facet: _known(facet, query.get(facet, ()), vocabulary, dropped) for facet in FACETS}
    filters = Filters(
        **chosen,
        words=tidy(" ".join(query.get("q", ()))),
        since=_date("from", query, dropped),
        until=_date("to", query, dropped),
        **_circle(query, locate, dropped),
    )
    return filters, dropped


def tidy(words: str) -> str:
    """Search words with single blanks between them and nothing unprintable."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _known(facet: str, given: Iterable[str], vocabulary: Vocabulary, dropped: list[str]) -> tuple[str, ...]:
    by_slug = {slug(in_address(facet, value)): value for value in vocabulary.values(facet)}
    wanted = {slug(value): value for value in given}
    dropped.extend(
        say("{parameter} “{value}” is not known", parameter=facet, value=value)
        for key, value in wanted.items()
        if key not in by_slug
    )
    return tuple(value for key, value in by_slug.items() if key in wanted)


def _circle(query: Query, locate: Locate, dropped: list[str]) -> Circle:
    near = tidy(" ".join(query.get("near", ())))
    centre = locate(near) if near else None
    if isinstance(centre, str):
        dropped.append(say("{parameter} “{value}” is no place known here", parameter="near", value=near))
        centre = None
    return {"near": near if centre else "", "centre": centre, "within": _distance(query, dropped) if centre else None}


def _distance(query: Query, dropped: list[str]) -> Distance | None:
    for text in query.get("within", ())[:1]:
        try:
            return Distance.parse(text)
        except UnknownDistance:
            wrong = {"parameter": "within", "value": text}
            dropped.append(say("{parameter} “{value}” is not a distance like 100mi or 160km", **wrong))
    return None


def _date(name: str, query: Query, dropped: list[str]) -> PartialDate | None:
    for text in query.get(name, ())[:1]:
        try:
            return PartialDate.parse(text)
        except ValueError:
            wrong = {"parameter": name, "value": text}
            dropped.append(say("{parameter} “{value}” is not a date like 2024 or 2024-05", **wrong))
    return None
