"""The state charts: what is drawn is allowed, everything else is refused."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from offline.records import (
    PRINT_MOVES,
    SUBMISSION_MOVES,
    NotDrawnError,
    PrintState,
    Submission,
    SubmissionState,
    check_print_move,
    check_submission_move,
)
from tests.fakes.store import FakeStore
from tests.fakes.store_samples import LATER, NOON, draft

S, P = SubmissionState, PrintState

SUBMISSION_CHART = {
    ("draft", "finalised"), ("draft", "closed"), ("finalised", "sending"), ("finalised", "closed"),
    ("sending", "accepted"), ("sending", "waiting"), ("sending", "quarantined"),
    ("waiting", "sending"), ("waiting", "quarantined"), ("quarantined", "waiting"),
    ("quarantined", "closed"), ("accepted", "waiting"),
}  # fmt: skip
PRINT_CHART = {
    ("queued", "sending"), ("queued", "cancelled"), ("sending", "sent"), ("sending", "queued"),
    ("sending", "doubtful"), ("sent", "confirmed"), ("sent", "doubtful"),
    ("doubtful", "confirmed"), ("doubtful", "reprint"),
}  # fmt: skip


@pytest.mark.parametrize(("now", "then"), list(product(S, S)))
def test_submission_moves_are_the_chart(now: SubmissionState, then: SubmissionState) -> None:
    if (now.value, then.value) in SUBMISSION_CHART:
        check_submission_move(now, then)
    else:
        with pytest.raises(NotDrawnError) as refused:
            check_submission_move(now, then)
        assert (refused.value.now, refused.value.then) == (now, then)


@pytest.mark.parametrize(("now", "then"), list(product(P, P)))
def test_print_moves_are_the_chart(now: PrintState, then: PrintState) -> None:
    if (now.value, then.value) in PRINT_CHART:
        check_print_move(now, then)
    else:
        with pytest.raises(NotDrawnError):
            check_print_move(now, then)


def test_every_state_has_its_moves() -> None:
    assert set(SUBMISSION_MOVES) == set(S)
    assert set(PRINT_MOVES) == set(P)


class SubmissionLife(RuleBasedStateMachine):
    """Any order of events, crashes and restarts; what was observed must be drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.store = FakeStore(lambda: NOON)
        self.seen = S.DRAFT
        self.attempts = 0
        self.accepted = 0
        self.lost = 0
        self.store.drafts.save(draft())

    def observe(self, before: SubmissionState, after: Submission) -> None:
        assert (before.value, after.state.value) in SUBMISSION_CHART
        self.seen = after.state

    def attempt(self, then: SubmissionState) -> None:
        """Try a settle in any state: only what is drawn may happen, else nothing."""
        before = self.seen
        try:
            after = self.store.submissions.settle("uuid:1", then, NOON, due=NOON + LATER)
        except NotDrawnError:
            drawn = (before.value, then.value) in SUBMISSION_CHART
            assert not drawn or before is S.ACCEPTED
            return
        self.attempts += 1
        self.accepted += then is S.ACCEPTED
        self.observe(before, after)

    @rule()
    def finalise(self) -> None:
        done = self.store.submissions.finalise(draft(), b"<data/>", "LW-1", [], NOON)
        if self.seen is S.DRAFT:
            self.observe(self.seen, done)
        assert done.state is self.seen

    @precondition(lambda self: self.seen in (S.FINALISED, S.WAITING))
    @rule()
    def claim(self) -> None:
        self.observe(self.seen, self.store.submissions.claim("uuid:1", NOON))

    @precondition(lambda self: self.seen is not S.DRAFT)
    @rule(then=st.sampled_from(list(S)))
    def settle(self, then: SubmissionState) -> None:
        self.attempt(then)

    @precondition(lambda self: self.seen is not S.DRAFT)
    @rule()
    def crash_and_restart(self) -> None:
        self.store = self.store.sibling()
        if self.store.submissions.take_up(NOON):
            assert self.seen is S.SENDING
            self.seen = S.WAITING

    @precondition(lambda self: self.seen is S.QUARANTINED)
    @rule()
    def resend(self) -> None:
        self.observe(self.seen, self.store.submissions.resend("uuid:1", NOON))

    @precondition(lambda self: self.seen is not S.DRAFT)
    @rule()
    def lost_at_the_exchange(self) -> None:
        before = self.seen
        try:
            after = self.store.submissions.take_back("uuid:1", "lost", NOON)
        except NotDrawnError:
            assert before is not S.ACCEPTED
            return
        self.lost += 1
        self.observe(before, after)

    @precondition(lambda self: self.seen in (S.FINALISED, S.QUARANTINED))
    @rule()
    def withdraw(self) -> None:
        self.observe(self.seen, self.store.submissions.withdraw("uuid:1", NOON))

    @invariant()
    def there_is_exactly_one_of_it(self) -> None:
        drafts, handed_in = self.store.drafts.all(), self.store.submissions.list()
        assert len(drafts) + len(handed_in) == 1
        if handed_in:
            assert handed_in[0].state is self.seen
            assert handed_in[0].attempts == self.attempts
        assert self.accepted <= 1 + self.lost


SubmissionLife.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestSubmissionLife = SubmissionLife.TestCase
