"""A visit that begins with an opaque code nobody can be asked about, over real HTTP afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from kiosk.app import now
from kiosk.codes.result import Verdict
from kiosk.flow import forms
from kiosk.flow.identify import identify, identify_typed
from kiosk.flow.station import Station
from kiosk.sandbox.tokens import KEY
from offline.exchange.joined import JoinedExchange
from offline.exchange.online import TokenRefusal
from offline.records import Submission, SubmissionState
from offline.sync import Summary, run_once
from offline.sync.unresolved import hold
from tests.sandbox_server import RunningSandbox, running_sandbox
from tests.stations import ID_NUMBER, NAME, RESIDENCE, fill, station, stored_form

ID4 = ID_NUMBER[-4:]


@dataclass
class Provisional:
    """A kiosk that was offline when a person came, and the centre it will ask."""

    served: RunningSandbox
    kiosk: Station
    exchange: JoinedExchange

    def token(self, id4: str = ID4, ttl: int = 300) -> str:
        told = {"name": NAME, "id4": id4, "ttl": ttl}
        answer = requests.post(f"{self.served.url}/v1/codes/tokens", json=told, timeout=5)
        text: str = answer.json()["text"]
        return text

    def visit(self, scanned: str = "") -> Submission:
        if scanned:
            result = identify(self.kiosk, scanned)
            assert (result.verdict, result.instead) == (Verdict.NOT_A_CODE, "token")
        person = identify_typed(self.kiosk, ID_NUMBER, scanned=scanned)
        assert not person.verified
        work = forms.begin(self.kiosk, RESIDENCE, person)
        fill(work)
        return forms.finalise(self.kiosk, work)

    def outlive(self, code: str) -> None:
        """Ask until the code is over."""
        issuer, token = code.split(":")[1:]
        while self.exchange.online().resolve(issuer, token) is not TokenRefusal.EXPIRED:
            pass

    def sync(self) -> Summary:
        return run_once(self.kiosk.store, self.exchange, now(), ignore_backoff=True)

    def state(self, submission: Submission) -> tuple[SubmissionState, str]:
        found = self.kiosk.store.submissions.get(submission.instance_id)
        return found.state, found.reason

    def received(self) -> set[str]:
        return {entry["instance_id"] for entry in self.served.received()}


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[Provisional]:
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    (catalogue / f"{RESIDENCE}.xml").write_bytes(stored_form(RESIDENCE).xml)
    with running_sandbox(tmp_path) as served:
        _, exchange = served.enrolled()
        kiosk = station(tmp_path / "kiosk")
        kiosk.clock = now
        kiosk.store.trust.put_keys([KEY], now())
        yield Provisional(served, kiosk, exchange)
        exchange.close()
        kiosk.store.close()


def test_what_the_right_code_began_is_sent_once_the_centre_has_said_whose_it_is(
    offline: Provisional,
) -> None:
    code = offline.token()
    first, notes = offline.visit(code), offline.kiosk.store.notes
    assert first.person is not None
    hold(notes, first.person.subject, "uuid:another-of-the-same-visit")
    again = offline.visit(code)
    offline.sync()
    assert offline.received() == {first.instance_id}
    assert notes.names("code.held:") == []
    assert offline.state(again)[0] is SubmissionState.QUARANTINED
    assert "以前用过" in offline.state(again)[1]


@pytest.mark.parametrize(
    ("case", "told"),
    [("revoked", "作废"), ("unknown", "不认识"), ("other", "另一个人"), ("expired", "过期")],
)
def test_what_a_bad_code_began_never_leaves_and_a_supervisor_decides(
    offline: Provisional, case: str, told: str
) -> None:
    code = offline.token("0021" if case == "other" else ID4, ttl=1 if case == "expired" else 300)
    if case == "unknown":
        code = code[:-8] + "aaaaaaaa"
    if case == "expired":
        offline.outlive(code)
    submission = offline.visit(code)
    if case == "revoked":
        issuer, token = code.split(":")[1:]
        url = f"{offline.served.url}/v1/codes/revoke"
        requests.post(url, json={"issuer": issuer, "token": token}, timeout=5).raise_for_status()
    assert offline.sync().quarantined == 1
    state, reason = offline.state(submission)
    assert state is SubmissionState.QUARANTINED
    assert told in reason
    assert submission.instance_id not in offline.received()
    offline.kiosk.store.submissions.resend(submission.instance_id, now())
    offline.sync()
    assert offline.state(submission)[0] is SubmissionState.ACCEPTED


def test_a_visit_without_a_code_waits_for_none(offline: Provisional) -> None:
    offline.visit(offline.token("0021"))
    plain = offline.visit()
    offline.sync()
    assert offline.received() == {plain.instance_id}


def test_a_code_that_was_good_when_it_was_scanned_may_be_over_when_it_is_asked_about(
    offline: Provisional,
) -> None:
    code = offline.token(ttl=3)
    submission = offline.visit(code)
    offline.outlive(code)
    offline.sync()
    assert offline.state(submission)[0] is SubmissionState.ACCEPTED


def test_while_the_centre_cannot_be_asked_it_waits(offline: Provisional) -> None:
    submission = offline.visit(offline.token())
    _, nowhere = offline.served.enrolled(through="http://127.0.0.1:9")
    run_once(offline.kiosk.store, nowhere, now(), ignore_backoff=True)
    nowhere.close()
    assert offline.state(submission)[0] in {SubmissionState.FINALISED, SubmissionState.WAITING}
    assert offline.received() == set()
    offline.sync()
    assert offline.received() == {submission.instance_id}
