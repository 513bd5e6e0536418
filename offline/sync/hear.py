"""What the centre is told and asked beside submissions: calls, ratings, cases, forms, keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from offline.exchange.port import Capability, Exchange, ExchangeError, FormMissing, Refused
from offline.records import Case, StoredForm
from offline.store.port import Store, UnknownRecordError
from offline.sync import memory, orders
from offline.sync.lists import take_lists
from offline.sync.losses import look_for_losses
from offline.sync.pulse import Pulse
from offline.sync.summary import Summary
from offline.sync.tidings import beat, take_catalogue, take_revocations

REFRESH_EVERY: Final = timedelta(hours=1)
BEAT_EVERY: Final = timedelta(minutes=30)
LISTEN_EVERY: Final = timedelta(minutes=5)
BRISK_FOR: Final = timedelta(minutes=10)


def hear(
    store: Store,
    exchange: Exchange,
    now: datetime,
    summary: Summary,
    spent: Callable[[], bool],
    *,
    everything: bool,
    pulse: Pulse,
) -> bool:
    """Everything but sending, most urgent first; stops between steps when the time is spent.

    An idle terminal asks seldom (an idle day must cost under 300 KB); for ten minutes after a
    submission was accepted, somebody may be waiting for its case and it asks every time. Whether
    anything was asked.
    """
    brisk = everything or summary.accepted > 0 or _brisk(store, now)
    if summary.accepted:
        store.notes.put(memory.BRISK, (now + BRISK_FOR).isoformat())
    if not (brisk or _has_news(store) or _older(store, memory.HEARD, now, LISTEN_EVERY)):
        return False
    store.notes.put(memory.HEARD, now.isoformat())
    for step in _steps(store, exchange, now, summary, spent, everything=everything, pulse=pulse):
        if spent():
            break
        step()
    return True


def _steps(
    store: Store,
    exchange: Exchange,
    now: datetime,
    summary: Summary,
    spent: Callable[[], bool],
    *,
    everything: bool,
    pulse: Pulse,
) -> list[Callable[[], None]]:
    """What this exchange offers and is due, most urgent first."""
    offered = exchange.capabilities()
    steps: list[Callable[[], None]] = []
    refreshing = everything or _stale(store, now)
    if Capability.HELD in offered and refreshing:
        steps.append(lambda: look_for_losses(store, exchange, now, summary, spent))
    if Capability.HELP in offered:
        steps.append(lambda: _call_help(store, exchange, summary))
    if Capability.CASES in offered:
        steps.append(lambda: _cases(store, exchange, summary, spent))
    if Capability.CERTIFICATES in offered:
        steps.append(lambda: _certificates(store, exchange, summary, spent))
    if Capability.RATINGS in offered:
        steps.append(lambda: _ratings(store, exchange, summary))
    if refreshing:
        steps.append(lambda: _refresh(store, exchange, now, summary, spent))
    if Capability.HEARTBEAT in offered and (
        everything or orders.outcomes(store.notes) or _older(store, memory.BEAT, now, BEAT_EVERY)
    ):
        steps.append(lambda: beat(store, exchange, now, summary, pulse))
    return steps


def _brisk(store: Store, now: datetime) -> bool:
    until = store.notes.get(memory.BRISK)
    return until is not None and now < datetime.fromisoformat(until)


def _has_news(store: Store) -> bool:
    """Whether something waits that somebody wants to be told or asked without delay."""
    told = (memory.HELP, memory.RATING, memory.DONE, memory.STALE)
    return any(store.notes.names(prefix) for prefix in told)


def _stale(store: Store, now: datetime) -> bool:
    """Whether what the centre publishes is to be asked for anew, by time or by its command."""
    asked = store.notes.get(memory.STALE) is not None
    return asked or _older(store, memory.REFRESHED, now, REFRESH_EVERY)


def _older(store: Store, note: str, now: datetime, age: timedelta) -> bool:
    """Whether the moment in a note is that long ago, or never was, or lies in the future."""
    text = store.notes.get(note)
    return text is None or not timedelta() <= now - datetime.fromisoformat(text) < age


def _call_help(store: Store, exchange: Exchange, summary: Summary) -> None:
    for name in store.notes.names(memory.HELP):
        exchange.call_help(store.notes.get(name) or "")
        store.notes.take(name)
        summary.help_calls += 1


def _ratings(store: Store, exchange: Exchange, summary: Summary) -> None:
    for rating in memory.queued_ratings(store.notes):
        try:
            exchange.rate(rating)
        except ExchangeError as error:
            if not isinstance(error.outcome, Refused | FormMissing):
                raise
            summary.problems.append(error.outcome.message)  # it will never be taken: let it go
        store.notes.take(memory.RATING + rating.instance_id)
        summary.ratings += 1


def _cases(store: Store, exchange: Exchange, summary: Summary, spent: Callable[[], bool]) -> None:
    """Pages by cursor; the cursor moves only after its page is kept."""
    while not spent():
        page = exchange.cases(store.notes.get(memory.CURSOR) or "")
        for case in filter(partial(_is_ours, store), page.cases):
            store.cases.put(case)
            if case.has_certificate:
                store.notes.put(memory.WANTED + case.instance_id, case.number)
        store.notes.put(memory.CURSOR, page.cursor)
        summary.cases += len(page.cases)
        if not page.more:
            return


def _is_ours(store: Store, case: Case) -> bool:
    """Whether its submission is here: a new store under an old name hears of older ones too."""
    try:
        store.submissions.get(case.instance_id)
    except UnknownRecordError:
        return False
    return True


def _certificates(
    store: Store, exchange: Exchange, summary: Summary, spent: Callable[[], bool]
) -> None:
    """Documents of finished cases that are not here yet; wanted until they are."""
    for name in store.notes.names(memory.WANTED):
        if spent():
            return
        instance_id = name.removeprefix(memory.WANTED)
        try:
            store.cases.put_certificate(instance_id, exchange.certificate(instance_id))
        except ExchangeError as error:
            if not isinstance(error.outcome, Refused | FormMissing):
                raise
            summary.problems.append(error.outcome.message)
            continue
        store.notes.take(name)
        summary.certificates += 1


def _refresh(
    store: Store,
    exchange: Exchange,
    now: datetime,
    summary: Summary,
    spent: Callable[[], bool],
) -> None:
    """Keys, items and forms. Forms by the delta of their hashes; what is here stays."""
    offered = exchange.capabilities()
    if Capability.KEYS in offered:
        keys = exchange.issuer_keys()
        store.trust.put_keys(keys, now)
        summary.keys = len(keys)
    if Capability.REVOCATIONS in offered:
        take_revocations(store, exchange, summary, spent)
        store.notes.put(memory.REVOKED_HEARD, now.isoformat())
    if Capability.CATALOGUE in offered:
        take_catalogue(store, exchange, summary, spent)
    if _forms(store, exchange, summary, spent) and take_lists(store, exchange, summary, spent):
        store.notes.put(memory.REFRESHED, now.isoformat())
        store.notes.take(memory.STALE)


def _forms(store: Store, exchange: Exchange, summary: Summary, spent: Callable[[], bool]) -> bool:
    """New and changed forms; whether the whole list is here now. A bad form blocks no other."""
    known = store.forms.hashes()
    for listing in exchange.forms():
        if known.get((listing.form_id, listing.version)) == listing.hash:
            continue
        if spent():
            return False
        try:
            xml, media = exchange.download_form(listing)
        except ExchangeError as error:
            if not isinstance(error.outcome, Refused | FormMissing):
                raise
            summary.problems.append(f"{listing.form_id}: {error.outcome.message}")
            continue
        form = StoredForm(listing.form_id, listing.version, listing.title, listing.hash, xml, media)
        store.forms.put(form)
        summary.forms += 1
    return True
