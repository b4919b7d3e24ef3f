"""The meeting pack: one file that fetches nothing, in which hostile text is only text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.dataset import Dataset
from campaigns.distance import Distance
from campaigns.filters import Filters
from campaigns.near import Centre
from campaigns.records import Company, Force, Status
from exports.outlines import DIGITS, basemap, packed
from exports.pack import pack
from exports.palette import palette
from exports.rendering import compact, embedded, render
from tests.unit.making import at, campaign, event, unhurried
from tests.unit.publishing import ADDRESS, ADVERSE, any_texts, everything, of, publication, saying

LARGEST = 1_500_000
HERE = (45.5, -122.6)


class Reader(HTMLParser):
    """What a browser would find in a page: its elements, and what scripts and styles hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.begun = False
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, dict[str, str], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.begun = True

    def handle_endtag(self, tag: str) -> None:
        self.begun = False

    def handle_data(self, data: str) -> None:
        if self.begun:
            self.texts.append((*self.elements[-1], data))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def inside(self, tag: str, **wanted: str) -> list[str]:
        """The texts that begin elements of these attributes and no others."""
        return [text for name, attributes, text in self.texts if name == tag and attributes == wanted]

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]

    @property
    def policy(self) -> str:
        return next(meta["content"] for meta in self.all("meta") if meta.get("http-equiv"))


def read(file: bytes) -> Reader:
    return Reader(file.decode())


@cache
def whole() -> Reader:
    return read(pack(everything()))


def data(page: Reader) -> dict[str, Any]:
    (text,) = page.inside("script", type="application/json", id="data")
    return dict(json.loads(text))


def test_all_campaigns_fit_into_a_file_that_a_mail_can_carry() -> None:
    assert len(pack(everything())) < LARGEST


def test_every_campaign_is_in_the_list_with_its_sources() -> None:
    links = {link["href"] for link in whole().all("a")}
    ids = [entry["id"] for entry in whole().all("li") if "id" in entry]
    assert ids == [f"campaign={one.id}" for one in everything().campaigns]
    for one in everything().campaigns:
        assert one.url in links
        assert {step.source_url for step in everything().history(one)} <= links


def test_nothing_but_links_for_people_points_to_the_web() -> None:
    for tag, attributes in whole().elements:
        for name, value in attributes.items():
            if (tag, name) != ("a", "href"):
                assert not re.match(r"(https?:)?//", value), (tag, name, value)
    assert not {"src", "srcset", "action", "formaction", "ping", "background", "style"} & {
        name for _, attributes in whole().elements for name in attributes
    }


def test_no_style_loads_anything() -> None:
    (style,) = whole().inside("style")
    assert not re.search(r"url\(|@import|https?:", style)


def test_the_policy_names_each_script_and_style_by_its_hash_and_allows_nothing_else() -> None:
    scripts, (style,) = whole().inside("script"), whole().inside("style")
    allowed = " ".join(f"'sha256-{sha256(script)}'" for script in scripts)
    assert len(scripts) == 5
    assert whole().policy == (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{sha256(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_same_view_is_the_same_bytes() -> None:
    assert pack(of(campaign())) == pack(of(campaign()))


@pytest.mark.parametrize("text", ADVERSE)
def test_a_hostile_text_adds_no_element_and_no_attribute(text: str) -> None:
    page = read(pack(saying(text)))
    assert page.shape == read(pack(saying("harmless words"))).shape
    assert page.policy == read(pack(saying("harmless words"))).policy


@given(any_texts)
@unhurried
def test_no_text_breaks_the_page(text: str) -> None:
    page = read(pack(saying(text)))
    links = [link["href"] for link in page.all("a")]
    assert all(link.startswith(("#", "https://", "http://")) for link in links)
    assert page.all("html") == [{"lang": "en"}]


@pytest.mark.parametrize("text", ADVERSE[:-1])
def test_a_hostile_name_comes_back_from_the_data_as_it_was(text: str) -> None:
    told = at(*HERE, targets=(text,))
    named = publication(Dataset((told,), companies=(Company(text, aliases=(text,)),)))
    (target,) = data(read(pack(named)))["targets"]
    typed = text.encode("utf-8", "replace").decode()
    assert (target["name"], target["aliases"]) == (typed, [typed])


@given(st.recursive(any_texts | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(any_texts, inner)))
@unhurried
def test_embedded_data_is_read_back_and_has_no_character_of_html(value: Any) -> None:
    text = embedded(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


def test_the_data_tell_where_a_campaign_is_how_it_stands_and_whom_it_targets() -> None:
    told = at(*HERE, status=Status.LOST, force=Force.ADVISORY, targets=("Sample Industries", "Example Corp"))
    found = data(read(pack(of(told))))
    assert [target["key"] for target in found["targets"]] == ["example-corp", "sample-industries"]
    assert found["campaigns"] == [[told.id, [45.5, -122.6], "lost", "advisory", [1, 0]]]


def test_a_campaign_against_no_company_can_be_filtered_for_and_one_without_a_point_is_listed() -> None:
    found = data(read(pack(of(campaign()))))
    assert [target["key"] for target in found["targets"]] == ["none"]
    assert found["campaigns"][0][1] is None


def test_the_pack_holds_what_the_filters_let_pass_and_says_so() -> None:
    some = Dataset((campaign("won-one"), campaign("lost-one", status=Status.LOST)))
    file = pack(publication(some, Filters(status=("lost",)))).decode()
    assert "lost-one" in file
    assert "won-one" not in file
    assert Reader(file).inside("h1") == ["1 campaign · lost"]


def test_hand_picked_campaigns_keep_their_order() -> None:
    some = Dataset(tuple(campaign(name) for name in ("a", "b", "c")))
    page = read(pack(publication(some, chosen=("c", "a"))))
    assert [entry["id"] for entry in page.all("li") if "id" in entry] == ["campaign=c", "campaign=a"]


def test_a_view_near_a_place_says_how_far_each_campaign_is() -> None:
    here = Centre(HERE, "Exampleton", "US")
    near = Filters(near="Exampleton", centre=here, within=Distance.parse("50mi"))
    file = pack(publication(Dataset((at(*HERE),)), near)).decode()
    assert re.search("<span class=meta><b[^>]*>Won</b> · under 1 mile · divestment", file, re.IGNORECASE)


def test_the_day_and_the_licence_are_told() -> None:
    file = pack(of(campaign())).decode()
    assert "As of 21 November 2026" in file
    assert "https://creativecommons.org/licenses/by/4.0/" in file


def test_a_public_address_is_drawn_as_a_code() -> None:
    assert read(pack(of(campaign(), address=ADDRESS))).all("figure")


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "file:///etc/passwd"])
def test_what_is_no_public_address_is_neither_drawn_nor_linked(address: str) -> None:
    page = read(pack(of(campaign(), address=address)))
    assert not page.all("figure")
    assert address not in {link["href"] for link in page.all("a")} - {""}


def test_a_chapter_that_is_not_in_the_pack_is_named_without_a_link() -> None:
    some = Dataset((campaign("one", related=("two",)), campaign("two", title="Second try", status=Status.LOST)))
    alone = pack(publication(some, Filters(status=("won",)))).decode()
    both = pack(publication(some)).decode()
    assert "Second try" in alone
    assert 'href="#campaign=two"' not in alone
    assert 'href="#campaign=two"' in both


def test_a_silent_campaign_says_since_when_there_is_no_news() -> None:
    silent = campaign(status=Status.ONGOING)
    assert "No news since 3 March 2020." in pack(of(silent, events=(event(date="2020-03-03"),))).decode()


def test_an_empty_view_is_a_page_too() -> None:
    assert read(pack(of())).inside("h1") == ["0 campaigns"]


@pytest.mark.parametrize("text", ADVERSE)
def test_leaving_out_what_html_may_go_without_changes_no_element(text: str) -> None:
    html = render("404.html", policy=text, style=text, icon=text, name=text, home=text)
    assert Reader(compact(html)).elements == Reader(html).elements


def test_dark_and_light_have_the_same_variables() -> None:
    light, dark = (set(re.findall(r"(--[\w-]+):", part)) for part in palette().split("@media"))
    assert light == dark
    assert {f"--{status.value}" for status in Status} < light


def unpacked(text: str) -> list[tuple[float, float]]:
    """What `assets/pack.js` reads out of a line."""
    numbers, value, shift = [], 0, 0
    for digit in map(DIGITS.index, text):
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points, x, y = [], 0, 0
    for east, north in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + east, y + north
        points.append((x / 100, y / 100))
    return points


hundredths: Callable[[int], st.SearchStrategy[float]] = lambda most: st.integers(-100 * most, 100 * most).map(  # noqa: E731
    lambda number: number / 100
)


@given(st.lists(st.tuples(hundredths(180), hundredths(90))))
def test_a_line_is_read_back_point_by_point(line: list[tuple[float, float]]) -> None:
    assert unpacked(packed(line)) == line


def test_the_basemap_loses_nothing_but_its_size() -> None:
    land = json.loads(basemap())["land"]
    points = [point for polygon in land for ring in polygon for point in unpacked(ring)]
    assert len(points) > 20_000
    assert all(abs(longitude) <= 180 and abs(latitude) <= 90 for longitude, latitude in points)
    assert len(basemap()) < 120_000
