"""Every operation of the API document, asked with odd values: told what is wrong, never a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.sandbox_server import RunningSandbox, running_sandbox

ODD = ["", "0", "-1", "9" * 30, "\0", "../x", "王小明", "'; --", "a" * 5000, "%", "💧"]
BODIES = [b"", b"{", b"[]", b"null", b'"\\ud800"', b"\xff\xfe", b"9" * 400, b'{"x": 1e999}']


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder: Path = tmp_path_factory.mktemp("api")
    with running_sandbox(folder) as running:
        yield running


def operations(api: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in api["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def requests_of(method: str, path: str, operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each odd value in all places at once, with a body of each kind."""
    told = operation.get("parameters", [])
    for number, odd in enumerate(ODD):
        place, headers = path, {"Content-Type": "application/json"}
        for one in told:
            if one["in"] == "path":
                place = place.replace("{" + one["name"] + "}", quote(odd or "x", safe=""))
            if one["in"] == "header":
                headers[one["name"]] = odd if odd.isascii() and odd.isprintable() else "x"
        query = {one["name"]: odd for one in told if one["in"] == "query"}
        body = BODIES[number % len(BODIES)]
        if operation.get("requestBody") and number % 2:
            body = json.dumps(_filled(odd)).encode()
        yield {"method": method, "url": place, "headers": headers, "params": query, "data": body}


def _filled(odd: str) -> dict[str, Any]:
    names = ("code", "terminal", "page", "words", "issuer", "what", "state", "at", "version")
    lists = {"instance_ids": [odd], "facts": {odd: odd}, "level": odd, "queue": odd}
    return {**dict.fromkeys(names, odd), **lists, "\ud800": "\ud800"}


def test_no_odd_value_makes_a_server_fault(served: RunningSandbox) -> None:
    link, exchange = served.enrolled()
    exchange.close()
    api = requests.get(f"{served.url}/openapi.json", timeout=5).json()
    answers: dict[str, set[int]] = {}
    with requests.Session() as session:
        session.trust_env = False
        for method, path, operation in operations(api):
            for asked in requests_of(method, path, operation):
                told = {"X-OpenRosa-Version": "1.0", "Authorization": f"Bearer {link.token}"}
                headers = {**told, **asked.pop("headers")}
                url = served.url + asked.pop("url")
                answer = session.request(url=url, headers=headers, timeout=10, **asked)
                answers.setdefault(f"{method} {path}", set()).add(answer.status_code)
    assert len(answers) >= 29
    assert {name: codes for name, codes in answers.items() if max(codes) >= 500} == {}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/terminals/T-01/commands", b'{"words": "\\ud800"}'),
        ("/v1/revocations", b'{"issuer": "\\ud800", "what": "kid:\\ud800"}'),
        ("/v1/help-calls", b'{"page": "\\udc00"}'),
        ("/v1/enrolments", b'{"code": "SANDBOX", "terminal": "\\ud800"}'),
        ("/v1/held", b'{"instance_ids": ["\\ud800"]}'),
    ],
)
def test_half_a_character_is_refused(served: RunningSandbox, path: str, body: bytes) -> None:
    link, exchange = served.enrolled()
    exchange.close()
    headers = {"Authorization": f"Bearer {link.token}", "Content-Type": "application/json"}
    answer = requests.post(served.url + path, data=body, headers=headers, timeout=5)
    assert answer.status_code == 422
