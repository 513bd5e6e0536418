"""Predicates that remember what they said of a node never say it once it is no longer so."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import offline.forms
from offline.forms.api import AnswerError
from offline.forms.session import Session
from tests.offline.forms.books import ABC, NOON, row, xform

ANSWERS = {
    "age": ("", "40"),
    "shown": ("", "3"),
    "g/kind": ("a", "b"),
    "g/pay": ("7", "9"),
}
ACTS = [
    ["+", "/data/person"],
    ["-", "/data/person[1]"],
    *(["/data/all", value] for value in "01"),
    *(
        [f"/data/person[{number}]/{name}", value]
        for number in (1, 2)
        for name, values in ANSWERS.items()
        for value in values
    ),
]


def session() -> Session:
    survey = [
        row("integer", "all", default="1"),
        row("begin repeat", "person", relevant="${all} = 1"),
        row("integer", "age", default="40"),
        row("integer", "shown"),
        row("begin group", "g", relevant="${shown} != 3"),
        row("select_one abc", "kind"),
        row("integer", "pay", relevant="${age} > 18"),
        row("calculate", "twice", calculation="${pay} * 2"),
        row("end group"),
        row("end repeat"),
        row("calculate", "a", calculation="sum(${pay}[. != ''])"),
        row("calculate", "b", calculation="count(${person}[g/kind = 'a' and age >= 18])"),
        row("calculate", "c", calculation="count(${person}[selected(g/kind, 'b') or shown = ''])"),
        row("calculate", "d", calculation="sum(${twice}[. > 15])"),
        row("calculate", "e", calculation="count(/data/person[not(g/pay = '') and true()])"),
    ]
    return offline.forms.begin(offline.forms.load(xform(survey, ABC), {}), now=lambda: NOON)


def act(here: Session, step: list[str]) -> None:
    try:
        if step[0] == "+":
            here.add_repeat(step[1])
        elif step[0] == "-":
            here.remove_repeat(step[1])
        else:
            here.answer(*step)
    except AnswerError:
        return


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([ACTS[5], ACTS[10], ACTS[11]])
@given(st.lists(st.sampled_from(ACTS), max_size=30))
def test_nothing_is_remembered_that_is_no_longer_so(steps: list[list[str]]) -> None:
    here = session()
    for step in steps:
        act(here, step)
        before = here.nodes()
        for node in here.engine.root.walk():
            node.memory.clear()
        here.engine.start()
        assert here.nodes() == before


def test_the_verdicts_are_kept_and_only_the_changed_instance_is_asked_again() -> None:
    here = session()
    for _ in range(2):
        here.add_repeat("/data/person")
    people = here.engine.root.children[0].named["person"]
    assert all(person.memory for person in people)
    here.engine.assign(people[1].named["age"][0], (5.0, "5"))
    assert [bool(person.memory) for person in people] == [True, False, True]
