"""A restored or moved store asks what the exchange already holds before it sends anything."""

from __future__ import annotations

from offline.exchange.port import Capability
from offline.records import SubmissionState
from offline.store.port import RESTORED
from offline.sync.course import Run
from offline.sync.plan import SENDABLE


def ask_what_is_held(run: Run) -> None:
    """Mark as accepted what the exchange has from before the restore (ExchangeError).

    A server that cannot be asked answers an exact duplicate as the first one, so nothing doubles
    there either (FACTS, Exchange).
    """
    store = run.store
    if store.notes.get(RESTORED) is None:
        return
    if Capability.HELD in run.exchange.capabilities():
        waiting = [row.instance_id for state in SENDABLE for row in store.submissions.list(state)]
        held = run.exchange.held(waiting) if waiting else frozenset()
        for instance_id in sorted(held):
            with store.transaction():
                store.submissions.claim(instance_id, run.now)
                store.submissions.settle(instance_id, SubmissionState.ACCEPTED, run.now)
    store.notes.take(RESTORED)
