"""The static edition: files that any web host can carry, whose paths no data can lead astray."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin

import feedparser
import pytest
from hypothesis import given

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.records import Company
from exports.pack import pack
from exports.publication import Publication
from exports.site import feed_path, site
from tests.unit.making import HOSTILE, campaign, event, unhurried
from tests.unit.publishing import ADDRESS, ADVERSE, any_texts, everything, of, publication
from tests.unit.test_pack import Reader

TRAVERSALS = (
    "../../etc/passwd",
    "..",
    ".",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "C:\\x",
    "%2e%2e%2f",
    "",
    "a\0b",
    "nul\n",
    "Ä",
)


@cache
def whole() -> dict[str, bytes]:
    return site(everything())


def one(**fields: Any) -> Publication:
    told = campaign(**fields)
    return of(told, events=(event(told.id),), address=ADDRESS)


def read(files: dict[str, bytes], path: str) -> Reader:
    return Reader(files[path].decode())


def test_the_front_page_is_the_pack_with_its_feeds_and_files_beside_it() -> None:
    page, alone = read(whole(), "index.html"), Reader(pack(everything()).decode())
    assert [entry["id"] for entry in page.all("li") if "id" in entry] == [
        entry["id"] for entry in alone.all("li") if "id" in entry
    ]
    offered = {link["href"] for link in page.all("link") if link["rel"] == "alternate"}
    assert offered == {"data/feed.atom", "data/calendar.ics", "data/campaigns.geojson"}


def test_every_link_within_the_edition_leads_to_a_file() -> None:
    for path in whole():
        if path.endswith(".html") and path != "404.html":
            for href in hrefs(path):
                target = unquote(re.split("[?#]", urljoin(ADDRESS + path, href))[0]).removeprefix(ADDRESS)
                assert target in whole() or f"{target}index.html" in whole(), (path, href)


def hrefs(path: str) -> list[str]:
    page = read(whole(), path)
    links = [link["href"] for tag in ("a", "link") for link in page.all(tag)]
    return [link for link in links if not re.match("[a-z]+:", link)]


def test_all_that_is_known_is_there_as_data() -> None:
    files = whole()
    assert len(json.loads(files["data/campaigns.geojson"])["features"]) == len(everything().campaigns)
    assert {"campaigns.csv", "events.csv", "companies.csv", "datapackage.json"} <= {
        PurePosixPath(path).name for path in files if path.startswith("data/")
    }
    assert files["data/calendar.ics"].startswith(b"BEGIN:VCALENDAR")


def test_there_is_a_page_a_campaign_and_a_feed_a_country_and_a_company() -> None:
    told = everything().campaigns
    assert {f"campaigns/{each.id}/index.html" for each in told} < set(whole())
    assert feed_path("country", "US") == "feeds/country/us.atom"
    assert {feed_path("country", each.country) for each in told} < set(whole())
    assert feed_path("target", "Caterpillar") == "feeds/company/caterpillar.atom"
    assert {feed_path("target", target) for each in told for target in each.targets} < set(whole())


def test_a_feed_of_a_country_has_the_news_of_that_country_alone() -> None:
    some = [campaign("here", country="US", place="Exampleton"), campaign("there", country="GB", place="Sampleville")]
    files = site(of(*some, events=(event("here"), event("there"))))
    feed = feedparser.parse(files["feeds/country/gb.atom"])
    assert [entry.title.split(":")[0] for entry in feed.entries] == ["Sampleville"]


def test_a_feed_of_a_company_stays_within_the_view() -> None:
    targets = ("Example Corp", "Sample Industries")
    some = Dataset(
        (campaign("both", targets=targets), campaign("one", targets=targets[1:])), (event("both"), event("one"))
    )
    files = site(publication(some, Filters(target=("Example Corp",))))
    assert [path for path in files if path.startswith("feeds/company/")] == ["feeds/company/example-corp.atom"]
    assert len(feedparser.parse(files["feeds/company/example-corp.atom"]).entries) == 1


def test_hand_picked_campaigns_stay_alone_in_their_feeds() -> None:
    some = Dataset((campaign("a"), campaign("b"), campaign("c", country="GB")), (event("a"), event("b"), event("c")))
    files = site(publication(some, chosen=("b", "c")))
    assert len(feedparser.parse(files["feeds/country/us.atom"]).entries) == 1


def test_a_page_of_a_campaign_can_be_previewed_and_found() -> None:
    files = site(one(title="Sale of bonds", summary="The council sold its bonds."))
    page = read(files, "campaigns/exampleton-us-divestment/index.html")
    seen = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}
    own = f"{ADDRESS}campaigns/exampleton-us-divestment/"
    assert seen["og:title"] == "Exampleton, United States: Sale of bonds"
    assert seen["og:description"] == "The council sold its bonds."
    assert seen["og:url"] == own
    assert {"rel": "canonical", "href": own} in page.all("link")


def test_without_a_public_address_no_page_claims_one() -> None:
    files = site(of(campaign()))
    for path in ("index.html", "campaigns/exampleton-us-divestment/index.html"):
        assert not [link for link in read(files, path).all("link") if link["rel"] == "canonical"]
    assert b'href="/"' in files["404.html"]


@pytest.mark.parametrize("text", [*TRAVERSALS, *ADVERSE])
def test_no_id_company_or_country_leads_out_of_the_edition(text: str) -> None:
    told = campaign(text, country=text, targets=(text,))
    files = site(publication(Dataset((told,), (event(text),), (Company(text),)), address=ADDRESS))
    for path in files:
        assert is_safe(path), path


@given(any_texts)
@unhurried
def test_a_file_of_any_name_is_one_part_of_a_path(text: str) -> None:
    assert is_safe(feed_path("target", text))
    assert len(PurePosixPath(feed_path("target", text)).parts) == 3


def is_safe(path: str) -> bool:
    parts = path.split("/")
    fits = all(len(part.encode()) <= 255 and re.fullmatch(r"[\w-]+(\.[a-z]+)?|404\.html", part) for part in parts)
    return fits and len(parts) <= 3


@pytest.mark.parametrize("id", TRAVERSALS)
def test_a_campaign_whose_id_is_no_id_has_no_page_but_stays_on_the_map(id: str) -> None:
    files = site(of(campaign(id), address=ADDRESS))
    assert not [path for path in files if path.startswith("campaigns/")]
    assert [entry for entry in read(files, "index.html").all("li") if "id" in entry]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_adds_nothing_to_a_page_of_its_own(text: str) -> None:
    words = ("title", "place", "region", "body", "summary", "url", "action_url", "source_note")
    pages = [
        read(site(one(organizers=(said,), targets=("Example Corp",), **dict.fromkeys(words, said))), PAGE).shape
        for said in (text, "harmless words")
    ]
    assert pages[0] == pages[1]


PAGE = "campaigns/exampleton-us-divestment/index.html"


def test_no_page_runs_a_script_but_the_front_page() -> None:
    for path, file in whole().items():
        if path.endswith(".html") and path != "index.html":
            assert not Reader(file.decode()).all("script")
            assert "default-src 'none'" in Reader(file.decode()).policy
