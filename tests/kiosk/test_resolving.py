"""An opaque code opens a visit while the exchange can be asked, over real HTTP."""

from __future__ import annotations

from pathlib import Path

import requests

from kiosk.app import now
from kiosk.codes.result import Verdict
from kiosk.flow.identify import identify
from kiosk.flow.resolving import resolver
from kiosk.sandbox.tokens import KEY
from tests.sandbox_server import running_sandbox
from tests.stations import NAME, Clock, station


def test_an_opaque_code_is_resolved_once_and_only_with_a_network(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as served:
        told = {"name": NAME, "id4": "0021"}
        answer = requests.post(f"{served.url}/v1/codes/tokens", json=told, timeout=5)
        text = answer.json()["text"]
        _, exchange = served.enrolled()
        kiosk = station(tmp_path / "kiosk", Clock())
        kiosk.clock = now
        kiosk.store.trust.put_keys([KEY], now())
        kiosk.resolve = resolver(exchange)
        offline = identify(kiosk, text, online=False)
        assert (offline.verdict, offline.instead) == (Verdict.NOT_A_CODE, "token")
        found = identify(kiosk, text, online=True)
        assert found.verdict is Verdict.VERIFIED
        assert found.person is not None
        assert found.person.name == NAME
        assert identify(kiosk, text, online=True).verdict is Verdict.REPLAYED
        unknown = text[:-8] + "aaaaaaaa"
        assert identify(kiosk, unknown, online=True).verdict is Verdict.TAMPERED
        exchange.close()
    gone = identify(kiosk, text, online=True)
    assert (gone.verdict, gone.instead) == (Verdict.NOT_A_CODE, "token")
    kiosk.store.close()
