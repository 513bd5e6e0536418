"""Any order of events, crashes and restarts on the real store: only what is drawn ever happens."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from offline.records import SUBMISSION_MOVES, NotDrawnError, SubmissionState
from offline.store.keyfiles import FileKeyStore
from offline.store.sqlite import SqlStore, open_store
from tests.fakes.store_samples import LATER, NOON, draft

S = SubmissionState


class StoredLife(RuleBasedStateMachine):
    """One submission; a crash is a copy of the files as they lie, opened anew."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.lives = 0
        self.store = self.open()
        self.store.drafts.save(draft())
        self.seen = S.DRAFT

    def open(self) -> SqlStore:
        return open_store(self.place / f"{self.lives}", keys=FileKeyStore(self.place / "keys"))

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.place)

    def now(self) -> SubmissionState:
        """What the store says; one of draft and submission, never both, never neither."""
        drafts, handed_in = self.store.drafts.all(), self.store.submissions.list()
        assert len(drafts) + len(handed_in) == 1
        return handed_in[0].state if handed_in else S.DRAFT

    def moved(self) -> None:
        then = self.now()
        assert then is self.seen or then in SUBMISSION_MOVES[self.seen]
        self.seen = then

    @rule()
    def finalise(self) -> None:
        self.store.submissions.finalise(draft(), b"<data/>", "LW-1", [], NOON)
        self.moved()

    @precondition(lambda self: self.seen is not S.DRAFT)
    @rule(then=st.sampled_from(list(S)), how=st.sampled_from(["settle", "claim", "other"]))
    def event(self, then: SubmissionState, how: str) -> None:
        room = self.store.submissions
        events = {
            "settle": lambda: room.settle("uuid:1", then, NOON, due=NOON + LATER),
            "claim": lambda: room.claim("uuid:1", NOON),
            "other": lambda: (
                room.withdraw("uuid:1", NOON) if then is S.CLOSED else room.resend("uuid:1", NOON)
            ),
        }
        try:
            events[how]()
        except NotDrawnError:
            assert self.now() is self.seen
        self.moved()

    @rule(clean=st.booleans())
    def restart(self, clean: bool) -> None:
        before, self.lives = self.place / f"{self.lives}", self.lives + 1
        if clean:
            self.store.close()
        shutil.copytree(before, self.place / f"{self.lives}")
        if not clean:
            self.store.close()
        self.store = self.open()
        assert self.now() is self.seen
        taken = self.store.submissions.take_up(NOON)
        assert taken == (self.seen is S.SENDING)
        self.moved()


StoredLife.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
TestStoredLife = StoredLife.TestCase
