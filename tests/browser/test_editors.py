"""Saving on a running server: off by default, for this machine, and for editors who log in. The page is no guard."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.identity_provider import CLIENT, CLIENT_SECRET, IdentityProvider
from tests.browser.wire import USER_COOKIE, press_save, user_cookie
from tests.conftest import dashboard
from ui.editors import ELSEWHERE, LOG_IN, LOG_IN_AGAIN, SAVING_IS_OFF

PAGE = "tests/browser/saving_page.py"
COOKIE_SECRET = "a secret of the tests, which nobody else knows"
EDITOR = "editor@example.org"
ACCOUNTS: dict[str, dict[str, object]] = {
    "editor": {"email": "Editor@example.org", "email_verified": True},
    "stranger": {"email": "stranger@example.org", "email_verified": True},
    "impostor": {"email": EDITOR, "email_verified": False},
    "unvouched": {"email": EDITOR},
}
SECRETS = f"""[auth]
redirect_uri = "http://127.0.0.1:{{{{port}}}}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{CLIENT}"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{{metadata_url}}"
"""

expect.set_options(timeout=15_000)


class Site(NamedTuple):
    """A page that saves: its address, and the file that only a save makes."""

    url: str
    saved: Path

    def open(self, page: Page) -> Page:
        """Go to the page."""
        page.goto(self.url)
        return settled(page)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Site]:
    """The page with these settings, and nothing saved by it yet."""
    saved = folder / "saved.txt"
    with dashboard(None, PAGE, None, SAVED=str(saved), **settings) as url:
        yield Site(url, saved)


def emptied(site: Site) -> Site:
    """The site without what an earlier test saved."""
    site.saved.unlink(missing_ok=True)
    return site


def saved_by(site: Site) -> str:
    """Who the last save was by; the next one has to be made anew."""
    saved = site.saved.read_text(encoding="utf-8")
    emptied(site)
    return saved


@pytest.fixture(scope="module")
def default_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("default")) as site:
        yield site


@pytest.fixture
def default(default_server: Site) -> Site:
    """The page as it is without any setting."""
    return emptied(default_server)


@pytest.fixture(scope="module")
def local_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("local"), CAMPAIGNS_SAVE="local") as site:
        yield site


@pytest.fixture
def local(local_server: Site) -> Site:
    """The page where saving is open to this machine."""
    return emptied(local_server)


@pytest.fixture(scope="module")
def login_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("login")
    secrets = folder / "secrets.toml"
    settings = {"CAMPAIGNS_SAVE": "login", "CAMPAIGNS_EDITORS": f"{EDITOR}, other@example.org"}
    with closing(IdentityProvider(ACCOUNTS)) as provider:
        secrets.write_text(SECRETS.format(metadata_url=provider.metadata_url), encoding="utf-8")
        with running(folder, STREAMLIT_SECRETS_FILES=str(secrets), **settings) as site:
            yield site


@pytest.fixture
def login(login_server: Site) -> Site:
    """The page where editors log in."""
    return emptied(login_server)


def settled(page: Page) -> Page:
    """The page once the server has nothing more to say."""
    expect(page.get_by_role("heading", name="Saving")).to_be_visible()
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def log_in(page: Page, account: str) -> Page:
    """Log in at the provider."""
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name=account).click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    return settled(page)


def log_out(page: Page) -> None:
    """Log out, and wait for the page to come back."""
    with page.expect_response("**/auth/logout"):
        page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text(LOG_IN, exact=True)).to_be_visible()
    settled(page)


def kept_logins(page: Page) -> list[str]:
    """The cookies that the browser keeps a login in."""
    return [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == USER_COOKIE]


def save(page: Page) -> None:
    """Press the button, and wait for what the page says to it."""
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.").or_(page.get_by_text("Refused: "))).to_be_visible()


def claims(site: Site, **changed: object) -> Mapping[str, object]:
    """What Streamlit's cookie holds of the editor's login."""
    said = {"sub": "editor", "iat": int(time.time()), "email": EDITOR, "email_verified": True}
    return {"origin": site.url, "is_logged_in": True, "provider": "default", **said, **changed}


def test_by_default_nobody_is_asked_to_log_in_and_nobody_saves(page: Page, default: Site) -> None:
    default.open(page)
    expect(page.get_by_text(SAVING_IS_OFF, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Log in")).to_have_count(0)
    save(page)
    expect(page.get_by_text(f"Refused: {SAVING_IS_OFF}")).to_be_visible()
    assert not default.saved.exists()


def test_by_default_no_forged_message_saves(default: Site) -> None:
    assert "Refused" in press_save(default.url)
    assert "Refused" in press_save(default.url, cookie=user_cookie(COOKIE_SECRET, claims(default)))
    assert not default.saved.exists()


def test_a_login_without_settings_for_it_leaves_saving_off(page: Page, tmp_path: Path) -> None:
    with running(tmp_path, CAMPAIGNS_SAVE="login", CAMPAIGNS_EDITORS=EDITOR) as site:
        site.open(page)
        expect(page.get_by_text(SAVING_IS_OFF, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Log in")).to_have_count(0)
        assert "Refused" in press_save(site.url)
        assert not site.saved.exists()


def test_in_a_local_run_a_browser_on_the_machine_saves(page: Page, local: Site) -> None:
    for url in (local.url, local.url.replace("127.0.0.1", "localhost")):
        Site(url, local.saved).open(page)
        save(page)
        assert saved_by(local) == "here"


def test_in_a_local_run_the_message_of_a_browser_on_the_machine_saves(local: Site) -> None:
    assert "Saved." in press_save(local.url)
    assert saved_by(local) == "here"


@pytest.mark.parametrize("forwarded", ["203.0.113.7", "127.0.0.1", "::1"])
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip"])
def test_in_a_local_run_what_a_proxy_passes_on_does_not_save(local: Site, header: str, forwarded: str) -> None:
    assert f"Refused: {ELSEWHERE}" in press_save(local.url, headers={header: forwarded})
    assert not local.saved.exists()


def test_in_a_local_run_a_name_led_to_this_machine_does_not_save(local: Site) -> None:
    assert f"Refused: {ELSEWHERE}" in press_save(local.url, host="rebound.example:8501")
    assert not local.saved.exists()


def test_in_a_local_run_a_client_that_is_no_browser_does_not_save(local: Site) -> None:
    assert f"Refused: {ELSEWHERE}" in press_save(local.url, origin=False)
    assert not local.saved.exists()


def test_an_editor_logs_in_and_saves_under_their_address(page: Page, login: Site, outside_requests: list[str]) -> None:
    login.open(page)
    expect(page.get_by_text(LOG_IN, exact=True)).to_be_visible()
    log_in(page, "editor")
    save(page)
    assert saved_by(login) == EDITOR
    assert outside_requests == []


def test_nobody_saves_before_they_log_in(page: Page, login: Site) -> None:
    login.open(page)
    save(page)
    expect(page.get_by_text(f"Refused: {LOG_IN}")).to_be_visible()
    assert f"Refused: {LOG_IN}" in press_save(login.url)
    assert not login.saved.exists()


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        ("stranger", "stranger@example.org is not on the list of editors."),
        ("impostor", "Your login does not say that editor@example.org is a verified address"),
        ("unvouched", "Your login does not say that editor@example.org is a verified address"),
    ],
)
def test_a_login_alone_does_not_make_an_editor(page: Page, login: Site, account: str, reason: str) -> None:
    log_in(login.open(page), account)
    save(page)
    expect(page.get_by_text(f"Refused: {reason}")).to_be_visible()
    assert not login.saved.exists()


def test_logging_out_ends_the_right_to_save_in_every_tab_and_for_a_copied_cookie(page: Page, login: Site) -> None:
    log_in(login.open(page), "editor")
    other_tab = login.open(page.context.new_page())
    [cookie] = kept_logins(page)
    assert "Saved." in press_save(login.url, cookie=cookie)
    emptied(login)

    log_out(page)
    assert kept_logins(page) == []
    for tab in (page, other_tab):
        save(tab)
        expect(tab.get_by_text(f"Refused: {LOG_IN}")).to_be_visible()
    assert f"Refused: {LOG_IN}" in press_save(login.url, cookie=cookie)
    assert not login.saved.exists()


def test_an_editor_can_log_in_again_after_logging_out(page: Page, login: Site) -> None:
    log_in(login.open(page), "editor")
    log_out(page)
    log_in(page, "editor")
    save(page)
    assert saved_by(login) == EDITOR


def test_only_a_cookie_that_the_server_signed_is_a_login(login: Site) -> None:
    assert "Saved." in press_save(login.url, cookie=user_cookie(COOKIE_SECRET, claims(login)))
    emptied(login)
    unsigned = base64.urlsafe_b64encode(json.dumps(claims(login)).encode()).decode()
    signed = user_cookie(COOKIE_SECRET, claims(login, email="stranger@example.org"))
    resigned = user_cookie("another secret, just as long as the right one", claims(login))
    swapped = ".".join([resigned.rsplit(".", 2)[0], *signed.rsplit(".", 2)[1:]])
    for forged in (resigned, swapped, unsigned, "{}", "x.y.z"):
        assert f"Refused: {LOG_IN}" in press_save(login.url, cookie=forged)
    assert not login.saved.exists()


def test_a_cookie_made_for_another_site_is_no_login(login: Site) -> None:
    cookie = user_cookie(COOKIE_SECRET, claims(login, origin="https://example.org"))
    assert f"Refused: {LOG_IN}" in press_save(login.url, cookie=cookie)
    assert not login.saved.exists()


def test_an_old_login_has_to_be_renewed(login: Site, browser: Browser) -> None:
    cookie = user_cookie(COOKIE_SECRET, claims(login, iat=int(time.time()) - 24 * 60 * 60))
    assert f"Refused: {LOG_IN_AGAIN}" in press_save(login.url, cookie=cookie)
    assert not login.saved.exists()
    with browser.new_context() as context:
        context.add_cookies([{"name": USER_COOKIE, "value": cookie, "url": login.url}])
        page = login.open(context.new_page())
        expect(page.get_by_text(LOG_IN_AGAIN)).to_be_visible()
        log_in(page, "editor")
        save(page)
    assert saved_by(login) == EDITOR
