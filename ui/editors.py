"""Who may save on the server: nobody, unless the owner says so.

Anybody may check, preview and download. The environment variable CAMPAIGNS_SAVE opens saving to a browser on the
machine that the dashboard runs on (`local`), or to editors who log in (`login`). Whatever is unclear about the
settings or about the visitor is a no. The save itself calls `require`: a button that is not shown keeps nobody out.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import streamlit as st
from streamlit import runtime
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.logger import get_logger
from streamlit.runtime.scriptrunner import get_script_run_ctx

from campaigns.wording import say, say_later

SETTING = "CAMPAIGNS_SAVE"
"""The environment variable that opens saving: `off`, `local` or `login`."""
EDITORS = "CAMPAIGNS_EDITORS"
"""The environment variable with the editors' e-mail addresses, for `login`."""
OFF, LOCAL, LOGIN = "off", "local", "login"

LOGIN_HOURS = 12
"""How long a login lets somebody save. Streamlit itself keeps it for thirty days."""
SECRET_LENGTH = 32
"""The fewest characters of a `cookie_secret`: whoever guesses it can write themselves any login."""

SAVING_IS_OFF = say_later("Saving is off on this site.")
ELSEWHERE = say_later("Saving works only in a browser on the computer that this site runs on.")
LOG_IN = say_later("Log in to save.")
LOG_IN_AGAIN = say_later("Your login is more than 12 hours old. Log in again to save.")
"""Names LOGIN_HOURS as a number, so that the sentence can be translated as a whole."""
NO_ADDRESS = say_later("Your login came without an e-mail address, so it cannot save.")

_REQUIRED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_CALLBACK = "/oauth2callback"
_HERE = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
_PROXIES_ADD = re.compile(
    r"x-forwarded(?:-.*)?|forwarded|via|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip", re.IGNORECASE
)


@dataclass(frozen=True)
class Editor:
    """Somebody who may save.

    Attributes:
        name: What the log of changes names: the e-mail address as small letters; empty for the machine's own user.
    """

    name: str


@dataclass(frozen=True)
class Saving:
    """May the visitor save, and if not, why.

    Attributes:
        editor: Who the visitor saves as; None where the visitor may not.
        reason: Why not, as a sentence. It may quote the visitor's login: plain text, to be shown as such.
    """

    editor: Editor | None = None
    reason: str = ""


class NotAllowed(Exception):
    """The visitor may not save; the message says why."""


@dataclass(frozen=True)
class Settings:
    """What the owner has set.

    Attributes:
        save: CAMPAIGNS_SAVE as it was written.
        editors: CAMPAIGNS_EDITORS as it was written.
        auth: The `[auth]` section of Streamlit's secrets.
        trusts_headers: Whether Streamlit takes who a visitor is from headers too (`server.trustedUserHeaders`).
    """

    save: str = ""
    editors: str = ""
    auth: Mapping[str, object] = field(default_factory=dict)
    trusts_headers: bool = False

    @property
    def mode(self) -> str:
        """`local`, `login` or `off`; off wherever something is wrong with the settings."""
        return OFF if self.fault else _plain(self.save) or OFF

    @property
    def fault(self) -> str:
        """What the owner has to mend before anybody can save; empty where nothing is wrong."""
        asked = _plain(self.save)
        if asked == LOGIN:
            return _login_fault(self)
        if asked in ("", OFF, LOCAL):
            return ""
        return f"{SETTING} is “{self.save.strip()}”, which is none of {OFF}, {LOCAL} and {LOGIN}. Saving is off."

    @property
    def addresses(self) -> frozenset[str]:
        """The editors' e-mail addresses; commas, semicolons, spaces or new lines stand between them."""
        return frozenset(_plain(name) for name in re.split(r"[\s,;]+", self.editors) if "@" in name)


@dataclass(frozen=True)
class Visitor:
    """What the server knows of a visitor: nothing, where the connection has just ended.

    Attributes:
        address: The other end of the connection.
        headers: What the browser sent when it connected, each with its name.
        claims: What the identity provider said of somebody who has logged in, and Streamlit's own `is_logged_in`.
    """

    address: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    claims: Mapping[str, object] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """The one header of that name; empty where there is none, or more than one to choose from."""
        values = [value for header, value in self.headers if header.lower() == name]
        return values[0] if len(values) == 1 else ""


def saving() -> Saving:
    """May this visitor save, as things stand at this moment?"""
    settings = _settings()
    if settings.fault:
        _tell_owner(settings.fault)
    return decide(settings, _visitor(), time.time())


def require() -> Editor:
    """The editor who saves. To be called by the save itself.

    Raises:
        NotAllowed: The visitor may not save.
    """
    verdict = saving()
    if verdict.editor is None:
        raise NotAllowed(verdict.reason)
    return verdict.editor


def show_login() -> None:
    """Put the button on the page that logs in or out, where CAMPAIGNS_SAVE is `login`; nothing otherwise.

    Either leads away from the page, and what was not saved is lost.
    """
    if _settings().mode != LOGIN:
        return
    claims = _claims()
    if _is_logged_in(claims) and _is_recent(claims, time.time()):
        st.text(_logged_in_as(_email(claims)))
        st.button(say("Log out"), on_click=_log_out, key="log_out")
    else:
        st.button(say("Log in"), on_click=st.login, key="log_in")


def _logged_in_as(email: str) -> str:
    if not email:
        return say("Logged in as somebody without an e-mail address.")
    return say("Logged in as {email}.", email=email)


def decide(settings: Settings, visitor: Visitor, now: float) -> Saving:
    """May a visitor save?

    Args:
        settings: What the owner has set.
        visitor: What is known of the visitor.
        now: The time, in seconds since 1970.
    """
    if settings.mode == LOCAL:
        return Saving(Editor("")) if _is_here(visitor) else Saving(reason=say(ELSEWHERE))
    if settings.mode == LOGIN:
        reason = _against(visitor.claims, settings.addresses, now)
        return Saving(reason=reason) if reason else Saving(Editor(_email(visitor.claims)))
    return Saving(reason=say(SAVING_IS_OFF))


def _is_here(visitor: Visitor) -> bool:
    """Is it a browser on this machine, on a page of this site?

    A proxy on this machine connects from here as well, for anybody: the headers that proxies add give it away. A page
    from elsewhere can have its own name lead here (DNS rebinding), or connect to this address: then the host or the
    origin is not ours.
    """
    host = visitor.header("host")
    return (
        _is_loopback(visitor.address)
        and not any(_PROXIES_ADD.fullmatch(name) for name, _ in visitor.headers)
        and _HERE.fullmatch(host) is not None
        and visitor.header("origin") in (f"http://{host}", f"https://{host}")
    )


def _is_loopback(address: str) -> bool:
    """Does the address lead to the machine itself?

    A server on all interfaces sees `127.0.0.1` as `::ffff:127.0.0.1`.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


def _against(claims: Mapping[str, object], editors: frozenset[str], now: float) -> str:
    """What speaks against somebody's saving by their login; empty where nothing does."""
    if not _is_logged_in(claims):
        return say(LOG_IN)
    email = _email(claims)
    if not email:
        return say(NO_ADDRESS)
    # First, so that nobody learns who is on the list by claiming to be them.
    if not _is_verified(claims):
        return say("Your login does not say that {email} is a verified address, so it cannot save.", email=email)
    if email not in editors:
        return say("{email} is not on the list of editors.", email=email)
    return "" if _is_recent(claims, now) else say(LOG_IN_AGAIN)


def _is_logged_in(claims: Mapping[str, object]) -> bool:
    return claims.get("is_logged_in") is True


def _email(claims: Mapping[str, object]) -> str:
    email = claims.get("email")
    return _plain(email) if isinstance(email, str) else ""


def _is_verified(claims: Mapping[str, object]) -> bool:
    """Does the provider vouch that the address is theirs? Silence is a no: some let people enter any address.

    Microsoft Entra says it as `xms_edov`, where its owner asks for that claim; some providers write "true" as text.
    """
    said = claims.get("email_verified", claims.get("xms_edov"))
    return str(said).lower() in ("true", "1")


def _is_recent(claims: Mapping[str, object], now: float) -> bool:
    since = claims.get("iat")
    return isinstance(since, int | float) and now - since <= LOGIN_HOURS * 60 * 60


def _login_fault(settings: Settings) -> str:
    faults = _login_faults(settings)
    return next((f"{SETTING} is {LOGIN}, but {fault}. Saving is off." for fault in faults), "")


def _login_faults(settings: Settings) -> Iterable[str]:
    missing = [name for name in _REQUIRED if not isinstance(settings.auth.get(name), str)]
    if not settings.auth:
        yield "there is no [auth] section in .streamlit/secrets.toml"
    elif missing:
        yield f"the [auth] section in .streamlit/secrets.toml lacks {', '.join(missing)}"
    elif len(str(settings.auth["cookie_secret"])) < SECRET_LENGTH:
        yield f"the cookie_secret has fewer than {SECRET_LENGTH} characters"
    elif not _is_safe_callback(str(settings.auth["redirect_uri"])):
        yield f"the redirect_uri is not the site's https:// address with {_CALLBACK} at its end"
    if settings.trusts_headers:
        yield "server.trustedUserHeaders lets headers say who somebody is"
    if not settings.addresses:
        yield f"{EDITORS} holds no e-mail address"


def _is_safe_callback(address: str) -> bool:
    """Does a login come back over an encrypted connection? Nobody listens in on the way to the machine itself."""
    try:
        parts = urlsplit(address)
        encrypted = parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        return False
    return encrypted and parts.path.endswith(_CALLBACK)


def _plain(text: str) -> str:
    """Text without the spaces around it, in small letters where it is ASCII.

    Elsewhere letters of other alphabets would turn into those of somebody else's address.
    """
    text = text.strip()
    return text.lower() if text.isascii() else text


def _settings() -> Settings:
    save, editors = os.environ.get(SETTING, ""), os.environ.get(EDITORS, "")
    if _plain(save) != LOGIN:
        return Settings(save)
    return Settings(save, editors, _auth(), bool(st.get_option("server.trustedUserHeaders")))


def _auth() -> Mapping[str, object]:
    try:
        section = st.secrets.get("auth")
    except StreamlitSecretNotFoundError:
        return {}
    return section if isinstance(section, Mapping) else {}


def _visitor() -> Visitor:
    """What is known of the visitor, taken from the one connection that is open now.

    `st.context` would look for the connection anew with each question, gives no address where there is none any
    more, and gives none for this machine either.
    """
    run = get_script_run_ctx()
    client = runtime.get_instance().get_client(run.session_id) if run and runtime.exists() else None
    connection = client.client_context if client else None
    if connection is None:
        return Visitor()
    return Visitor(connection.remote_ip or "", tuple(connection.headers), _claims())


_Login = tuple[object, ...]
_ended: dict[_Login, float] = {}
"""The logins that somebody has ended, with the time. Streamlit leaves them in the browser's other tabs, and a copied
cookie would hold for thirty days. Not in Streamlit's cache: a visitor's message can clear that."""


def _claims() -> Mapping[str, object]:
    """What is known of who has logged in; nothing, once they have logged out in any tab."""
    claims = st.user.to_dict()
    return {} if _login(claims) in _ended else claims


def _log_out() -> None:
    now = time.time()
    for login, since in list(_ended.items()):
        if now - since > LOGIN_HOURS * 60 * 60:
            _ended.pop(login, None)
    _ended[_login(st.user.to_dict())] = now
    st.logout()


def _login(claims: Mapping[str, object]) -> _Login:
    return tuple(str(claims.get(name)) for name in ("iss", "sub", "iat", "nonce"))


@lru_cache
def _tell_owner(fault: str) -> None:
    """Say it in the log, once."""
    get_logger(__name__).warning(fault)
