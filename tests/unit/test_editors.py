"""Who may save: nobody unless the owner says so, and whatever is unclear is a no."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.editors import (
    ELSEWHERE,
    LOCAL,
    LOG_IN,
    LOG_IN_AGAIN,
    LOGIN,
    LOGIN_HOURS,
    NO_ADDRESS,
    OFF,
    SAVING_IS_OFF,
    Editor,
    Saving,
    Settings,
    Visitor,
    decide,
)

NOW = 1_800_000_000.0
EDITOR = "editor@example.org"
AUTH: dict[str, object] = {
    "redirect_uri": "https://campaigns.example.org/oauth2callback",
    "cookie_secret": "a secret of the tests, and long enough",
    "client_id": "campaigns",
    "client_secret": "also a secret of the tests",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}
BY_LOGIN = Settings(LOGIN, EDITOR, AUTH)
HEADERS = (("host", "localhost:8501"), ("origin", "http://localhost:8501"), ("upgrade", "websocket"))
HERE = Visitor("127.0.0.1", HEADERS)
CLAIMS: dict[str, object] = {"is_logged_in": True, "email": EDITOR, "email_verified": True, "iat": int(NOW) - 60}
LOGGED_IN = Visitor("203.0.113.7", claims=CLAIMS)

anything = st.none() | st.booleans() | st.integers() | st.text() | st.just(EDITOR)
claims = st.dictionaries(st.sampled_from(["is_logged_in", "email", "email_verified", "xms_edov", "iat"]), anything)
settings = st.builds(
    Settings,
    save=st.sampled_from(["", OFF, LOCAL, LOGIN, "on"]) | st.text(),
    editors=st.sampled_from(["", EDITOR]) | st.text(),
    auth=st.dictionaries(st.sampled_from(sorted(AUTH)), anything) | st.just(AUTH),
    trusts_headers=st.booleans(),
)
visitors = st.builds(
    Visitor,
    address=st.sampled_from(["", "127.0.0.1", "203.0.113.7"]) | st.text(),
    headers=st.lists(st.sampled_from(HEADERS) | st.tuples(st.text(), st.text())).map(tuple),
    claims=claims,
)


def with_header(name: str, value: str) -> Visitor:
    """Somebody here, whose browser sent this header in place of its own."""
    return replace(HERE, headers=(*(header for header in HEADERS if header[0] != name), (name, value)))


def with_claims(**changed: Any) -> Visitor:
    """An editor whose login says something else as well."""
    return replace(LOGGED_IN, claims=CLAIMS | changed)


def without_claim(name: str) -> Visitor:
    """An editor whose login leaves something unsaid."""
    return replace(LOGGED_IN, claims={claim: value for claim, value in CLAIMS.items() if claim != name})


@pytest.mark.parametrize("save", ["", " ", "off", "OFF"])
@pytest.mark.parametrize("visitor", [HERE, LOGGED_IN, replace(LOGGED_IN, address="127.0.0.1", headers=HEADERS)])
def test_saving_is_off_unless_it_is_turned_on(save: str, visitor: Visitor) -> None:
    assert decide(replace(BY_LOGIN, save=save), visitor, NOW) == Saving(reason=SAVING_IS_OFF)
    assert Settings(save).fault == ""


@pytest.mark.parametrize("save", ["on", "true", "1", "yes", "local,login", "everybody"])
def test_an_unknown_setting_turns_saving_off_and_tells_the_owner(save: str) -> None:
    settings = replace(BY_LOGIN, save=save)
    assert decide(settings, HERE, NOW) == decide(settings, LOGGED_IN, NOW) == Saving(reason=SAVING_IS_OFF)
    assert save in settings.fault


@given(settings, visitors)
def test_somebody_may_save_or_is_told_why_not_and_never_both(settings: Settings, visitor: Visitor) -> None:
    verdict = decide(settings, visitor, NOW)
    assert (verdict.editor is None) == bool(verdict.reason)


@given(visitors)
def test_what_an_editor_is_called_comes_from_the_owners_list(visitor: Visitor) -> None:
    verdict = decide(BY_LOGIN, visitor, NOW)
    assert verdict.editor in (None, Editor(EDITOR))


@given(settings, visitors)
def test_nobody_saves_where_something_is_wrong_with_the_settings(settings: Settings, visitor: Visitor) -> None:
    if settings.fault:
        assert decide(settings, visitor, NOW) == Saving(reason=SAVING_IS_OFF)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost:8501", "localhost", "127.0.0.1:8501", "[::1]:8501"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_local_run_saves_for_a_browser_on_the_same_machine(address: str, host: str, scheme: str) -> None:
    visitor = Visitor(address, (("Host", host), ("Origin", f"{scheme}://{host}")))
    assert decide(Settings(LOCAL), visitor, NOW) == Saving(Editor(""))


@pytest.mark.parametrize(
    "address", ["", "192.0.2.1", "10.0.0.1", "172.17.0.1", "::ffff:192.0.2.1", "2001:db8::1", "fe80::1", "localhost"]
)
def test_a_local_run_does_not_save_for_another_machine(address: str) -> None:
    assert decide(Settings(LOCAL), replace(HERE, address=address), NOW) == Saving(reason=ELSEWHERE)


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "x-forwarded-host", "X-Forwarded-Proto", "Forwarded", "X-Real-Ip", "Via"]
)
@pytest.mark.parametrize("value", ["127.0.0.1", "203.0.113.7", ""])
def test_a_local_run_does_not_save_for_what_a_proxy_passes_on(name: str, value: str) -> None:
    assert decide(Settings(LOCAL), with_header(name, value), NOW) == Saving(reason=ELSEWHERE)


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example:8501",
        "localhost.example.org",
        "localhost@example.org",
        "localhost:8501/",
        "localhost:",
        "127.0.0.1.example.org",
        "0.0.0.0:8501",
        "",
    ],
)
def test_a_local_run_does_not_save_under_another_hosts_name(host: str) -> None:
    visitor = Visitor("127.0.0.1", (("host", host), ("origin", f"http://{host}")))
    assert decide(Settings(LOCAL), visitor, NOW) == Saving(reason=ELSEWHERE)


@pytest.mark.parametrize(
    "origin", ["http://example.org", "http://localhost:9999", "null", "", "http://localhost:8501.example.org"]
)
def test_a_local_run_does_not_save_for_another_sites_page(origin: str) -> None:
    assert decide(Settings(LOCAL), with_header("origin", origin), NOW) == Saving(reason=ELSEWHERE)


@pytest.mark.parametrize("name", ["host", "origin"])
def test_a_local_run_does_not_choose_between_two_headers(name: str) -> None:
    visitor = replace(HERE, headers=(*HEADERS, (name, "http://example.org")))
    assert decide(Settings(LOCAL), visitor, NOW) == Saving(reason=ELSEWHERE)


def test_a_login_is_no_reason_to_save_in_a_local_run() -> None:
    assert decide(replace(BY_LOGIN, save=LOCAL), LOGGED_IN, NOW) == Saving(reason=ELSEWHERE)


def test_an_editor_who_is_logged_in_saves_under_their_address() -> None:
    assert decide(BY_LOGIN, LOGGED_IN, NOW) == Saving(Editor(EDITOR))


@pytest.mark.parametrize(
    "listed", ["Editor@Example.org", f"a@example.org,{EDITOR}", f"a@example.org;{EDITOR}\n", f"a@example.org {EDITOR}"]
)
def test_the_list_may_be_written_as_people_write_lists(listed: str) -> None:
    visitor = with_claims(email=EDITOR.upper())
    assert decide(replace(BY_LOGIN, editors=listed), visitor, NOW) == Saving(Editor(EDITOR))


@pytest.mark.parametrize(
    "email", ["other@example.org", "editor@example.org.example", "ditor@example.org", "@example.org", "ed\u0131tor@a"]
)
def test_somebody_who_is_not_on_the_list_is_named_and_does_not_save(email: str) -> None:
    assert decide(BY_LOGIN, with_claims(email=email), NOW) == Saving(reason=f"{email} is not on the list of editors.")


def test_a_letter_of_another_alphabet_is_not_taken_for_ours() -> None:
    settings = replace(BY_LOGIN, editors="kim@example.org")
    assert decide(settings, with_claims(email="\u212aim@example.org"), NOW).editor is None


@pytest.mark.parametrize("here", [False, None, "true", 1, "yes"])
def test_nobody_saves_without_being_logged_in(here: object) -> None:
    assert decide(BY_LOGIN, with_claims(is_logged_in=here), NOW) == Saving(reason=LOG_IN)
    assert decide(BY_LOGIN, Visitor(), NOW) == decide(BY_LOGIN, HERE, NOW) == Saving(reason=LOG_IN)


@pytest.mark.parametrize("email", [None, "", 7, ["editor@example.org"]])
def test_a_login_without_an_address_does_not_save(email: object) -> None:
    assert decide(BY_LOGIN, with_claims(email=email), NOW) == Saving(reason=NO_ADDRESS)


@pytest.mark.parametrize("said", [False, None, "false", "", 0, "unknown", [True]])
def test_an_address_that_is_not_verified_does_not_save(said: object) -> None:
    assert "verified" in decide(BY_LOGIN, with_claims(email_verified=said), NOW).reason


def test_a_provider_that_says_nothing_of_an_address_is_not_believed() -> None:
    assert "verified" in decide(BY_LOGIN, without_claim("email_verified"), NOW).reason


@pytest.mark.parametrize("said", [True, "true", "True", 1, "1"])
def test_an_address_may_be_verified_in_the_providers_own_words(said: object) -> None:
    entra = {name: value for name, value in CLAIMS.items() if name != "email_verified"} | {"xms_edov": said}
    assert decide(BY_LOGIN, with_claims(email_verified=said), NOW).editor == Editor(EDITOR)
    assert decide(BY_LOGIN, replace(LOGGED_IN, claims=entra), NOW).editor == Editor(EDITOR)


def test_what_is_said_to_be_unverified_is_not_saved_by_another_claim() -> None:
    assert decide(BY_LOGIN, with_claims(email_verified=False, xms_edov=True), NOW).editor is None


def test_whether_an_address_is_on_the_list_is_not_told_to_somebody_who_only_claims_it() -> None:
    reasons = [
        decide(BY_LOGIN, with_claims(email=email, email_verified=False), NOW).reason.replace(email, "")
        for email in (EDITOR, "other@example.org")
    ]
    assert len(set(reasons)) == 1


def test_whoever_logged_in_too_long_ago_is_told_the_right_number_of_hours() -> None:
    assert f" {LOGIN_HOURS} hours " in LOG_IN_AGAIN


@pytest.mark.parametrize("since", [NOW - LOGIN_HOURS * 3600 - 1, 0, None, "today"])
def test_a_login_does_not_hold_for_ever(since: object) -> None:
    assert decide(BY_LOGIN, with_claims(iat=since), NOW) == Saving(reason=LOG_IN_AGAIN)
    assert decide(BY_LOGIN, with_claims(iat=NOW - LOGIN_HOURS * 3600), NOW).editor


@pytest.mark.parametrize("name", sorted(AUTH))
def test_an_owner_is_told_what_the_settings_of_the_login_lack(name: str) -> None:
    auth = {setting: value for setting, value in AUTH.items() if setting != name}
    settings = replace(BY_LOGIN, auth=auth)
    assert name in settings.fault
    assert decide(settings, LOGGED_IN, NOW) == Saving(reason=SAVING_IS_OFF)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"auth": {}}, "no [auth] section"),
        ({"auth": AUTH | {"cookie_secret": "xxx"}}, "cookie_secret"),
        ({"editors": ""}, "CAMPAIGNS_EDITORS"),
        ({"editors": "example.org, everybody"}, "CAMPAIGNS_EDITORS"),
        ({"trusts_headers": True}, "trustedUserHeaders"),
    ],
)
def test_an_owner_is_told_why_the_login_is_off(wrong: dict[str, Any], said: str) -> None:
    settings = replace(BY_LOGIN, **wrong)
    assert said in settings.fault
    assert settings.fault.endswith("Saving is off.")
    assert decide(settings, LOGGED_IN, NOW) == Saving(reason=SAVING_IS_OFF)


@pytest.mark.parametrize(
    "address", ["http://campaigns.example.org/oauth2callback", "https://campaigns.example.org/", "http://[", ""]
)
def test_a_login_has_to_come_back_encrypted_and_to_the_right_place(address: str) -> None:
    assert "redirect_uri" in replace(BY_LOGIN, auth=AUTH | {"redirect_uri": address}).fault


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:{port}", "[::1]:8501"])
def test_on_the_same_machine_a_login_needs_no_encryption(host: str) -> None:
    assert replace(BY_LOGIN, auth=AUTH | {"redirect_uri": f"http://{host}/oauth2callback"}).fault == ""


def test_a_fault_names_no_secret() -> None:
    for broken in ({}, {"cookie_secret": "shibboleth"}, AUTH | {"cookie_secret": "shibboleth"}):
        assert "shibboleth" not in replace(BY_LOGIN, auth=broken).fault
