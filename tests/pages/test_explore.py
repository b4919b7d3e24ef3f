"""The Explore page: the list, the filters, the address and the card."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.filters import NONE_NAMED
from tests.pages.app import App
from tests.pages.conftest import CAMPAIGNS, SAME, Open, write

IDS = {row["id"] for row in CAMPAIGNS}
ALL = "./?status=won&target=example-corp&ask=divestment&country=us&q=motion&from=2015&to=2017"


def test_shows_every_campaign_and_says_how_many(invented: Open) -> None:
    app = invented()
    assert app.faults == []
    assert app.heading == "6 campaigns"
    assert set(app.listed) == IDS
    assert app.address == {}


def test_shows_the_projects_own_data(real: Open) -> None:
    app = real()
    assert app.faults == []
    assert int(app.heading.split()[0]) > 300


@pytest.mark.parametrize(
    ("facet", "chosen", "slugs", "left"),
    [
        ("status", ["won"], ["won"], {"exampleton-divestment", "sampleville-police"}),
        ("status", ["lost"], ["lost"], {"exampleton-procurement"}),
        ("ask", ["twinning"], ["twinning"], {"sampleville-county-twinning"}),
        ("country", ["GB"], ["GB"], {"sampleville-bonds", "sampleville-county-twinning", "sampleville-police"}),
        ("target", [NONE_NAMED], ["none"], {"sampleville-county-twinning", "sampleville-police"}),
        ("target", ["Sample Industries"], ["sample-industries"], {"exampleton-procurement", "sampleville-bonds"}),
    ],
)
def test_a_choice_narrows_the_list_and_stands_in_the_address(
    invented: Open, facet: str, chosen: list[str], slugs: list[str], left: set[str]
) -> None:
    app = invented().choose(facet, chosen)
    assert app.faults == []
    assert set(app.listed) == left
    assert app.address == {facet: slugs}
    assert app.heading.startswith(f"{len(left)} campaign")


def test_several_targets_mean_any_of_them(invented: Open) -> None:
    app = invented().choose("target", ["Example Corp", "Sample Industries"])
    named = {row["id"] for row in CAMPAIGNS if row.get("targets")}
    assert set(app.listed) == named
    assert app.address == {"target": ["example-corp", "sample-industries"]}


def test_several_filters_mean_all_of_them(invented: Open) -> None:
    app = invented().choose("status", ["won"]).choose("country", ["GB"])
    assert app.listed == ["sampleville-police"]
    assert app.address == {"status": ["won"], "country": ["GB"]}


def test_words_are_searched_for_in_aliases_and_events_whatever_their_case(invented: Open) -> None:
    app = invented().search("  PETITION ")
    assert app.listed == ["sampleville-county-twinning"]
    assert app.address == {"q": ["PETITION"]}
    assert set(app.search("excorp sampleville").listed) == {"sampleville-bonds"}


def test_years_narrow_the_list_and_stand_in_the_address(invented: Open) -> None:
    app = invented()
    app.at.slider(key="filter_years").set_value((2019, 2021)).run()
    assert set(app.listed) == {"exampleton-procurement", "sampleville-county-twinning"}
    assert app.address == {"from": ["2019"], "to": ["2021"]}


def test_a_year_at_the_end_of_the_slider_is_no_filter(invented: Open) -> None:
    app = invented()
    app.at.slider(key="filter_years").set_value((2012, 2019)).run()
    assert app.address == {"to": ["2019"]}


def test_the_count_beside_a_choice_is_what_choosing_it_shows(invented: Open) -> None:
    app = invented()
    assert app.counts("status") == {"Won": 2, "Partly won": 1, "Ongoing": 1, "Lost": 1, "Reversed": 1}
    assert app.counts("target") == {"Example Corp": 3, "Sample Industries": 2, "No company named": 2}
    assert app.counts("country") == {"United Kingdom": 3, "United States": 3}


def test_the_counts_of_a_filter_follow_the_other_filters_but_not_itself(invented: Open) -> None:
    app = invented().choose("country", ["GB"])
    assert app.counts("status") == {"Won": 1, "Partly won": 0, "Ongoing": 1, "Lost": 0, "Reversed": 1}
    assert app.counts("country") == {"United Kingdom": 3, "United States": 3}


def test_clearing_all_restores_everything(invented: Open) -> None:
    app = invented(f"{ALL}&year=2016&campaign=exampleton-divestment").press("Clear all")
    assert app.faults == []
    assert set(app.listed) == IDS
    assert app.address == {}
    assert app.at.text_input(key="filter_q").value == ""
    assert app.at.multiselect(key="filter_target").value == []
    assert app.at.select_slider(key="filter_year").value == "today"


def test_an_address_with_every_filter_is_taken_up(invented: Open) -> None:
    app = invented(ALL)
    assert app.faults == []
    assert app.listed == ["exampleton-divestment"]
    assert app.at.button_group(key="filter_status").value == ["won"]
    assert app.at.multiselect(key="filter_target").value == ["Example Corp"]
    assert app.at.multiselect(key="filter_ask").value == ["divestment"]
    assert app.at.multiselect(key="filter_country").value == ["US"]
    assert app.at.text_input(key="filter_q").value == "motion"
    assert app.at.slider(key="filter_years").value == (2015, 2017)
    assert app.address["from"] == ["2015"]


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("./?status=glorious", "glorious"),
        ("./?target=nobody-at-all", "nobody-at-all"),
        ("./?ask=%3Cscript%3E", "<script>"),
        ("./?country=xx", "xx"),
        ("./?from=yesterday", "yesterday"),
        ("./?to=2024-13", "2024-13"),
        ("./?year=12345", "12345"),
    ],
)
def test_an_unknown_value_is_left_out_with_a_note(invented: Open, address: str, word: str) -> None:
    app = invented(address)
    assert app.faults == []
    assert set(app.listed) == IDS
    assert word in app.words
    assert app.address == {}


def test_what_is_known_beside_an_unknown_value_stays(invented: Open) -> None:
    app = invented("./?status=glorious&status=lost")
    assert app.listed == ["exampleton-procurement"]
    assert app.address == {"status": ["lost"]}


def test_a_foreign_parameter_is_left_alone(invented: Open) -> None:
    app = invented("./?embed_from=newsletter").choose("status", ["lost"])
    assert app.address == {"embed_from": ["newsletter"], "status": ["lost"]}


def test_an_address_opens_a_campaign(invented: Open) -> None:
    app = invented("./?campaign=exampleton-divestment")
    assert app.faults == []
    card = app.text("campaign_card")
    for word in ("Divestment from Example Corp", "City council", "7 for, 2 against", "14 May 2016", "Exampleton Forum"):
        assert word in card
    assert app.html("campaign_card").count("<time") == 2
    assert app.listed == []


def test_a_campaign_stays_open_while_the_filters_hide_it(invented: Open) -> None:
    app = invented("./?campaign=exampleton-divestment&status=lost")
    assert app.has("campaign_card")
    assert "exampleton-divestment" in [campaign["id"] for campaign in app.drawn]


def test_going_back_in_the_browser_takes_the_view_back(invented: Open) -> None:
    app = invented().choose("status", ["won"])
    app.at.query_params.clear()
    assert set(app.run().listed) == IDS
    app.at.query_params["campaign"] = "sampleville-bonds"
    assert app.run().has("campaign_card")


def test_a_choice_made_before_the_last_address_has_arrived_keeps_both(invented: Open) -> None:
    app = invented().choose("status", ["won"])
    app.at.query_params.clear()  # as the browser has it while the answer to the first choice is on its way
    app.choose("country", ["GB"])
    assert app.address == {"status": ["won"], "country": ["GB"]}
    assert app.listed == ["sampleville-police"]


def test_a_link_followed_before_the_last_address_has_arrived_opens(invented: Open) -> None:
    app = invented("./?campaign=exampleton-divestment").follow("campaign_card", "Back to the list")
    app.at.query_params["campaign"] = "exampleton-divestment"  # still in the address bar
    app.follow("campaign_list", "Sale of bonds")
    assert "Rescinded." in app.text("campaign_card")
    assert app.address == {"campaign": ["sampleville-bonds"]}


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% raise %}", "{{ 7*7", "{# #}", "${1}`\\"])
def test_a_title_that_is_code_of_a_template_is_drawn(data: Path, text: str) -> None:
    write(data / "campaigns.csv", [SAME | row | {"title": f"{row['title']} {text}"} for row in CAMPAIGNS])
    app = App()
    assert app.faults == []
    assert [campaign for campaign in app.drawn if campaign["title"].endswith(f"bonds {text}")]


def test_an_unknown_campaign_gets_a_sentence_and_the_list(invented: Open) -> None:
    app = invented("./?campaign=no-such-campaign")
    assert app.faults == []
    assert "“no-such-campaign”" in app.words
    assert set(app.listed) == IDS


def test_a_listed_campaign_opens_by_its_link_and_the_list_comes_back(invented: Open) -> None:
    app = invented("./?status=lost").follow("campaign_list", "Procurement motion")
    assert app.has("campaign_card")
    assert app.address == {"status": ["lost"], "campaign": ["exampleton-procurement"]}
    app.follow("campaign_card", "Back to the list")
    assert app.listed == ["exampleton-procurement"]
    assert app.address == {"status": ["lost"]}


def test_a_marker_opens_its_campaign(invented: Open) -> None:
    app = invented().click_marker(i="sampleville-bonds")
    assert app.faults == []
    assert "Rescinded." in app.text("campaign_card")
    assert app.address == {"campaign": ["sampleville-bonds"]}


def test_campaigns_of_one_place_share_a_marker_that_lists_them(invented: Open) -> None:
    app = invented()
    assert len(app.markers) == 5
    app.click_marker(n=2)
    assert app.faults == []
    assert set(app.listed) == {"exampleton-divestment", "exampleton-procurement"}
    assert "Exampleton: 2 campaigns" in app.words


def test_a_filter_that_matches_nothing_says_so(invented: Open) -> None:
    app = invented("./?q=zzzz")
    assert app.faults == []
    assert app.heading.startswith("0 campaigns")
    assert "No campaign matches" in app.words
    assert app.drawn == []


def test_a_campaign_without_events_shows_its_own_two_dates(invented: Open) -> None:
    card = invented("./?campaign=exampleton-policy").html("campaign_card")
    assert card.count("<time") == 2
    assert 'datetime="2012"' in card
    assert 'datetime="2013"' in card


def test_a_campaign_without_companies_says_so(invented: Open) -> None:
    assert "No company named" in invented("./?campaign=sampleville-police").text("campaign_card")


def test_a_past_year_shows_what_stood_then(invented: Open) -> None:
    app = invented("./?year=2016")
    assert app.faults == []
    assert set(app.listed) == {"exampleton-divestment", "sampleville-bonds", "exampleton-policy"}
    assert app.counts("status") == {"Won": 2, "Partly won": 1, "Ongoing": 0, "Lost": 0, "Reversed": 0}
    assert "2016" in app.heading


def test_the_slider_goes_back_in_time_and_returns(invented: Open) -> None:
    app = invented()
    app.at.select_slider(key="filter_year").set_value(2014).run()
    assert app.address == {"year": ["2014"]}
    assert set(app.listed) == {"sampleville-bonds", "exampleton-policy"}
    app.at.select_slider(key="filter_year").set_value("today").run()
    assert app.address == {}
    assert set(app.listed) == IDS


def test_a_long_list_is_shown_a_page_at_a_time(real: Open) -> None:
    app = real()
    first = len(app.listed)
    assert len(app.press("Show ").listed) > first


def test_a_widget_that_the_browser_makes_anew_begins_with_what_the_view_says(invented: Open) -> None:
    at = invented("./?status=won&target=example-corp&q=council&year=2020").at
    slider = at.select_slider(key="filter_year").proto
    assert [slider.options[int(place)] for place in slider.default] == ["2020"]
    assert at.text_input(key="filter_q").proto.default == "council"
    assert [list(at.multiselect(key="filter_target").proto.default)] == [[0]]
    assert list(at.button_group(key="filter_status").proto.default) == [0]
    assert [invented().at.select_slider(key="filter_year").proto.options[-1]] == ["today"]
