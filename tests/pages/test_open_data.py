"""Open data at stable addresses, link previews, and what a visitor can share and take along."""

from __future__ import annotations

import io
import json
import zipfile
from http import HTTPStatus
from pathlib import Path

import feedparser
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from exports.formats import FORMATS
from tests.pages.conftest import CAMPAIGNS, SAME, Open, write
from tests.unit.making import HOSTILE
from ui import data as map_data
from ui.link_previews import LinkPreviews
from ui.open_data import SETTING, routes

PAGE = "<html><head><title>Streamlit</title></head><body></body></html>"
SITE = "https://campaigns.example.org/"


@pytest.fixture
def client(data: Path) -> TestClient:
    """Somebody who asks the server for more than its pages."""
    pages = [*routes(), Route("/{path:path}", lambda request: HTMLResponse(PAGE))]
    return TestClient(Starlette(routes=pages, middleware=[Middleware(LinkPreviews)]), base_url="http://localhost:8501")


def test_everything_has_an_address(client: TestClient) -> None:
    found = client.get("/data/campaigns.geojson")
    assert found.headers["content-type"] == "application/geo+json"
    assert len(found.json()["features"]) == len(CAMPAIGNS)
    assert len(client.get("/data/events.csv").text.splitlines()) == 10
    assert json.loads(client.get("/data/datapackage.json").content)["name"] == "city-campaigns"
    assert "campaigns.csv" in zipfile.ZipFile(io.BytesIO(client.get("/data/campaigns.zip").content)).namelist()
    assert client.get("/data/calendar.ics").text.startswith("BEGIN:VCALENDAR")


def test_an_address_takes_the_filters_of_a_view(client: TestClient) -> None:
    found = client.get("/data/campaigns.geojson?status=won&country=US").json()
    assert [feature["properties"]["id"] for feature in found["features"]] == ["exampleton-divestment"]


def test_a_filter_that_is_not_known_is_left_out(client: TestClient) -> None:
    assert len(client.get("/data/campaigns.geojson?status=victorious").json()["features"]) == len(CAMPAIGNS)


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("/feeds/country/us.atom", {"Exampleton", "Exampleton Heights"}),
        ("/feeds/company/sample-industries.atom", {"Exampleton", "Sampleville"}),
    ],
)
def test_a_country_and_a_company_can_be_followed(client: TestClient, path: str, places: set[str]) -> None:
    found = client.get(path)
    assert found.headers["content-type"].startswith("application/atom+xml")
    assert {entry.title.split(":")[0] for entry in feedparser.parse(found.content).entries} == places


@pytest.mark.parametrize(
    "path",
    [
        "/data/passwords.csv",
        "/data/..%2f..%2fetc%2fpasswd",
        "/data/..",
        "/feeds/country/zz.atom",
        "/feeds/company/nobody.atom",
        "/feeds/status/won.atom",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    found = client.get(path)
    assert found.status_code == 404 or found.text.endswith("</html>")
    assert "root:" not in found.text


def test_who_has_the_file_already_is_told_so(client: TestClient) -> None:
    first = client.get("/data/campaigns.csv")
    again = client.get("/data/campaigns.csv", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_file_is_sent_anew(client: TestClient, data: Path) -> None:
    first = client.get("/data/campaigns.csv")
    write(data / "campaigns.csv", [SAME | row for row in CAMPAIGNS[:3]])
    again = client.get("/data/campaigns.csv", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert len(again.text.splitlines()) == 4


def test_the_map_has_its_campaigns_from_an_address_that_may_be_kept_for_good(client: TestClient) -> None:
    found = client.get("/" + map_data.map_points(None).path)
    assert len(found.json()["id"]) == len(CAMPAIGNS)
    assert "immutable" in found.headers["cache-control"]


def test_the_map_of_a_past_year_has_what_stood_then(client: TestClient) -> None:
    path = map_data.map_points(2016).path
    then = client.get("/" + path).json()
    assert set(then["id"]) < {row["id"] for row in CAMPAIGNS}
    assert client.get("/" + path.replace("2016", "9999")).status_code == HTTPStatus.NOT_FOUND


def test_campaigns_of_the_map_that_were_replaced_are_not_passed_off_as_the_new_ones(
    client: TestClient, data: Path
) -> None:
    path = map_data.map_points(None).path
    write(data / "campaigns.csv", [SAME | row | {"title": "Trams"} for row in CAMPAIGNS])
    assert client.get("/" + path).status_code == HTTPStatus.NOT_FOUND
    assert client.get("/" + map_data.map_points(None).path).json()["title"] == ["Trams"] * len(CAMPAIGNS)


def test_data_that_cannot_be_read_is_said_without_a_traceback(client: TestClient, data: Path) -> None:
    (data / "campaigns.csv").write_bytes(b"")
    found = client.get("/data/campaigns.csv")
    assert (found.status_code, found.text) == (503, "The campaigns cannot be read just now.")
    assert "<title>City Campaigns</title>" in client.get("/").text


def test_a_feed_points_to_where_the_owner_says_the_site_is(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, SITE)
    assert feedparser.parse(client.get("/data/feed.atom?status=won").content).feed.link == f"{SITE}?status=won"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", "City Campaigns"),
        ("/?status=won", "City Campaigns: 2 campaigns · won"),
        (
            "/?campaign=exampleton-divestment",
            "Exampleton, United States: Divestment from Example Corp (Won, Vote 7–2)",
        ),
        ("/companies?campaign=no-such-id", "City Campaigns"),
    ],
)
def test_a_preview_carries_the_title_of_what_the_address_opens(client: TestClient, address: str, title: str) -> None:
    page = client.get(address).text
    assert f"<title>{title}</title>" in page
    assert f'<meta property="og:title" content="{title}">' in page


@pytest.mark.parametrize("text", HOSTILE)
def test_a_preview_holds_no_markup_from_the_data_or_the_address(client: TestClient, data: Path, text: str) -> None:
    write(data / "campaigns.csv", [SAME | CAMPAIGNS[0] | {"title": text, "summary": text}])
    for page in (client.get("/?campaign=exampleton-divestment").text, client.get("/", params={"q": text}).text):
        assert page.count("<") == client.get("/").text.count("<")


def test_files_other_than_pages_pass_untouched(client: TestClient) -> None:
    assert client.get("/app/static/x.html").text == PAGE


def test_what_is_shown_can_be_taken_along_in_every_format(invented: Open) -> None:
    app = invented("./?status=won")
    assert not app.has("share")
    app.at.session_state["share_panel"] = True
    app.run()
    assert app.faults == []
    assert [f"take_{name}" for name in FORMATS] == [
        b.key for b in app.at.download_button if str(b.key).startswith("take_")
    ]


def test_a_view_is_presented_and_followed_from_the_same_panel(invented: Open) -> None:
    app = invented("./?status=won")
    app.at.session_state["share_panel"] = True
    app.run()
    assert 'href="present?status=won"' in app.html("share")
    assert 'href="data/feed.atom?status=won"' in app.html("share")
