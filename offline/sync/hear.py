"""What the centre is told and asked beside submissions: calls, ratings, cases, forms, keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from offline.exchange.port import Capability, Exchange, ExchangeError, FormMissing, Refused
from offline.records import Case, StoredForm
from offline.store.port import Store, UnknownRecordError
from offline.sync import memory
from offline.sync.summary import Summary

REFRESH_EVERY: Final = timedelta(minutes=15)


def hear(
    store: Store,
    exchange: Exchange,
    now: datetime,
    summary: Summary,
    spent: Callable[[], bool],
    *,
    everything: bool,
) -> None:
    """Everything but sending, most urgent first; stops between steps when the time is spent."""
    offered = exchange.capabilities()
    steps: list[Callable[[], None]] = []
    if Capability.HELP in offered:
        steps.append(lambda: _call_help(store, exchange, summary))
    if Capability.CASES in offered:
        steps.append(lambda: _cases(store, exchange, summary, spent))
    if Capability.CERTIFICATES in offered:
        steps.append(lambda: _certificates(store, exchange, summary, spent))
    if Capability.RATINGS in offered:
        steps.append(lambda: _ratings(store, exchange, summary))
    if everything or _stale(store, now):
        steps.append(lambda: _refresh(store, exchange, now, summary, spent))
    for step in steps:
        if spent():
            return
        step()


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


def _stale(store: Store, now: datetime) -> bool:
    text = store.notes.get(memory.REFRESHED)
    return text is None or now - datetime.fromisoformat(text) >= REFRESH_EVERY


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
    if Capability.CATALOGUE in offered:
        items = exchange.catalogue()
        if list(items) != list(store.catalogue.items()):
            store.catalogue.replace(items)
            summary.items = len(items)
    if _forms(store, exchange, summary, spent):
        store.notes.put(memory.REFRESHED, now.isoformat())


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
