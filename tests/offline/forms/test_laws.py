"""Laws that hold for every form and every sequence of acts."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import offline.forms
from offline.forms.api import AnswerError
from offline.forms.form import Compiled
from offline.forms.session import Session
from tests.offline.forms.books import ABC, NOON, row, xform
from tests.offline.forms.generate import FormMaker, Made

FORMS = 12
KINDS = ["text", "integer", "decimal", "date", "time", "dateTime", "geopoint", "geoshape"]
ANY = st.text(st.characters(codec=None, categories=["L", "N", "Cc", "Cs", "Zs", "So"]))


@lru_cache(maxsize=FORMS)
def made(seed: int) -> tuple[Made, Compiled]:
    form = FormMaker(seed).make()
    return form, offline.forms.load(form.xml, {})


def fresh(form: Compiled) -> Session:
    return offline.forms.begin(form, instance_id="i", now=lambda: NOON)


def act(session: Session, step: list[str]) -> None:
    try:
        if step[0] == "+":
            session.add_repeat(step[1])
        elif step[0] == "-":
            session.remove_repeat(step[1])
        else:
            session.answer(step[0], step[1])
    except AnswerError:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_saving_restoring_and_showing_change_nothing_and_nothing_raises(
    data: st.DataObject,
) -> None:
    form, compiled = made(data.draw(st.integers(0, FORMS - 1)))
    steps = data.draw(st.lists(st.sampled_from(form.steps), max_size=25))
    straight, winding = fresh(compiled), fresh(compiled)
    for step in steps:
        act(straight, step)
        act(winding, step)
        if data.draw(st.booleans()):
            winding = offline.forms.resume(compiled, winding.save(), now=lambda: NOON)
        winding.pages()
        winding.problems()
        winding.use_language("none")
    assert winding.nodes() == straight.nodes()
    assert winding.finish().xml == straight.finish().xml


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_recomputing_everything_finds_nothing_that_was_left_stale(data: st.DataObject) -> None:
    form, compiled = made(data.draw(st.integers(0, FORMS - 1)))
    session = fresh(compiled)
    for step in data.draw(st.lists(st.sampled_from(form.steps), max_size=25)):
        act(session, step)
    before = session.nodes()
    session.engine.start()
    assert session.nodes() == before


@lru_cache(maxsize=1)
def every_type() -> Compiled:
    kinds = [
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "dateTime",
        "geopoint",
        "geotrace",
        "geoshape",
        "barcode",
    ]
    rows = [row(kind, kind) for kind in kinds]
    rows += [
        row("calculate", f"c{kind}", calculation=f"concat(${{{kind}}}, '!')") for kind in kinds
    ]
    return offline.forms.load(xform([*rows, row("select_multiple abc", "many")], ABC), {})


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    value=st.one_of(ANY, st.from_regex(r"[-+.0-9eT: ;]{1,20}"), st.floats().map(str)),
)
def test_any_text_is_taken_or_refused_and_the_submission_stays_well_formed(
    kind: str, value: str
) -> None:
    session = fresh(every_type())
    act(session, [f"/data/{kind}", value])
    act(session, ["/data/many", value])
    root = etree.fromstring(session.finish().xml)
    assert root.findtext(kind) is not None
    again = offline.forms.resume(session.form, session.save(), now=lambda: NOON)
    assert again.nodes() == session.nodes()
