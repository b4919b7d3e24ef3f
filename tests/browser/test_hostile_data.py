"""Texts that are code in HTML, JavaScript, Markdown or a template stay texts, wherever they are shown."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.screen import Screen
from tests.conftest import Serve

HOSTILE = [
    '<img src=x onerror="window.__pwned=1">',
    "${window.__pwned=1}",
    "`;window.__pwned=1;`",
    "a lone \\",
    "</script><script>window.__pwned=1</script>",
    "{{ 7*7 }} {% raise %} {# #}",
    "[text](javascript:window.__pwned=1)",
    "'-(window.__pwned=1)-'",
    '"><svg onload="window.__pwned=1">',
    "&lt;b&gt; **bold** :red[red] $x$",
]
LINK = "https://example.org/'onclick='window.__pwned=1'`${window.__pwned=1}\\"
COMPANY = '<img src=x onerror="window.__pwned=1"> Corp ${1} `\\'


@pytest.fixture
def screen(page: Page, serve: Serve, tmp_path: Path) -> Screen:
    write(tmp_path / "campaigns.csv", [*map(campaign, range(len(HOSTILE))), crowded(), held_back()])
    write(tmp_path / "events.csv", [event(number, date) for number in range(len(HOSTILE)) for date in ("2020", "2021")])
    write(
        tmp_path / "companies.csv",
        [{"name": COMPANY, "aliases": HOSTILE[4], "sector": HOSTILE[0], "profile_url": LINK}],
    )
    return Screen(page, serve(tmp_path))


def test_hostile_text_runs_nowhere_and_shows_as_typed(screen: Screen) -> None:
    dialogs: list[Dialog] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog)
        dialog.dismiss()

    screen.page.on("dialog", dismiss)

    screen.open().with_markers()
    expect(screen.markers).to_have_count(len(HOSTILE))
    for text in HOSTILE:
        expect(screen.rows.filter(has_text=text).first).to_be_visible()
    _markers_show_their_text(screen)
    _nothing_ran(screen)

    for number, text in enumerate(HOSTILE):
        screen.page.locator(f"a[data-campaign=hostile-{number}]").click()
        for part in (".title", ".summary", "dl", "ol.timeline"):
            expect(screen.card.locator(part).first).to_contain_text(text)
        screen.card.locator(".back a").click()
        expect(screen.card).to_have_count(0)
    _links_are_web_addresses(screen)
    _nothing_ran(screen)

    screen.menu("Companies")
    expect(screen.page.locator("table.companies")).to_contain_text(HOSTILE[0])
    screen.page.locator("table.companies th a").first.click()
    expect(screen.page.locator("article.company h1")).to_have_text(COMPANY)
    _links_are_web_addresses(screen)
    screen.menu("Trends")
    for numbers in screen.page.locator("[data-testid=stExpander] summary").all():
        numbers.click()
    expect(screen.page.locator("table").last).to_contain_text(COMPANY)
    screen.menu("Get involved")
    screen.menu("About the data")
    for tab in screen.page.get_by_role("tab").all():
        tab.click()
    screen.settled()
    _nothing_ran(screen)
    assert dialogs == []


def test_a_hostile_address_runs_nowhere(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url)
    for name in ("q", "status", "target", "campaign", "company", "at", "from", "year"):
        path = "/companies" if name == "company" else "/"
        screen.open(f"{path}?{name}={quote(HOSTILE[0] + HOSTILE[1] + HOSTILE[5])}")
        if name != "at":
            expect(page.get_by_text(HOSTILE[0]).first).to_be_visible()
        _nothing_ran(screen)


def test_a_held_back_row_is_told_as_typed(screen: Screen) -> None:
    screen.open()
    screen.page.locator("[data-testid=stExpander] summary").first.click()
    expect(screen.page.locator(".st-key-banner_problems")).to_contain_text("javascript:window.__pwned=1")
    _nothing_ran(screen)


def _markers_show_their_text(screen: Screen) -> None:
    for text in HOSTILE[1:]:
        screen.map.locator(f".campaign[aria-label*={css_string(text)}]").focus()
        expect(screen.map.locator(".leaflet-tooltip", has_text=text)).to_be_visible()
    expect(screen.map.locator(".campaign").filter(has=screen.page.locator(".several"))).to_have_count(1)


def _links_are_web_addresses(screen: Screen) -> None:
    links = screen.page.locator("a[target=_blank]").evaluate_all("links => links.map(link => link.href)")
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []


def _nothing_ran(screen: Screen) -> None:
    for frame in screen.page.frames:
        assert frame.evaluate("() => window.__pwned === undefined"), frame.url


def campaign(number: int) -> dict[str, str]:
    text = HOSTILE[number]
    return {
        "id": f"hostile-{number}",
        "title": f"Title {text}",
        "place": f"Place {text}",
        "region": "",
        "country": "US",
        "latitude": str(34 + number),
        "longitude": str(-119 + 3 * number),
        "level": "city",
        "body": f"Body {text}",
        "ask": "divestment",
        "targets": COMPANY,
        "status": ["won", "partial", "ongoing", "lost", "reversed"][number % 5],
        "force": "binding",
        "organizers": f"Group {text}",
        "summary": f"Summary {text}",
        "url": LINK,
        "action_url": LINK,
        "last_checked": "2026-11",
        "source_note": f"Note {text}",
    }


def crowded() -> dict[str, str]:
    """A second campaign at the first one's point."""
    return campaign(0) | {"id": "crowded", "title": "Another one", "status": "ongoing"}


def held_back() -> dict[str, str]:
    return campaign(1) | {"id": "held-back", "url": "javascript:window.__pwned=1"}


def event(number: int, date: str) -> dict[str, str]:
    text = HOSTILE[number]
    final = campaign(number)["status"]
    return {
        "campaign_id": f"hostile-{number}",
        "date": date,
        "kind": "vote",
        "what": f"Step {text}",
        "status_after": final if date == "2021" else "",
        "source_url": LINK,
        "source_title": f"Source {text}",
        "source_publisher": f"Publisher {text}",
        "source_kind": "press",
        "archive_url": LINK,
    }


def write(file: Path, rows: Iterable[Mapping[str, str]]) -> None:
    rows = list(rows)
    with file.open("w", encoding="utf-8", newline="") as handle:
        table = csv.DictWriter(handle, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def css_string(text: str) -> str:
    """Text as a CSS string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
