"""The line to one server: TLS, time limits, credentials, redirects. All HTTP goes through here.

No proxy from the environment, no cookies kept, redirects on the same host only (a captive portal
redirects too), an answer's size and total time bounded. Nothing is logged.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import Final
from urllib.parse import urljoin

import requests
from requests.auth import AuthBase

from offline.exchange.causes import cause_of
from offline.exchange.device import Identity, client_context
from offline.exchange.link import is_loopback, same_host
from offline.exchange.multipart import MultipartBody
from offline.exchange.port import Unreachable
from offline.exchange.timed import TimedAdapter, ends_at

AGENT: Final = "kiosk-terminal/0.1"
HEADERS: Final = {
    "User-Agent": AGENT,
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "keep-alive",
}
MOST_REDIRECTS: Final = 5
LARGEST_ANSWER: Final = 64 * 1024 * 1024
ENVIRONMENT: Final = "environment"
SLOWEST: Final = 2500.0
"""Bytes per second: a tenth of a village's 200 kbit/s, when two of three packets are lost."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: to connect, for the next bytes, and for a whole answer."""

    connect: float = 10.0
    read: float = 20.0
    answer: float = 120.0


@dataclass(frozen=True, slots=True)
class Network:
    """The way to the centre: ``ca_file`` pins a CA (PEM), ``identity`` is shown to it in TLS.

    ``proxy`` is empty for none (whatever the environment says), ``environment`` for what it says,
    or an http(s) address. This machine itself is never reached through one.
    """

    ca_file: str = ""
    proxy: str = ""
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. ``headers`` ignores case."""

    status: int
    headers: requests.structures.CaseInsensitiveDict[str]
    body: bytes
    url: str


class LineError(Exception):
    """No answer came, or none that can be used; ``outcome`` says why."""

    def __init__(self, outcome: Unreachable) -> None:
        super().__init__(outcome.cause)
        self.outcome = outcome


@dataclass(slots=True)
class Line:
    """Requests to the server at ``base``. Safe to share between threads: a session each."""

    base: str
    auth: AuthBase | None = None
    network: Network = field(default_factory=Network)
    patience: Patience = field(default_factory=Patience)
    clock_offset: float | None = None
    _context: ssl.SSLContext | None = None
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _kept: dict[str, Answer] = field(default_factory=dict, repr=False)
    _sessions: list[requests.Session] = field(default_factory=list, repr=False)

    def url(self, path: str) -> str:
        """An address below the base, or an absolute one of the same host (LineError)."""
        joined = path if "://" in path else f"{self.base}/{path.lstrip('/')}"
        if not same_host(joined, self.base):
            raise LineError(Unreachable("redirect"))
        return joined

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
        json: object = None,
        body: MultipartBody | bytes | None = None,
        give_up: float | None = None,
    ) -> Answer:
        """One question and its whole answer (LineError). ``give_up`` is a monotonic time."""
        url, hops = self.url(path), 0
        until = min(give_up or float("inf"), time.monotonic() + self.patience.answer)
        limit = give_up if body is not None else until
        while True:
            answer = self._once(method, url, headers or {}, params, json, body, limit)
            target = _redirect_target(answer, method)
            if target is None:
                return answer
            hops += 1
            if hops > MOST_REDIRECTS or not same_host(target, url):
                raise LineError(Unreachable("redirect"))
            url, params = target, None
            if isinstance(body, MultipartBody):
                body.seek(0)

    def ask_again(self, path: str, *, headers: dict[str, str] | None = None) -> Answer:
        """GET a list that seldom changes: unchanged, it is not sent again (RFC 9110 ETag)."""
        kept = self._kept.get(path)
        asked = {**(headers or {}), **({} if kept is None else _if_changed(kept))}
        answer = self.ask("GET", path, headers=asked)
        if answer.status == 304 and kept is not None:  # noqa: PLR2004 — HTTP's Not Modified
            return kept
        if answer.status == 200 and answer.headers.get("ETag"):  # noqa: PLR2004 — HTTP
            self._kept[path] = answer
        return answer

    def _once(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        params: dict[str, str] | None,
        json: object,
        body: MultipartBody | bytes | None,
        limit: float | None,
    ) -> Answer:
        until = limit if limit is not None else time.monotonic() + self.patience.answer + _way(body)
        try:
            with (
                ends_at(until, self.patience.read),
                self._session().send(
                    self._prepared(method, url, headers, params, json, body),
                    stream=True,
                    allow_redirects=False,
                    timeout=self._timeouts(until, _way(body)),
                ) as response,
            ):
                return self._whole(response)
        except (requests.RequestException, OSError, ValueError) as error:
            raise LineError(Unreachable(cause_of(error))) from error

    def _prepared(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        params: dict[str, str] | None,
        json: object,
        body: MultipartBody | bytes | None,
    ) -> requests.PreparedRequest:
        """Without what a session merges in: there are no cookies, hooks or parameters of its own,
        and the address of a queue is always the same.
        """
        request = requests.PreparedRequest()
        request.prepare_method(method)
        request.url = _full_address(url, tuple((params or {}).items()))
        request.prepare_headers({**HEADERS, **headers})
        request.prepare_cookies({})
        request.prepare_body(body, None, json)
        request.prepare_hooks(None)
        request.prepare_auth(self.auth)
        return request

    def _whole(self, response: requests.Response) -> Answer:
        pieces, size = [], 0
        for piece in response.iter_content(65536):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_ANSWER:
                raise LineError(Unreachable("answer too large"))
        self._note_clock(response.headers.get("Date", ""))
        return Answer(response.status_code, response.headers, b"".join(pieces), response.url)

    def _timeouts(self, until: float, way: float) -> tuple[float, float]:
        """Connect and read time-outs, shortened so that neither passes the end. ``way`` is how long
        what was sent may still be under way: the system took it, a slow link has not yet.
        """
        left = max(until - time.monotonic(), 0.05)
        return min(self.patience.connect, left), min(self.patience.read + way, left)

    def _note_clock(self, date: str) -> None:
        """Measure how far the server's clock is ahead of ours, in seconds (RFC 9110 Date)."""
        try:
            self.clock_offset = (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            self._sessions.append(session)
            session.trust_env = False
            session.verify = self.network.ca_file or True
            session.proxies = self._proxies()
            session.cookies.set_policy(_NoCookies())
            for scheme in ("http://", "https://"):
                session.mount(scheme, TimedAdapter(self._shown_context()))
        return session

    def _proxies(self) -> MutableMapping[str, str]:
        """The proxy that was set, for both schemes."""
        proxy = self.network.proxy
        if not proxy or is_loopback(self.base):
            return {}
        if proxy == ENVIRONMENT:
            return requests.utils.get_environ_proxies(self.base)
        return {"http": proxy, "https": proxy}

    def _shown_context(self) -> ssl.SSLContext | None:
        """The context with the client certificate, made once; none without one."""
        if self._context is None and self.network.identity is not None:
            try:
                self._context = client_context(self.network.identity)
            except (ValueError, ssl.SSLError) as error:
                raise LineError(Unreachable("tls identity")) from error
        return self._context

    def renew(self, auth: AuthBase | None, identity: Identity | None) -> None:
        """Say from now on by these who asks; a question under way ends as it began."""
        self.network = replace(self.network, identity=identity)
        self.auth, self._context = auth, None
        self._local = threading.local()

    def close(self) -> None:
        """Close the connections of all threads; none of them may be asking."""
        while self._sessions:
            self._sessions.pop().close()
        self._local = threading.local()


@lru_cache(maxsize=256)
def _full_address(url: str, params: tuple[tuple[str, str], ...]) -> str:
    request = requests.PreparedRequest()
    request.prepare_url(url, dict(params))
    return str(request.url)


def _way(body: MultipartBody | bytes | None) -> float:
    """Seconds that a body may take over the slowest link that we wait for."""
    return len(body or b"") / SLOWEST


class _NoCookies(DefaultCookiePolicy):
    """A terminal keeps no cookies: each request says itself who asks."""

    def set_ok(self, cookie: Cookie, request: object) -> bool:  # noqa: ARG002 — the policy's signature
        return False


def _if_changed(kept: Answer) -> dict[str, str]:
    return {"If-None-Match": kept.headers["ETag"]}


def address_from(here: str, place: str) -> str:
    """Where a ``Location`` leads (LineError for what is no address)."""
    try:
        return urljoin(here, place)
    except ValueError as error:
        raise LineError(Unreachable("redirect")) from error


def _redirect_target(answer: Answer, method: str) -> str | None:
    """Where a redirect leads. What changes something is only repeated where the server says so."""
    followed = (301, 302, 303, 307, 308) if method in ("GET", "HEAD") else (307, 308)
    place = answer.headers.get("Location", "")
    return address_from(answer.url, place) if answer.status in followed and place else None
