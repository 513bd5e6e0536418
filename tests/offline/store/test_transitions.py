"""Whatever happens in whatever order, with kills and restarts between: only drawn states follow."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offline.records import (
    PRINT_MOVES,
    SUBMISSION_MOVES,
    Case,
    CaseState,
    NotDrawnError,
    PrintState,
    SubmissionState,
)
from offline.store import envelope as envelopes
from offline.store.port import FrozenError, Store, UnknownRecordError
from offline.store.sqlite import SqlStore, open_store
from offline.store.verifying import verify
from tests.dying import die_after, in_a_process_that_dies
from tests.fakes.store_samples import NOON, draft, job, keys

S = SubmissionState
Act = Callable[[Store, str], object]
States = Mapping[tuple[str, str], str]
"""(``submission``, ``print`` or ``case``; id) → its state."""
REFUSALS = (NotDrawnError, FrozenError, UnknownRecordError)
IDS = ("uuid:1", "uuid:2")


def settle(then: S) -> Act:
    return lambda store, one: store.submissions.settle(one, then, NOON)


def move(then: PrintState) -> Act:
    return lambda store, one: store.prints.move(one, then)


def case(state: CaseState) -> Act:
    return lambda store, one: store.cases.put(Case(one, state, updated=NOON))


def finalise(store: Store, one: str) -> None:
    store.submissions.finalise(store.drafts.get(one), b"<d/>", f"LW-{one}", [], NOON)


ACTS: Mapping[str, Act] = {
    "save": lambda store, one: store.drafts.save(draft(one)),
    "discard": lambda store, one: store.drafts.discard(one),
    "finalise": finalise,
    "claim": lambda store, one: store.submissions.claim(one, NOON),
    "take up": lambda store, _: store.submissions.take_up(NOON),
    "withdraw": lambda store, one: store.submissions.withdraw(one, NOON),
    "resend": lambda store, one: store.submissions.resend(one, NOON),
    "close": lambda store, one: store.submissions.close(one, "", NOON),
    "queue": lambda store, one: store.prints.add(job(one, one)),
    **{f"settle {each}": settle(each) for each in S},
    **{f"print {each}": move(each) for each in PrintState},
    **{f"case {each.name}": case(each) for each in CaseState},
}


@dataclass(frozen=True)
class Event:
    """An act on one thing, perhaps after a restart; ``killed`` after so many writes, or 0."""

    act: str
    one: str
    killed: int
    restart: bool


EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(sorted(ACTS)) | st.sampled_from(["save", "finalise", "claim", "queue"]),
        st.sampled_from(IDS),
        st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5]),
        st.booleans(),
    ),
    min_size=10,
    max_size=30,
)


@dataclass
class Ground:
    """A store that is left and opened again."""

    place: Path
    store: SqlStore

    @classmethod
    def at(cls, place: Path) -> Ground:
        return cls(place, cls.opened(place))

    @staticmethod
    def opened(place: Path) -> SqlStore:
        return open_store(place / "data", keys=keys(place), clock=lambda: NOON)

    def happen(self, event: Event) -> None:
        if event.killed or event.restart:
            self.store.close()
            if event.killed:
                self._killed(event)
            self.store = self.opened(self.place)
        if not event.killed:
            done(self.store, event)

    def _killed(self, event: Event) -> None:
        """A process of its own that dies within the act, or when it is done."""

        def work() -> None:
            store = self.opened(self.place)
            die_after(event.killed)
            done(store, event)

        in_a_process_that_dies(work)

    def states(self) -> States:
        db = self.store.database
        drafts = db.all("SELECT instance_id FROM drafts")
        rows = db.all(
            "SELECT s.instance_id, o.state FROM submissions AS s"
            " LEFT JOIN outbox AS o USING (instance_id)"
        )
        found = {("submission", row["instance_id"]): str(row["state"]) for row in rows}
        for row in drafts:
            assert found.setdefault(("submission", row["instance_id"]), S.DRAFT) == S.DRAFT
        for row in db.all("SELECT id, state FROM print_jobs"):
            found["print", row["id"]] = row["state"]
        for row in db.all("SELECT instance_id, state FROM cases"):
            found["case", row["instance_id"]] = row["state"]
        return found


def done(store: Store, event: Event) -> None:
    try:
        ACTS[event.act](store, event.one)
    except REFUSALS:
        return


def is_drawn(kind: str, before: str | None, then: str | None) -> bool:
    """Whether one step of the chart leads there; a draft's closing leaves nothing."""
    if before == then:
        return True
    if kind == "case":
        return then in set(CaseState)
    if kind == "print":
        return (
            then == PrintState.QUEUED
            if before is None
            else PrintState(then or "") in PRINT_MOVES[PrintState(before)]
        )
    if before is None or then is None:
        return (before, then) in {(None, S.DRAFT), (S.DRAFT, None)}
    return S(then) in SUBMISSION_MOVES[S(before)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS)
def test_no_sequence_reaches_a_state_that_is_not_drawn(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as place:
        ground = Ground.at(Path(place))
        before = ground.states()
        for event in events:
            ground.happen(event)
            now = ground.states()
            for thing in {*before, *now}:
                old, new = before.get(thing), now.get(thing)
                assert is_drawn(thing[0], old, new), (event, thing, old, new)
            before = now
        key, folder = ground.store.data_key, ground.store.folder
        ground.store.close()
        assert verify(folder, envelopes.read(folder), key) == []
