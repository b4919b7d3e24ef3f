"""Whatever a cell holds is shown as typed: it adds no element, no attribute and no link to a page."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from campaigns.dataset import Dataset
from campaigns.filters import Filters, Vocabulary
from campaigns.records import Campaign, Company, Event, Force, Status
from campaigns.selection import Index, Selection
from exports.links import web_link
from tests.unit.making import HOSTILE, at, day
from ui import blocks, campaign_list, card, companies
from ui.timeline import chart
from ui.view import View, parse

TAME = "plain words"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OUR_PAGES = {"./", "companies", "update"}
BAD_LINKS = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//example.org",
    "file:///etc/passwd",
    "./?campaign=x",
    "",
)


class Page(HTMLParser):
    """What a browser makes of some HTML: the elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.others: list[str] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    @property
    def skeleton(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements and the names of their attributes, whatever the values."""
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.elements if "href" in attributes and tag != "use"]


Shown = Callable[[str, str], Page]
"""Shows a block whose every text is the first, and whose every link is the second."""


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of each block put on the page."""
    html: list[str] = []

    def show(template: str, vocabulary: Vocabulary, key: str, focus: str = "", **context: Any) -> None:
        html.append(blocks.render(template, **context))

    monkeypatch.setattr(blocks, "show", show)
    return html


def a_campaign(text: str, url: str, id: str = "one") -> Campaign:
    filled = dict.fromkeys(
        ("title", "place", "region", "country", "level", "body", "ask", "summary", "confidence"), text
    )
    return at(
        45.5,
        -122.7,
        id,
        **filled,
        status=Status.PARTIAL,
        force=Force.ADVISORY,
        targets=(text, f"{text} two"),
        organizers=(text,),
        source_note=text,
        decided=day("2024-11"),
        last_checked=day("2026"),
        url=url,
        action_url=url,
        related=("other",),
    )


def steps(text: str, url: str) -> tuple[Event, ...]:
    filled: dict[str, Any] = dict.fromkeys(("kind", "what", "source_title", "source_publisher", "source_kind"), text)
    links: dict[str, Any] = {"source_url": url, "archive_url": url}
    return (
        Event("one", day("2020"), **filled, **links),
        Event("one", day("2024-05"), **filled, **links, votes_for=4, votes_against=1, status_after=Status.WON),
    )


def a_dataset(text: str, url: str) -> Dataset:
    company = Company(text, aliases=(text,), sector=text, profile_url=url)
    both = (a_campaign(text, url), a_campaign(text, url, id="other"))
    return Dataset(both, steps(text, url), (company,))


def show_card(text: str, url: str) -> None:
    dataset = a_dataset(text, url)
    view = View(Filters(words=text), at=text)
    card.show(dataset.campaigns[0], dataset, Vocabulary((text,), ()), view)


def show_list(text: str, url: str) -> None:
    index = Index(a_dataset(text, url))
    campaign_list.show(Selection(index, Filters()), View(Filters(words=text), campaign=text, at="45.5,-122.7"))


def show_companies(text: str, url: str) -> None:
    companies.show(Index(a_dataset(text, url)), View(Filters(words=text), company=f"{text} unknown"))


def show_company(text: str, url: str) -> None:
    companies.show(Index(a_dataset(text, url)), View(Filters(words=text), company=text))


def show_sentences(text: str, url: str) -> None:
    blocks.show("sentences.html", Vocabulary((), ()), key="s", heading="", lines=[text, text])


def show_notes(text: str, url: str) -> None:
    blocks.show("sentences.html", Vocabulary((), ()), key="s", heading=text, lines=[text, text])


def show_heading(text: str, url: str) -> None:
    blocks.show("heading.html", Vocabulary((), ()), key="h", sentence=text, lead=text)


def show_gaps(text: str, url: str) -> None:
    noted = a_campaign(text, url, id=text)
    blocks.show("gaps.html", Vocabulary((), ()), key="g", total=1, gaps=[], countries=[text, text], noted=[noted])


def show_numbers(text: str, url: str) -> None:
    blocks.show("numbers.html", Vocabulary((), ()), key="n", caption=text, header=[text, text], rows=[(text, [1])])


BLOCKS = (
    show_card,
    show_list,
    show_companies,
    show_company,
    show_sentences,
    show_notes,
    show_heading,
    show_gaps,
    show_numbers,
)
every_block = pytest.mark.parametrize("block", BLOCKS)
every_block_with_links = pytest.mark.parametrize(
    "block", [show_card, show_list, show_companies, show_company, show_gaps]
)
every_block_with_links_that_keep_the_view = pytest.mark.parametrize("block", [show_card, show_list, show_companies])


def page(put: list[str], block: Callable[[str, str], None], text: str, url: str = "https://example.org/") -> Page:
    put.clear()
    block(text, url)
    return Page("".join(put))


@every_block
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_attribute_or_comment(
    put: list[str], block: Callable[[str, str], None], text: str
) -> None:
    hostile, tame = page(put, block, text), page(put, block, TAME)
    assert hostile.skeleton == tame.skeleton
    assert hostile.others == tame.others == []
    assert hostile.open == tame.open == []


@every_block
@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_as_typed_wherever_plain_words_would(
    put: list[str], block: Callable[[str, str], None], text: str
) -> None:
    hostile, tame = page(put, block, text), page(put, block, TAME)
    assert tame.text.count(TAME) >= 1
    assert hostile.text.count(text) >= tame.text.count(TAME)


@every_block_with_links
@pytest.mark.parametrize("text", HOSTILE)
def test_links_lead_to_the_web_or_to_a_page_of_ours(
    put: list[str], block: Callable[[str, str], None], text: str
) -> None:
    links = page(put, block, text).links
    assert links
    assert all(link == "https://example.org/" or parse(link)[0] in OUR_PAGES for link in links)


@every_block_with_links
@pytest.mark.parametrize("url", BAD_LINKS)
def test_an_address_that_is_not_http_becomes_no_link(
    put: list[str], block: Callable[[str, str], None], url: str
) -> None:
    shown = page(put, block, TAME, url)
    assert shown.links
    assert all(_is_ours(tag, attributes) for tag, attributes in shown.elements if "href" in attributes and tag != "use")
    assert not any("src" in attributes or "style" in attributes for _, attributes in shown.elements)


@every_block_with_links_that_keep_the_view
@pytest.mark.parametrize("text", HOSTILE)
def test_a_link_carries_the_words_searched_for_as_typed(
    put: list[str], block: Callable[[str, str], None], text: str
) -> None:
    queries = [parse(link)[1] for link in page(put, block, text).links if "?" in link]
    searched = [query["q"] for query in queries if "q" in query]
    assert searched
    assert all(words == [text] for words in searched)


def test_every_outside_link_opens_apart_and_tells_nothing(put: list[str]) -> None:
    outside = [attributes for _, attributes in page(put, show_card, TAME).elements if attributes.get("target")]
    assert len(outside) == 6  # the page to cite, how to join, and a source and a copy of each of two steps
    assert all({"noopener", "noreferrer"} <= set((link["rel"] or "").split()) for link in outside)
    assert all((link["href"] or "").startswith("https://") for link in outside)


def test_a_source_that_cannot_be_a_link_is_still_named(put: list[str]) -> None:
    shown = page(put, show_card, TAME, "javascript:alert(1)")
    assert "javascript:alert(1)" in shown.text
    assert "How to join" not in shown.text
    assert "archived copy" not in shown.text
    assert shown.text.count("plain words · plain words · plain words") == 2


def test_a_card_links_every_target_to_its_company_and_to_the_other_chapter(put: list[str]) -> None:
    queries = [parse(link) for link in page(put, show_card, "Example Corp").links if "?" in link]
    assert [query["company"] for at, query in queries if at == "companies"] == [["example-corp"], ["example-corp-two"]]
    assert ["other"] in [query.get("campaign") for _, query in queries]


def test_the_list_carries_each_campaigns_id_in_its_link(put: list[str]) -> None:
    shown = page(put, show_list, TAME)
    rows = [attributes for _, attributes in shown.elements if attributes.get("data-campaign")]
    assert [row["data-campaign"] for row in rows] == ["one", "other"]
    assert [parse(row["href"] or "")[1]["campaign"] for row in rows] == [["one"], ["other"]]


def test_an_empty_list_names_each_filter_that_keeps_all_away_and_what_there_is_without_it(put: list[str]) -> None:
    there = Index(Dataset((at(45.5, -122.7, country="US"),)))
    filters = Filters(words="{nothing} <b>", country=("US",))
    campaign_list.show(Selection(there, filters), View(filters))
    shown = Page(put[0])
    assert "No campaign matches." in shown.text
    assert "Without “{nothing} <b>”: 1 campaign" in shown.text
    assert shown.links == ["./?country=US", "./?"]


def test_a_data_set_without_campaigns_leads_to_where_one_is_added(put: list[str]) -> None:
    campaign_list.show(Selection(Index(Dataset(())), Filters()), View())
    shown = Page(put[0])
    assert "There is no campaign here yet." in shown.text
    assert shown.links == ["update?"]


def test_the_companies_page_is_a_table_also_where_a_name_has_no_latin_letter(put: list[str]) -> None:
    companies.show(Index(Dataset((at(45.5, -122.7, targets=("Пример",)),))), View())
    assert "1 company named" in Page(put[0]).text


@pytest.mark.parametrize("text", HOSTILE)
def test_the_history_shows_what_happened_as_text_only(text: str) -> None:
    hostile, tame = Page(chart(steps(text, "https://example.org/"))), Page(chart(steps(TAME, "https://example.org/")))
    assert hostile.skeleton == tame.skeleton
    assert f"2020: {text}" in hostile.text
    assert hostile.open == []


@pytest.mark.parametrize("url", [url for url in BAD_LINKS if url])
def test_only_http_is_let_through_to_a_link(url: str) -> None:
    assert web_link(url) == ""


@pytest.mark.parametrize("url", ["https://example.org/a?b=c&d", "http://example.org"])
def test_http_is_let_through_unchanged(url: str) -> None:
    assert web_link(url) == url


def test_a_value_that_a_template_misses_is_an_error_and_no_blank() -> None:
    with pytest.raises(Exception, match="'sentence' is undefined"):
        blocks.render("heading.html", lead="")


def _is_ours(tag: str, attributes: dict[str, str | None]) -> bool:
    return tag == "a" and "data-view" in attributes and parse(attributes["href"] or "")[0] in OUR_PAGES
