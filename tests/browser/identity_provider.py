"""An OpenID Connect provider on this machine, at which the tests choose who they are."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "campaigns"
CLIENT_SECRET = "between-the-dashboard-and-the-provider"

Asked = dict[str, str]
"""What the dashboard asked the provider for, by the names of OpenID Connect."""


class IdentityProvider:
    """A provider with some accounts; whoever comes chooses one of them, and no password is asked.

    Attributes:
        accounts: What is known of each account: its claims by its name.
        url: The provider's address.
    """

    def __init__(self, accounts: dict[str, dict[str, object]]) -> None:
        self.accounts = accounts
        self._key = RSAKey.generate_key(2048, {"kid": "tests", "use": "sig", "alg": "RS256"})
        self._codes: dict[str, tuple[str, Asked]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def metadata_url(self) -> str:
        """Where the provider says what it is and can do."""
        return f"{self.url}/.well-known/openid-configuration"

    def metadata(self) -> dict[str, object]:
        """What the provider is and can do."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, object]:
        """The key that its tokens can be checked with."""
        return {"keys": [self._key.as_dict(private=False)]}

    def choice(self, query: str) -> str:
        """The page on which a visitor chooses an account."""
        links = (f"<li><a href='/chosen?{query}&account={name}'>{name}</a></li>" for name in self.accounts)
        return f"<!doctype html><title>Who are you?</title><h1>Who are you?</h1><ul>{''.join(links)}</ul>"

    def way_back(self, asked: Asked) -> str:
        """The address of the dashboard that somebody who chose an account is sent to."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self._codes[code] = (asked["account"], asked)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, authorization: str, form: Asked) -> dict[str, object] | None:
        """What a code is exchanged for, once and only by the dashboard; None where it is not."""
        account, asked = self._codes.pop(form["code"])
        expected = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if authorization != f"Basic {expected}" or proof != asked["code_challenge"]:
            return None
        token = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 3600}
        return token | {"id_token": self._id_token(account, asked["nonce"])}

    def _id_token(self, account: str, nonce: str) -> str:
        now = int(time.time())
        who = {"iss": self.url, "aud": CLIENT, "sub": account, "nonce": nonce, "iat": now, "exp": now + 3600}
        return jwt.encode({"alg": "RS256", "kid": "tests"}, who | self.accounts[account], self._key)


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/.well-known/openid-configuration":
                self._answer(json.dumps(provider.metadata()), "application/json")
            elif address.path == "/keys":
                self._answer(json.dumps(provider.keys()), "application/json")
            elif address.path == "/authorize":
                self._answer(provider.choice(address.query), "text/html")
            elif address.path == "/chosen":
                self.send_response(302)
                self.send_header("Location", provider.way_back(_values(address.query)))
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            form = _values(self.rfile.read(int(self.headers["Content-Length"])).decode())
            tokens = provider.tokens(self.headers["Authorization"], form)
            self._answer(json.dumps(tokens or {"error": "invalid_client"}), "application/json", 200 if tokens else 401)

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self, text: str, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

    return Handler


def _values(query: str) -> Asked:
    return {name: values[0] for name, values in parse_qs(query).items()}
