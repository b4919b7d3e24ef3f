"""Presenting: every campaign of the view once, in the order asked for; how a view spread; where a presenter stands."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.near import Centre
from campaigns.past import as_of, turns
from campaigns.presenting import Order, offered, ordered, settled_on
from campaigns.records import Status
from campaigns.selection import Index, Selection
from tests.unit.making import HOSTILE, at, campaign, datasets, event, filters, index, unhurried
from tests.unit.test_templates import BAD_LINKS, Page
from ui.present.address import Standing, read
from ui.present.slides import Occasion, presentation

OCCASION = Occasion("https://campaigns.example.org/", date(2026, 11, 21))
HERE = Centre((45.0, -122.0), "Exampleton", "US")


def selected(dataset: Dataset, chosen: Filters = Filters()) -> Selection:
    return Selection(Index(dataset), chosen)


@given(datasets(), filters, st.sampled_from([Order.CHRONOLOGICAL, Order.SPREAD]))
@unhurried
def test_every_campaign_of_the_view_is_presented_once(dataset: Dataset, chosen: Filters, order: Order) -> None:
    selection = selected(dataset, chosen)
    told = ordered(selection, order)
    assert sorted(c.id for c in told) == sorted(c.id for c in selection.campaigns)


@given(datasets())
@unhurried
def test_no_campaign_is_told_before_one_that_was_settled_earlier(dataset: Dataset) -> None:
    told = ordered(selected(dataset), Order.CHRONOLOGICAL)
    settled = [settled_on(one, dataset.history(one)) for one in told]
    days = [day.last if day else date.max for day in settled]
    assert days == sorted(days)


@given(datasets(), st.lists(st.sampled_from([f"campaign-{n}" for n in range(10)])))
@unhurried
def test_hand_picked_campaigns_come_once_each_in_their_order(dataset: Dataset, picked: list[str]) -> None:
    known = {c.id for c in dataset.campaigns}
    told = [c.id for c in ordered(selected(dataset), Order.PICKED, picked)]
    assert told == [name for name in dict.fromkeys(picked) if name in known]


def test_by_distance_the_nearest_comes_first_and_only_where_a_place_is_asked_for() -> None:
    dataset = Dataset((at(45.5, -122, "far"), at(45.1, -122, "near"), at(0, 0, "beyond")))
    selection = selected(dataset, Filters(near="Exampleton", centre=HERE))
    assert [c.id for c in ordered(selection, Order.NEAR)] == ["near", "far"]
    assert Order.NEAR in offered(selection)
    assert Order.NEAR not in offered(selected(dataset))


def test_what_settles_a_campaign_is_its_last_change_of_status_and_not_the_news_after_it() -> None:
    steps = [event(date="2020"), event(date="2021-05", status_after=Status.WON), event(date="2024")]
    assert str(settled_on(campaign(), steps)) == "2021-05"
    assert str(settled_on(campaign(), steps[:1])) == "2020"
    assert str(settled_on(campaign(decided="2019"), [])) == "2019"
    assert settled_on(campaign(), []) is None


@given(datasets(), st.integers(2012, 2020))
@unhurried
def test_the_turns_of_a_campaign_tell_how_it_stood_at_the_end_of_any_year(dataset: Dataset, year: int) -> None:
    then = {one.id: one.status for one in as_of(dataset, year).campaigns}
    past = {
        one.id: [status for turn, status in turns(dataset, one).items() if turn <= year] for one in dataset.campaigns
    }
    assert then == {name: statuses[-1] for name, statuses in past.items() if statuses}


@given(datasets(), filters)
@unhurried
def test_each_order_leads_through_every_slide_and_the_years_are_without_a_gap(
    dataset: Dataset, chosen: Filters
) -> None:
    deck = presentation(selected(dataset, chosen), Standing(), OCCASION)
    for order in deck["orders"].values():
        assert sorted(order) == list(range(len(deck["campaigns"])))
    years = [int(slide["name"]) for slide in deck["years"]]
    assert years == list(range(min(years, default=0), max(years, default=-1) + 1))
    assert json.dumps(deck)


def test_a_year_names_what_was_won_in_it_and_counts_what_stood() -> None:
    dataset = Dataset(
        (campaign("one", place="Exampleton"), campaign("two", place="Sampleville", status=Status.LOST)),
        (
            event("one", "2020", status_after=Status.WON),
            event("two", "2019", status_after=Status.WON),
            event("two", "2021", status_after=Status.LOST),
        ),
    )
    said = [slide["say"] for slide in presentation(selected(dataset), Standing(), OCCASION)["years"]]
    assert said == ["2019: 1 won", "2020: 2 won", "2021: 1 won, 1 lost"]
    html = [Page(slide["html"]).text for slide in presentation(selected(dataset), Standing(), OCCASION)["years"]]
    assert "Won in 2019: Sampleville" in html[0]
    assert "Won in 2020: Exampleton" in html[1]
    assert "Won in" not in html[2]


def test_a_slide_says_place_outcome_vote_who_decided_and_source() -> None:
    made = campaign(decided="2024-11-19", region="Oregon")
    step = event(votes_for=4, votes_against=1, status_after=Status.WON)
    deck = presentation(Selection(index(made, events=(step,)), Filters()), Standing(), OCCASION)
    page = Page(deck["campaigns"][0]["html"])
    text = " ".join(page.text.split())
    for words in ("Exampleton", "Won", "Vote 4–1", "Exampleton City Council, 19 November 2024", "example.org/minutes"):
        assert words in text
    assert page.links == ["https://example.org/minutes"]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_cell_adds_nothing_to_a_slide_but_text(words: str) -> None:
    def slide(text: str) -> Page:
        made = campaign(place=text, title=text, body=text, region=text)
        step = event(what=text, status_after=Status.WON)
        deck = presentation(Selection(index(made, events=(step,)), Filters()), Standing(), OCCASION)
        return Page(deck["campaigns"][0]["html"] + deck["years"][0]["html"])

    assert slide(words).skeleton == slide("plain words").skeleton
    assert words in slide(words).text


@pytest.mark.parametrize("address", BAD_LINKS)
def test_only_web_addresses_become_links_on_a_slide(address: str) -> None:
    made = campaign(url=address)
    deck = presentation(Selection(index(made), Filters()), Standing(), OCCASION)
    assert Page(deck["campaigns"][0]["html"]).links == []


def test_the_closing_slide_has_the_page_to_join_and_a_code_of_the_same_view() -> None:
    selection = Selection(index(campaign()), Filters(status=("won",)))
    page = Page(presentation(selection, Standing(), OCCASION)["closing"]["html"])
    assert page.links == ["https://campaigns.example.org/involved"]
    assert "svg" in [tag for tag, _ in page.elements]
    assert "this computer alone" not in page.text


def test_an_address_of_this_computer_is_called_that() -> None:
    here = Occasion("http://localhost:8501/", date(2026, 11, 21))
    page = Page(presentation(Selection(index(campaign()), Filters()), Standing(), here)["closing"]["html"])
    assert "localhost:8501/involved" in page.text
    assert "this computer alone" in page.text


def test_without_an_address_there_is_no_code() -> None:
    nowhere = Occasion("", date(2026, 11, 21))
    page = Page(presentation(Selection(index(campaign()), Filters()), Standing(), nowhere)["closing"]["html"])
    assert "svg" not in [tag for tag, _ in page.elements]
    assert page.links == []


def test_an_address_says_where_a_presenter_stands() -> None:
    selection = Selection(index(campaign("one"), campaign("two")), Filters())
    query = {"order": ["spread"], "pick": ["two", "one", "two"], "slide": ["2016"]}
    assert read(query, selection) == (Standing(Order.SPREAD, ("two", "one"), "2016"), [])
    assert read({"pick": ["one"]}, selection)[0].order is Order.PICKED
    assert read({}, selection) == (Standing(), [])


def test_what_an_address_names_that_is_not_known_is_noted_and_left_out() -> None:
    selection = Selection(index(campaign("one")), Filters())
    standing, notes = read({"order": ["backwards"], "pick": ["nobody"]}, selection)
    assert standing == Standing()
    assert len(notes) == 2
    assert "backwards" in notes[0]
    assert "nobody" in notes[1]
    assert read({"order": ["near"]}, selection)[1] == ["order “near” needs a place to be near to"]
