"""A view: everything a visitor has chosen, as one value that is the page's address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from campaigns.filters import FACETS, Filters, Locate, Query, Vocabulary, from_query, nowhere
from campaigns.wording import LANGUAGES, say

PARAMETERS = frozenset(
    {
        *(*FACETS, "q", "from", "to", "near", "within"),
        *("year", "at", "campaign", "company", "lang"),
    }
)
"""The URL parameters that belong to a view; any other is left alone."""

EXPLORE, COMPANIES, UPDATE, PRESENT = "./", "companies", "update", "present"
"""The addresses of the pages that a view can be opened on, relative to any page."""

YEARS = range(1948, 2100)
"""The years an address may ask for."""


@dataclass(frozen=True)
class View:
    """What a visitor has chosen.

    Attributes:
        filters: What the list, the map and the counts let pass.
        campaign: The id of the campaign opened; empty where none is.
        year: Show the campaigns as they stood at the end of this year; None for today.
        at: A point of the map whose campaigns are listed alone, as `45.5234,-122.6762`; empty for all.
        company: The company opened on the companies page, as the address spells it; empty where none is.
        language: The code of the language chosen; empty for the one that the browser asks for.
    """

    filters: Filters = Filters()
    campaign: str = ""
    year: int | None = None
    at: str = ""
    company: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        """Whether anything is chosen but the language."""
        return replace(self, language="") != View()

    def to_query(self) -> dict[str, list[str]]:
        """The view as URL parameters."""
        year = str(self.year) if self.year else ""
        own = {"campaign": self.campaign, "company": self.company, "year": year, "at": self.at, "lang": self.language}
        return {name: [value] for name, value in own.items() if value} | self.filters.to_query()

    def href(self, page: str = EXPLORE, **changes: Any) -> str:
        """The address of this view, or of this view with some of it changed, relative to any page."""
        return f"{page}?" + urlencode(replace(self, **changes).to_query(), doseq=True)


def read(query: Query, vocabulary: Vocabulary, locate: Locate = nowhere) -> tuple[View, list[str]]:
    """Read a view from URL parameters.

    Whether the campaign exists is for the page to say, since it may be one that is held back.

    Returns:
        The view, and a sentence for each value that is not known and was left out.
    """
    filters, dropped = from_query(query, vocabulary, locate)
    year = _first(query, "year")
    if year and year not in map(str, YEARS):
        dropped.append(say("year “{found}” is not a year like 2016", found=year))
        year = ""
    language = _first(query, "lang")
    if language and language not in LANGUAGES:
        dropped.append(say("lang “{found}” is not one of {languages}", found=language, languages=", ".join(LANGUAGES)))
        language = ""
    view = View(
        filters=filters,
        campaign=_first(query, "campaign"),
        year=int(year) if year else None,
        at=_first(query, "at"),
        company=_first(query, "company"),
        language=language,
    )
    return view, dropped


def parse(address: str) -> tuple[str, dict[str, list[str]]]:
    """The page and the parameters of an address that `View.href` wrote."""
    page, _, query = address.partition("?")
    return page, parse_qs(query)


def _first(query: Query, name: str) -> str:
    return next(iter(query.get(name, ())), "")
