from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    FormMissing,
    Refused,
    SendOutcome,
    Unreachable,
)
from offline.records import SUBMISSION_MOVES, Submission, SubmissionState
from offline.sync.plan import Trouble, backoff, due, settlement

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
S = SubmissionState


def row(
    instance_id: str = "uuid:1",
    state: SubmissionState = S.WAITING,
    *,
    attempts: int = 1,
    due_in: float | None = None,
    age: float = 0,
    reason: str = "",
) -> Submission:
    return Submission(
        instance_id=instance_id,
        receipt="LW-1",
        form_id="allowance",
        form_version="1",
        title="高龄津贴",
        person=None,
        operator="cli",
        state=state,
        finalised=NOW - timedelta(seconds=age),
        attempts=attempts,
        due=None if due_in is None else NOW + timedelta(seconds=due_in),
        reason=reason,
    )


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 — jitter, no secret


def ids(rows: list[Submission]) -> list[str]:
    return [each.instance_id for each in rows]


OUTCOMES: list[SendOutcome] = [
    Accepted(201),
    Refused(413, "too large"),
    Conflict("other"),
    FormMissing("no form"),
    Denied(403, "no"),
    Unreachable("cut"),
]


def test_only_what_is_finalised_or_waiting_and_due_is_sent() -> None:
    rows = [row(state.value, state) for state in S]
    assert sorted(ids(due(rows, NOW))) == ["finalised", "waiting"]
    assert due([row(due_in=1)], NOW) == []
    assert ids(due([row(due_in=0)], NOW)) == ["uuid:1"]
    assert ids(due([row(due_in=999)], NOW, ignore_backoff=True)) == ["uuid:1"]


def test_what_always_fails_comes_after_the_others_and_the_oldest_first() -> None:
    rows = [
        row("failing", attempts=9, age=900),
        row("young", S.FINALISED, attempts=0, age=1),
        row("old", S.FINALISED, attempts=0, age=500),
    ]
    assert ids(due(rows, NOW)) == ["old", "young", "failing"]


def test_a_healed_link_makes_due_what_waited_for_the_link_alone() -> None:
    rows = [
        row("link", due_in=900, reason="unreachable cut"),
        row("conflict", due_in=900, reason="409 other XML"),
    ]
    assert ids(due(rows, NOW, healed=True)) == ["link"]


@given(st.sampled_from(OUTCOMES), st.integers(1, 500), st.integers(0, 2**32))
def test_every_outcome_leads_to_a_state_that_the_chart_draws(
    outcome: SendOutcome, attempts: int, seed: int
) -> None:
    settled = settlement(outcome, row(attempts=attempts), NOW, chance(seed), None)
    assert settled.then in SUBMISSION_MOVES[S.SENDING]
    assert (settled.due is not None) == (settled.then is S.WAITING)
    assert settled.due is None or settled.due > NOW


@pytest.mark.parametrize(
    ("outcome", "then"),
    [
        (Accepted(201), S.ACCEPTED),
        (Refused(413, "too large"), S.QUARANTINED),
        (Conflict("other"), S.WAITING),
        (FormMissing("no form"), S.WAITING),
        (Denied(403, "no"), S.WAITING),
        (Unreachable("cut"), S.WAITING),
    ],
)
def test_the_first_answer_does_what_the_design_says(
    outcome: SendOutcome, then: SubmissionState
) -> None:
    assert settlement(outcome, row(), NOW, chance(1), None).then is then


def test_a_refusal_keeps_the_servers_words_for_a_person() -> None:
    settled = settlement(Refused(413, "too large"), row(), NOW, chance(1), None)
    assert settled.reason == "413 too large"


def test_a_missing_form_is_quarantined_after_a_day_and_not_before() -> None:
    for hours, then in ((23, S.WAITING), (24, S.QUARANTINED)):
        trouble = Trouble("404", NOW - timedelta(hours=hours), 3)
        settled = settlement(FormMissing("gone"), row(), NOW, chance(1), trouble)
        assert settled.then is then


@pytest.mark.parametrize(
    ("tries", "hours", "then"),
    [(8, 48, S.WAITING), (9, 23, S.WAITING), (9, 24, S.QUARANTINED)],
)
def test_a_conflict_is_quarantined_after_ten_tries_over_a_day(
    tries: int, hours: int, then: SubmissionState
) -> None:
    trouble = Trouble("409", NOW - timedelta(hours=hours), tries)
    assert settlement(Conflict("x"), row(), NOW, chance(1), trouble).then is then


def test_a_conflict_begins_its_own_count_after_a_missing_form() -> None:
    before = Trouble("404", NOW - timedelta(days=9), 99)
    settled = settlement(Conflict("x"), row(), NOW, chance(1), before)
    assert settled.trouble == Trouble("409", NOW, 1)


def test_troubles_survive_being_written_down() -> None:
    trouble = Trouble("409", NOW, 4)
    assert Trouble.from_json(trouble.to_json()) == trouble
    assert Trouble.from_json(None) is None


def test_the_server_may_ask_for_a_longer_pause() -> None:
    settled = settlement(Unreachable("status 503", 300), row(), NOW, chance(1), None)
    assert settled.due == NOW + timedelta(seconds=300)


@given(st.integers(1, 10_000), st.integers(0, 2**32))
def test_back_off_grows_with_jitter_and_stays_within_half_an_hour(attempts: int, seed: int) -> None:
    pause = backoff(attempts, chance(seed))
    assert 2.5 <= pause <= 1800
    assert pause <= 45 or attempts > 100
    later = backoff(attempts + 1, chance(seed))
    assert later >= pause or attempts + 1 > 100
