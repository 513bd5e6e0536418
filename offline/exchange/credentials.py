"""How a terminal says who it is: a token, or a password where nobody can read it on the way."""

from __future__ import annotations

import requests
from requests.auth import AuthBase, HTTPDigestAuth

from offline.exchange.link import is_private


class BearerAuth(AuthBase):
    """A terminal's token, as RFC 6750 sends it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class PasswordAuth(HTTPDigestAuth):
    """Digest wherever it is asked for; Basic at once where nobody can read it on the way.

    ODK Central never asks for Basic (401 without a challenge), so it has to be sent unasked.
    """

    def __init__(self, user: str, password: str, *, private: bool) -> None:
        super().__init__(user, password)
        self._basic = requests.auth._basic_auth_str(user.encode(), password.encode())  # noqa: SLF001 — requests has no public name for it
        self._private = private

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        prepared: requests.PreparedRequest = super().__call__(request)  # type: ignore[no-untyped-call]
        if self._private and "Authorization" not in prepared.headers:
            prepared.headers["Authorization"] = self._basic
        return prepared


def auth_for(url: str, *, token: str = "", user: str = "", password: str = "") -> AuthBase | None:
    """Token before password; none if neither is there."""
    if token:
        return BearerAuth(token)
    return PasswordAuth(user, password, private=is_private(url)) if user else None
