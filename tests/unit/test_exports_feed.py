"""The feed keeps the rules of Atom, and each step keeps its name in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.records import Force, Status
from exports.feed import ATOM, atom
from tests.unit.making import campaign, datasets, event
from tests.unit.publishing import ADDRESS, ADVERSE, any_texts, everything, of, publication, saying

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ADOPTED = event(date="2024-11-19", status_after=Status.WON, votes_for=4, votes_against=1, source_title="Minutes")


def parsed(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)  # noqa: S314 - written by ourselves a moment ago


def children(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return element.findall(f"{{{ATOM}}}{name}")


def text(element: ElementTree.Element, name: str) -> str:
    (child,) = children(element, name)
    return child.text or ""


def links(element: ElementTree.Element, relation: str) -> list[str]:
    return [link.get("href", "") for link in children(element, "link") if link.get("rel") == relation]


def entries(data: bytes) -> list[Any]:
    read = feedparser.parse(data)
    assert not read.bozo, read.bozo_exception
    return list(read.entries)


def offences(data: bytes) -> list[str]:
    """Where a feed breaks a rule of RFC 4287."""
    feed = parsed(data)
    found = [offence for element in (feed, *children(feed, "entry")) for offence in offences_in(element)]
    told = children(feed, "entry")
    rules = {
        "somebody has written it": bool(children(feed, "author")),
        "each entry has a name of its own": len({text(entry, "id") for entry in told}) == len(told),
        "an entry has content or a page": all(
            children(entry, "content") or links(entry, "alternate") for entry in told
        ),
        "a category has a term": all(category.get("term") for category in feed.iter(f"{{{ATOM}}}category")),
        "a link leads to the web": all(
            re.match(r"https?://[^\s/]", link.get("href", "")) for link in feed.iter(f"{{{ATOM}}}link")
        ),
    }
    return [*found, *(rule for rule, is_kept in rules.items() if not is_kept)]


def offences_in(element: ElementTree.Element) -> Iterator[str]:
    """Where a feed or an entry breaks a rule that holds for both."""
    for name in ("id", "title", "updated"):
        if len(children(element, name)) != 1 or not text(element, name).strip():
            yield f"there is one {name}"
    if not MOMENT.fullmatch(text(element, "updated")):
        yield "a moment is as RFC 3339 has it"
    if len(links(element, "alternate")) > 1:
        yield "there is one page of a kind"


def test_an_entry_says_what_happened_where_and_what_became_of_it() -> None:
    (entry,) = entries(atom(of(campaign(force=Force.BINDING), events=(ADOPTED,), address=ADDRESS)))
    assert entry.title == "Exampleton: The council adopts the resolution (won)"
    assert entry.updated == "2024-11-19T00:00:00Z"
    for words in ("19 November 2024", "Vote", "Exampleton City Council", "4 for, 1 against", "Source: Minutes"):
        assert words in entry.summary


def test_an_advisory_decision_is_not_told_as_a_binding_one() -> None:
    (entry,) = entries(atom(of(campaign(force=Force.ADVISORY), events=(ADOPTED,))))
    assert entry.title.endswith("(won, advisory)")


def test_an_entry_leads_to_the_campaign_and_to_its_source() -> None:
    view = of(campaign("a-us-bonds"), events=(event("a-us-bonds"),), address=f"{ADDRESS}?status=won#x")
    (entry,) = children(parsed(atom(view)), "entry")
    assert links(entry, "alternate") == [f"{ADDRESS}?campaign=a-us-bonds"]
    assert links(entry, "via") == ["https://example.org/minutes"]


def test_without_an_address_an_entry_leads_to_its_source() -> None:
    (entry,) = children(parsed(atom(of(campaign(), events=(ADOPTED,)))), "entry")
    assert links(entry, "alternate") == links(entry, "via") == ["https://example.org/minutes"]


def test_an_entry_is_filed_by_country_companies_and_status() -> None:
    told = campaign(targets=("Example Corp", "Sample Industries"))
    (entry,) = entries(atom(of(told, events=(ADOPTED,))))
    assert [tag.term for tag in entry.tags] == ["US", "Example Corp", "Sample Industries", "won"]
    assert [tag.label for tag in entry.tags] == ["United States", "Example Corp", "Sample Industries", "Won"]


def test_the_feed_says_what_it_shows_and_under_which_licence() -> None:
    feed = feedparser.parse(atom(of(campaign(), address=ADDRESS))).feed
    assert feed.title == "City Campaigns: 1 campaign"
    assert "creativecommons.org" in feed.rights
    assert (feed.link, feed.generator, feed.author) == (ADDRESS, "City Campaigns", "City Campaigns contributors")


@pytest.mark.parametrize(
    ("date", "moment"), [("2024", "2024-01-01"), ("2024-05", "2024-05-01"), ("2024-05-14", "2024-05-14")]
)
def test_a_step_stands_at_the_first_moment_that_its_date_can_mean(date: str, moment: str) -> None:
    (entry,) = entries(atom(of(campaign(), events=(event(date=date),))))
    assert entry.updated == f"{moment}T00:00:00Z"


def test_the_newest_come_first_and_of_one_day_the_last() -> None:
    dates = ["2023", "2024-05-14", "2024-05-14", "2025"]
    steps = tuple(event(date=date, what=f"Step {number}") for number, date in enumerate(dates))
    told = entries(atom(of(campaign(), events=steps)))
    assert [entry.title for entry in told] == [f"Exampleton: Step {number}" for number in (3, 2, 1, 0)]


def test_only_so_many_are_told() -> None:
    steps = tuple(event(date=f"{year}") for year in range(1900, 2020))
    assert len(entries(atom(of(campaign(), events=steps)))) == 100
    assert [entry.updated[:4] for entry in entries(atom(of(campaign(), events=steps), most=2))] == ["2019", "2018"]


def test_the_feed_has_changed_when_the_last_step_that_is_past_was_taken() -> None:
    announced = event(date="2027-01-15", kind="announced")
    assert feedparser.parse(atom(of(campaign(), events=(ADOPTED, announced)))).feed.updated == "2024-11-19T00:00:00Z"
    assert feedparser.parse(atom(of(campaign()))).feed.updated == "2026-11-21T00:00:00Z"


def test_a_step_keeps_its_name_whatever_is_shown_and_however_it_is_worded() -> None:
    step, other = event("a", what="Adopted"), event("b", what="Adopted")
    names = {
        entries(atom(view))[0].id
        for view in (
            of(campaign("a"), events=(step,)),
            of(campaign("a", title="Bonds"), events=(event("a", what="Adopted, 4-1", votes_for=4),), address=ADDRESS),
            publication(Dataset((campaign("a"), campaign("b", country="NO")), (step, other)), Filters(country=("US",))),
        )
    }
    assert names == {"urn:uuid:1362f632-2c31-52b5-a4af-c2948aa5b512"}


def test_two_steps_of_one_kind_on_one_day_have_two_names() -> None:
    steps = (event(what="The first reading"), event(what="The second reading"))
    assert len({entry.id for entry in entries(atom(of(campaign(), events=steps)))}) == 2


def test_a_view_keeps_its_name_when_campaigns_come_and_another_view_has_another() -> None:
    norway = Filters(country=("NO",))
    one, two = (tuple(campaign(f"c{n}", country="NO") for n in range(size)) for size in (1, 2))
    views = [publication(Dataset(one), norway), publication(Dataset(two), norway), of(*two), of(*two, chosen=("c1",))]
    first, same, *others = [text(parsed(atom(view)), "id") for view in views]
    assert first == same
    assert len({first, *others}) == 3


def test_a_campaign_without_events_is_told_by_its_own_dates() -> None:
    told = entries(atom(of(campaign(started="2023", decided="2024-05"))))
    assert [entry.updated[:7] for entry in told] == ["2024-05", "2023-01"]


@pytest.mark.parametrize("wording", ADVERSE, ids=lambda text: ascii(text[:24]))
def test_adverse_text_is_nothing_but_text(wording: str) -> None:
    data = atom(saying(wording, address=wording))
    assert offences(data) == []
    tame = atom(saying("Example"))
    kinds = {element.tag for element in parsed(data).iter()} - {element.tag for element in parsed(tame).iter()}
    assert kinds == set()
    assert all(title.get("type") == "text" for title in parsed(data).iter(f"{{{ATOM}}}title"))


def test_markup_in_a_title_is_read_as_typed() -> None:
    (_, entry) = children(parsed(atom(saying("<script>alert(1)</script> & ]]>"))), "entry")
    assert "<script>alert(1)</script> & ]]>" in text(entry, "title")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd"])
def test_an_entry_whose_source_is_no_page_has_no_link_and_says_all_itself(address: str) -> None:
    entry = children(parsed(atom(saying(address))), "entry")[0]
    assert children(entry, "link") == []
    assert text(entry, "content")


def test_a_link_is_fit_to_stand_in_a_document() -> None:
    entry = children(parsed(atom(saying('https://example.org/a b"<c>\n\u202e?q={d}'))), "entry")[0]
    assert links(entry, "via") == ["https://example.org/a%20b%22%3Cc%3E%0A%E2%80%AE?q=%7Bd%7D"]


@given(any_texts)
def test_any_text_makes_a_feed_that_keeps_the_rules(wording: str) -> None:
    assert offences(atom(saying(wording, address=f"https://example.org/{wording}"))) == []


@given(datasets())
def test_any_campaigns_make_a_feed_that_keeps_the_rules(dataset: Dataset) -> None:
    data = atom(publication(dataset))
    assert offences(data) == []
    assert atom(publication(dataset)) == data


def test_every_step_of_the_project_is_in_its_feed() -> None:
    view = everything()
    data = atom(view, most=1_000_000)
    assert offences(data) == []
    assert len(entries(data)) == sum(len(view.history(one)) for one in view.campaigns)
