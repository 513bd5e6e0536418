"""Tasks for grid workers: heard by delta, taken on and finished offline, told afterwards."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime

from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.exchange.online import Task
from offline.exchange.port import Exchange, ExchangeError, FormMissing, Refused

TASK = "task:"
SAID = "task-said:"
CURSOR = "task.cursor"
OVER = ("done", "withdrawn")


def tasks(station: Station) -> list[Task]:
    """What is to do, the most urgent first."""
    notes = station.store.notes
    found = [_read(notes.get(name) or "{}") for name in notes.names(TASK)]
    return sorted(found, key=lambda task: (task.due is None, task.due, task.title))


def accept(station: Station, task_id: str) -> Task:
    """Somebody here does it (KeyError for an unknown one)."""
    return _say(station, task_id, "accepted", "")


def finish(station: Station, task_id: str, instance_id: str) -> None:
    """It became this submission; it leaves the list."""
    _say(station, task_id, "done", instance_id)
    station.store.notes.take(TASK + task_id)


def tell(station: Station, exchange: Exchange) -> int:
    """Tell the centre what was taken on and finished (ExchangeError); how many."""
    notes, told = station.store.notes, 0
    for name in notes.names(SAID):
        state, _, instance_id = (notes.get(name) or "").partition(" ")
        task_id = name.removeprefix(SAID)
        try:
            if state == "done":
                exchange.online().finish_task(task_id, instance_id)
            else:
                exchange.online().accept_task(task_id)
        except ExchangeError as error:
            if not isinstance(error.outcome, FormMissing | Refused):
                raise  # else the centre knows no such task any more
        notes.take(name)
        told += 1
    return told


def hear(station: Station, exchange: Exchange) -> int:
    """Take over what is new (ExchangeError); how many. What was done here is not undone."""
    notes, heard, more = station.store.notes, 0, True
    while more:
        page = exchange.online().tasks(notes.get(CURSOR) or "")
        with station.store.transaction():
            for task in page.tasks:
                _keep(station, task)
            notes.put(CURSOR, page.cursor)
        heard += len(page.tasks)
        more = page.more and bool(page.tasks)
    return heard


def _say(station: Station, task_id: str, state: str, instance_id: str) -> Task:
    require(station.operator, Act.FILL)
    text = station.store.notes.get(TASK + task_id)
    if text is None:
        raise KeyError(task_id)
    task = replace(_read(text), state=state, instance_id=instance_id)
    with station.store.transaction():
        station.audit(f"task-{state}", task_id, instance_id)
        station.store.notes.put(SAID + task_id, f"{state} {instance_id}".strip())
        station.store.notes.put(TASK + task_id, _text(task))
    return task


def _keep(station: Station, task: Task) -> None:
    notes = station.store.notes
    if task.state in OVER:
        notes.take(TASK + task.id)
        notes.take(SAID + task.id)
    elif notes.get(SAID + task.id) is None:
        notes.put(TASK + task.id, _text(task))


def _text(task: Task) -> str:
    due = task.due.isoformat() if task.due else ""
    return json.dumps({**asdict(task), "due": due}, ensure_ascii=False)


def _read(text: str) -> Task:
    told = json.loads(text)
    due = datetime.fromisoformat(told["due"]) if told["due"] else None
    return Task(**{**told, "due": due})
