"""Tasks for grid workers: heard by delta, taken on and finished offline, told afterwards."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime

from kiosk.flow import agency
from kiosk.flow.station import Station
from kiosk.roles import Act, require
from offline.exchange.online import Task
from offline.exchange.port import Exchange, ExchangeError, FormMissing, Refused
from offline.records import NOBODY, SubmissionState
from offline.store.port import UnknownRecordError

TASK = "task:"
SAID = "task-said:"
DRAFT = "task-draft:"
CURSOR = "task.cursor"
DONE = "done"
OVER = (DONE, "withdrawn")


def tasks(station: Station) -> list[Task]:
    """What is to do, the most urgent first."""
    notes = station.store.notes
    found = [_read(notes.get(name) or "{}") for name in notes.names(TASK)]
    left = [task for task in found if task.state not in OVER]
    return sorted(left, key=lambda task: (task.due is None, task.due, task.title))


def get(station: Station, task_id: str) -> Task:
    """One of them (KeyError for an unknown one)."""
    text = station.store.notes.get(TASK + task_id)
    if text is None:
        raise KeyError(task_id)
    return _read(text)


def accept(station: Station, task_id: str) -> Task:
    """Somebody here does it (KeyError for an unknown one)."""
    return _say(station, task_id, "accepted", "")


def finish(station: Station, task_id: str, instance_id: str) -> None:
    """It became this submission; it leaves the list."""
    _say(station, task_id, DONE, instance_id)


def bind(station: Station, task_id: str, instance_id: str) -> None:
    """This draft is for that task: handed in, it finishes it."""
    station.store.notes.put(DRAFT + instance_id, task_id)


def draft_of(station: Station, task_id: str) -> str:
    """The draft that was begun for a task and is still here, "" for none."""
    notes, here = station.store.notes, {one.instance_id for one in station.store.drafts.all()}
    bound = (name for name in notes.names(DRAFT) if notes.get(name) == task_id)
    return next((one for name in bound if (one := name.removeprefix(DRAFT)) in here), "")


def handed_in(station: Station, instance_id: str) -> None:
    """Within the transaction that finalises: the task of this draft is done, if it has one."""
    notes = station.store.notes
    task_id = notes.get(DRAFT + instance_id)
    if task_id is None:
        return
    notes.take(DRAFT + instance_id)
    if notes.get(TASK + task_id) is not None:
        finish(station, task_id, instance_id)


def tell(station: Station, exchange: Exchange) -> int:
    """Tell the centre what was taken on and finished (ExchangeError); how many.

    A task is finished there once the centre holds its submission, and not before.
    """
    notes, told = station.store.notes, 0
    for name in notes.names(SAID):
        state, _, instance_id = (notes.get(name) or "").partition(" ")
        task_id = name.removeprefix(SAID)
        if state == DONE and not _held(station, task_id, instance_id):
            continue
        try:
            if state == DONE:
                exchange.online().finish_task(task_id, instance_id)
            else:
                exchange.online().accept_task(task_id)
        except ExchangeError as error:
            if not isinstance(error.outcome, FormMissing | Refused):
                raise  # else the centre knows no such task any more
        notes.take(name)
        if state == DONE:
            notes.take(TASK + task_id)
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


def _held(station: Station, task_id: str, instance_id: str) -> bool:
    """Whether the centre has it; what was corrected is awaited, what was withdrawn undone."""
    room = station.store.submissions
    try:
        state = room.get(instance_id).state
    except UnknownRecordError:
        return True  # forgotten on time, so long held
    if state is not SubmissionState.CLOSED:
        return state is SubmissionState.ACCEPTED
    instead = next((one for one in room.list() if one.replaces == instance_id), None)
    if instead is not None:
        station.store.notes.put(SAID + task_id, f"{DONE} {instead.instance_id}")
    elif not any(draft.replaces == instance_id for draft in station.store.drafts.all()):
        _say(station, task_id, "accepted", "")
    return False


def _say(station: Station, task_id: str, state: str, instance_id: str) -> Task:
    require(station.operator, Act.FILL)
    task = replace(get(station, task_id), state=state, instance_id=instance_id)
    with station.store.transaction():
        parties = agency.parties_of(station, instance_id) if instance_id else NOBODY
        station.audit(f"task-{state}", task_id, instance_id, parties)
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
