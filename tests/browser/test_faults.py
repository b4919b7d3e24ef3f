"""A visitor's open page outlives the server, the network and files that cannot be had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.browser.test_update import Site
from tests.conftest import HOST, free_port

RECONNECTED = 30_000
"""Milliseconds: the page tries again at ever longer intervals."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The place of a dashboard that can be started again and again."""
    return Site(f"http://{HOST}:{free_port()}", tmp_path).fill()


@pytest.fixture
def lines(page: Page) -> Iterator[list[WebSocketRoute]]:
    """The connections of all pages to the server, in the order in which they were made."""
    made: list[WebSocketRoute] = []

    def note(line: WebSocketRoute) -> None:
        line.connect_to_server()
        made.append(line)

    page.context.route_web_socket(re.compile("/_stcore/stream"), note)
    yield made
