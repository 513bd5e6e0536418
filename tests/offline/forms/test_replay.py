"""One form of everything: however it is left, opened again and switched, a sequence of answers
comes to what it comes to when it is given at one sitting.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import offline.forms
from offline.forms.api import AnswerError
from offline.forms.form import Compiled
from offline.forms.session import Session
from tests.offline.forms.books import NOON, xform

LANGUAGES = ("中文 (zh)", "English (en)")


def asked(kind: str, name: str, **cells: str) -> dict[str, str]:
    """A row with a label in both languages."""
    labels = {f"label::{language}": f"{name} {language[:2]}" for language in LANGUAGES}
    return {"type": kind, "name": name, **labels, **cells}


def computed(name: str, calculation: str) -> dict[str, str]:
    return {"type": "calculate", "name": name, "calculation": calculation}


LABEL = "instance('v')/root/item[name=indexed-repeat(${place}, ${home}, 1)]/label"
SURVEY = [
    {"type": "audit", "name": "audit", "parameters": "track-changes=true"},
    asked("integer", "many", default="1"),
    asked("text", "town"),
    asked("text", "stamp", calculation="concat(${town}, '!')", trigger="${town}"),
    asked("begin repeat", "home", repeat_count="${many}"),
    asked("text", "door", default="concat('n', position(..))", save_to="door"),
    asked("select_one_from_file v.csv", "place", choice_filter="town=${town}"),
    asked("begin repeat", "person", relevant="${door} != 'x'"),
    asked("integer", "age"),
    asked("select_multiple abc", "needs", relevant="${age} > 6", parameters="randomize=true"),
    computed("first", "once(concat(${door}, '/', ${age}))"),
    computed("told", "jr:choice-name(selected-at(${needs}, 0), '${needs}')"),
    {"type": "end repeat"},
    computed("heads", "count(${person}[age > 6])"),
    {"type": "end repeat"},
    computed("all", "sum(${age}[. != ''])"),
    computed("label", LABEL),
]
CHOICES = [{"list_name": "abc", **asked("", name)} for name in "ab"]
HOMES = [{"list_name": "homes", "label": "${door}", "repeat": "${home}"}]
MEDIA = {"v.csv": b"name,label,town\nv1,V1,t\nv2,V2,t\nv3,V3,u\n"}
VALUES = {
    "/data/many": ("1", "2", "3"),
    "/data/town": ("t", "u", ""),
    "/data/home[1]/door": ("y", "x"),
    "/data/home[2]/door": ("x", ""),
    "/data/home[1]/place": ("v1", "v3"),
    "/data/home[1]/person[1]/age": ("5", "7", ""),
    "/data/home[1]/person[2]/age": ("70",),
    "/data/home[2]/person[1]/age": ("8", "no number"),
    "/data/home[1]/person[1]/needs": ("a b", "b"),
}
STEPS = [
    *((path, value) for path, values in VALUES.items() for value in values),
    ("+", "/data/home[1]/person"),
    ("+", "/data/home[2]/person"),
    ("-", "/data/home[1]/person[1]"),
    ("-", "/data/home[2]/person[1]"),
    ("-", "/data/home[2]"),
]


@cache
def form() -> Compiled:
    return offline.forms.load(xform(SURVEY, CHOICES, HOMES), MEDIA)


def fresh() -> Session:
    return offline.forms.begin(form(), instance_id="i", now=lambda: NOON)


def act(session: Session, step: tuple[str, str]) -> None:
    try:
        if step[0] == "+":
            session.add_repeat(step[1])
        elif step[0] == "-":
            session.remove_repeat(step[1])
        else:
            session.answer(*step)
    except AnswerError:
        return


def without_what_is_said_in_a_language(session: Session) -> dict[str, object]:
    """``told`` stays in the language in which it was calculated, as in JavaRosa."""
    return {p: s for p, s in session.nodes().items() if not p.endswith("/told")}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_winding_visit_comes_to_what_a_straight_one_comes_to(data: st.DataObject) -> None:
    steps = data.draw(st.lists(st.sampled_from(STEPS), max_size=25))
    straight, winding = fresh(), fresh()
    for step in steps:
        act(straight, step)
        act(winding, step)
        if data.draw(st.booleans()):
            winding.use_language(data.draw(st.sampled_from(LANGUAGES)))
            winding.pages()
            winding.problems()
        if data.draw(st.booleans()):
            winding = offline.forms.resume(form(), winding.save(), now=lambda: NOON)
    expected = without_what_is_said_in_a_language(straight)
    assert without_what_is_said_in_a_language(winding) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(STEPS), max_size=25))
def test_nothing_is_left_stale_and_nothing_raises(steps: list[tuple[str, str]]) -> None:
    session = fresh()
    for step in steps:
        act(session, step)
    before = session.nodes()
    for node in session.engine.root.walk():
        node.memory.clear()
    session.engine.start()
    assert session.nodes() == before
    ids = [n.text for n in session.engine.root.walk() if n.name == "entity"]
    assert len(ids) == len(session.engine.root.children[0].named["home"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_what_the_laws_think_it_is(language: str) -> None:
    session = fresh()
    session.use_language(language)
    for path, values in VALUES.items():
        act(session, (path, values[0]))
    nodes = session.nodes()
    assert nodes["/data/stamp"].value == "t!"
    assert nodes["/data/all"].value == "5"
    assert nodes["/data/home[1]/person[1]/first"].value == "n1/"
    assert nodes["/data/label"].value == "V1"
    act(session, STEPS[0])
    act(session, ("/data/home[1]/person[1]/age", "7"))
    act(session, ("/data/home[1]/person[1]/needs", "b"))
    assert session.nodes()["/data/home[1]/heads"].value == "1"
    assert session.nodes()["/data/home[1]/person[1]/told"].value == f"b {language[:2]}"
