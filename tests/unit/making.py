"""Small invented records, and strategies that make up whole data sets of them."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from campaigns.dataset import Dataset
from campaigns.dates import PartialDate
from campaigns.filters import Filters
from campaigns.records import Campaign, Company, Event, Force, Status
from campaigns.schema import choices
from campaigns.selection import Index, vocabulary

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A law holds however slow the machine that tries it."""

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% include 'card.html' %} {# gone? #}",
    "${alert(1)} `tick` \\back",
    "</title></svg></a><iframe srcdoc=x>",
    "javascript:alert(1)",
    "&lt;b&gt; & &amp; <!-- gone? -->",
)
"""What a cell may hold that would like to be more than text."""

COMPANIES = ("Example Corp", "Sample Industries", "Exämple & Søns")
COUNTRIES = ("US", "GB", "NO")
ASKS = tuple(choice.value for choice in choices("campaigns", "ask"))
PLACES = ("Exampleton", "Sampleville")


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def campaign(id: str = "exampleton-us-divestment", **fields: Any) -> Campaign:
    """A campaign of Exampleton; dates are given as text."""
    usual: dict[str, Any] = {
        "title": "Divestment from Example Corp",
        "place": "Exampleton",
        "country": "US",
        "level": "city",
        "body": "Exampleton City Council",
        "ask": "divestment",
        "status": Status.WON,
        "url": "https://example.org/minutes",
    }
    return Campaign(id=id, **usual | _dated(fields))


def event(campaign_id: str = "exampleton-us-divestment", date: str = "2024-11-19", **fields: Any) -> Event:
    """A step of a campaign."""
    usual: dict[str, Any] = {
        "kind": "vote",
        "what": "The council adopts the resolution.",
        "source_url": "https://example.org/minutes",
    }
    return Event(campaign_id=campaign_id, date=day(date), **usual | fields)


def at(latitude: float, longitude: float, id: str = "exampleton-us-divestment", **fields: Any) -> Campaign:
    """A campaign at a point."""
    return campaign(id, latitude=latitude, longitude=longitude, **fields)


def _dated(fields: dict[str, Any]) -> dict[str, Any]:
    columns = ("started", "decided", "last_checked")
    return {k: day(v) if k in columns and isinstance(v, str) else v for k, v in fields.items()}


partial_dates = st.one_of(
    st.integers(2014, 2018).map(str),
    st.builds("{}-{:02}".format, st.integers(2014, 2018), st.integers(1, 12)),
    st.builds("{}-{:02}-{:02}".format, st.integers(2014, 2018), st.integers(1, 12), st.integers(1, 28)),
).map(PartialDate.parse)

any_dates = st.one_of(
    st.integers(1, 9999).map("{:04}".format),
    st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12)),
    st.dates().map(str),
).map(PartialDate.parse)

texts = st.text(st.characters(exclude_categories=["Cs"]))
"""Any text that an address can carry: half of a surrogate pair is none."""


@st.composite
def campaigns_with_events(draw: st.DrawFn, id: str) -> tuple[Campaign, list[Event]]:
    """A campaign and its steps, whose last change of status is the campaign's own."""
    made = campaign(
        id,
        place=draw(st.sampled_from(PLACES)),
        country=draw(st.sampled_from(COUNTRIES)),
        ask=draw(st.sampled_from(ASKS)),
        status=draw(st.sampled_from(Status)),
        force=draw(st.sampled_from(Force)),
        targets=tuple(draw(st.lists(st.sampled_from(COMPANIES), unique=True))),
        started=draw(st.none() | partial_dates),
        decided=draw(st.none() | partial_dates),
    )
    after = st.none() | st.sampled_from(Status)
    dates = draw(st.lists(partial_dates, max_size=4))
    return made, [event(id, date.text, status_after=draw(after)) for date in dates]


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Up to eight campaigns, some without any date, some with steps."""
    drawn = [draw(campaigns_with_events(f"campaign-{number}")) for number in range(draw(st.integers(0, 8)))]
    return Dataset(
        campaigns=tuple(made for made, _ in drawn),
        events=tuple(step for _, steps in drawn for step in steps),
        companies=(Company("Example Corp", aliases=("Example Corporation",)),),
    )


FULL = Dataset(tuple(campaign(f"in-{country.lower()}", country=country, targets=COMPANIES) for country in COUNTRIES))
"""A data set that offers every choice there is."""
VOCABULARY = vocabulary(FULL)


def _some(facet: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of a facet's choices, in the order in which they are offered."""
    offered = VOCABULARY.values(facet)
    return st.sets(st.sampled_from(offered)).map(lambda chosen: tuple(v for v in offered if v in chosen))


searches = st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), max_size=3).map(" ".join)

filters = st.builds(
    Filters,
    status=_some("status"),
    target=_some("target"),
    ask=_some("ask"),
    country=_some("country"),
    words=searches,
    since=st.none() | any_dates,
    until=st.none() | any_dates,
)
"""Filters as the filter bar makes them."""


def index(*campaigns: Campaign, events: tuple[Event, ...] = (), companies: tuple[Company, ...] = ()) -> Index:
    """An indexed data set."""
    return Index(Dataset(campaigns, events, companies))
