"""A task is opened as the form it asks for, filled in as far as the task says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.flow import tasks
from kiosk.flow.forms import Work, begin, resume, save
from kiosk.flow.station import Station
from offline.exchange.online import Task
from offline.forms.api import AnswerError
from offline.forms.session import Session
from offline.forms.view import Group, Item, Question

_TWICE = 2
"""An answer may bring questions that the task answers too."""


def open_task(station: Station, task_id: str) -> tuple[Task, Work]:
    """Take a task on: its draft where one was begun, else a new one (KeyError, FormError)."""
    task = tasks.get(station, task_id)
    begun = tasks.draft_of(station, task_id)
    if begun:
        draft = station.store.drafts.get(begun)
        return task, resume(station, begun, draft.person)
    with station.store.transaction():
        work = begin(station, task.form_id, None)
        prefill(work.session, task.facts)
        save(station, work)
        tasks.bind(station, task_id, work.instance_id)
        return tasks.accept(station, task_id), work


def prefill(session: Session, facts: Mapping[str, str]) -> None:
    """Answer what the task knows: a fact by a question's name, or by its path below the form.

    An entity is named by its id. What the form does not take stays to be asked.
    """
    for _ in range(_TWICE):
        for question in _questions(session):
            value = _fact(question.path, facts)
            if value and not question.readonly and question.value != value:
                _answer(session, question, value)


def _answer(session: Session, question: Question, value: str) -> None:
    choices = {choice.label: choice.value for choice in question.choices}
    if choices and value not in choices.values():
        value = choices.get(value, "")
    try:
        if value:
            session.answer(question.path, value)
    except AnswerError:
        return


def _fact(path: str, facts: Mapping[str, str]) -> str:
    return next((facts[name] for name in facts if path.endswith(f"/{name.strip('/')}")), "")


def _questions(session: Session) -> Iterator[Question]:
    for page in session.pages():
        yield from _within(page.items)


def _within(items: tuple[Item, ...]) -> Iterator[Question]:
    for item in items:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Group):
            yield from _within(item.children)
