"""Statuses pressed faster than the server answers: the map draws them at once, and no choice is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.line import Line
from tests.browser.screen import Screen

LABELS = "markers => markers.map(marker => marker.ariaLabel).sort()"
CHANGED = f"before => ({LABELS})([...document.querySelectorAll('.campaign')]) + '' !== before + ''"


def labels(screen: Screen) -> list[str]:
    found: list[str] = screen.markers.evaluate_all(LABELS)
    return found


@pytest.mark.parametrize(
    ("address", "first", "second", "both"),
    [
        ("/?target=caterpillar", "Won", "Lost", "/?status=won&status=lost&target=caterpillar"),
        (
            "/?status=won&status=lost&target=caterpillar",
            "Ongoing",
            "Won",
            "/?status=ongoing&status=lost&target=caterpillar",
        ),
        ("/?ask=divestment&country=US", "Won", "Won", "/?ask=divestment&country=US"),
    ],
)
def test_a_press_that_is_faster_than_the_answer_to_the_last_one_loses_no_choice(
    address: str, first: str, second: str, both: str, page: Page, app_url: str
) -> None:
    line = Line(page)
    screen = Screen(page, app_url).open(address).with_markers()
    line.answered.is_held = True
    screen.status(first).click()
    line.wait_for_answer()
    screen.status(second).click()
    line.answered.let_go()
    page.wait_for_url(screen.url + both)
    screen.settled()


def test_a_status_pressed_before_the_answer_to_a_company_chosen_counts(page: Page, app_url: str) -> None:
    line = Line(page)
    screen = Screen(page, app_url).open().with_markers()
    line.answered.is_held = True
    page.get_by_role("combobox", name="Target company").fill("Caterpillar")
    page.get_by_role("option", name=re.compile("^Caterpillar")).click()
    line.wait_for_answer()
    screen.status("Won").click()
    line.answered.let_go()
    page.wait_for_url(screen.url + "/?status=won&target=caterpillar")


@pytest.mark.parametrize(
    ("address", "presses"),
    [
        ("/", ["Won"]),
        ("/", ["Lost", "Reversed"]),
        ("/?status=lost", ["Lost"]),
        ("/?status=won&target=caterpillar", ["Ongoing", "Won"]),
        ("/?near=Boston&within=250mi", ["Lost"]),
        ("/?year=2016", ["Won"]),
        ("/?campaign=aarhus-dk-settlement-procurement", ["Lost"]),
    ],
)
def test_a_status_that_is_pressed_is_drawn_before_the_server_answers(
    address: str, presses: list[str], page: Page, app_url: str
) -> None:
    line = Line(page)
    screen = Screen(page, app_url).open(address).with_markers()
    line.asked.is_held = True
    for name in presses:
        before = labels(screen)
        screen.status(name).click()
        screen.frame.wait_for_function(CHANGED, arg=before)
    foreseen, look = labels(screen), screen.zoom()
    assert page.url == screen.url + address
    line.asked.let_go()
    expect(page).not_to_have_url(screen.url + address)
    screen.settled()
    assert labels(screen) == foreseen
    assert screen.zoom() == look
