"""What real forms showed to differ from JavaRosa, each as a small form of our own."""

from __future__ import annotations

import pytest

import offline.forms
from offline.forms import script
from offline.forms.api import FormError
from offline.forms.checking import check_xform
from offline.forms.session import Session
from tests.offline.forms.books import NOON, begun, row

SHELL = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:jr="http://openrosa.org/javarosa"><h:head
><h:title>t</h:title><model><instance><data id="f">{data}</data></instance>{model}</model></h:head
><h:body>{body}</h:body></h:html>"""


def document(data: str, model: str = "", body: str = "") -> bytes:
    return SHELL.format(data=data, model=model, body=body).encode()


def session_of(data: str, model: str = "", body: str = "") -> Session:
    form = offline.forms.load(document(data, model, body), {})
    return offline.forms.begin(form, instance_id="i1", now=lambda: NOON)


def asks(name: str, inside: str = "") -> str:
    return f'<input ref="/data/{name}"><label>{name}</label>{inside}</input>'


def value(session: Session, path: str) -> str:
    return session.nodes()[path].value


def test_what_is_never_relevant_is_so_down_to_the_last_leaf() -> None:
    session = session_of(
        "<g><h><a>1</a></h></g><b/>",
        '<bind nodeset="/data/g" relevant="false()"/>'
        '<bind nodeset="/data/b" calculate="concat(/data/g/h/a, \'.\')"/>',
    )
    assert not session.nodes()["/data/g/h/a"].relevant
    assert value(session, "/data/b") == "."


def test_a_count_is_read_though_its_question_is_not_relevant() -> None:
    session = session_of(
        "<n>3</n><r><a/></r>",
        '<bind nodeset="/data/n" type="int" relevant="false()"/>',
        '<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">'
        f"{asks('r/a')}</repeat></group>",
    )
    assert "/data/r[3]/a" in session.nodes()


def test_actions_stand_in_the_model_in_questions_and_in_repeats_only() -> None:
    session = session_of(
        "<a/><b/>",
        '<setvalue event="odk-instance-first-load" ref="/data/a">x</setvalue>',
        '<setvalue event="odk-instance-first-load" ref="/data/b">y</setvalue>' + asks("a"),
    )
    assert (value(session, "/data/a"), value(session, "/data/b")) == ("x", "")


def test_an_action_with_an_empty_value_clears() -> None:
    action = '<setvalue event="xforms-value-changed" ref="/data/b" value="">no</setvalue>'
    session = session_of("<a/><b>1</b>", body=asks("a", action) + asks("b"))
    session.answer("/data/a", "x")
    assert value(session, "/data/b") == ""


@pytest.mark.parametrize(("given", "left"), [("'ten'", "1"), ("2 * 5", "10"), ("''", "")])
def test_an_action_sets_only_what_is_of_the_type(given: str, left: str) -> None:
    action = f'<setvalue event="xforms-value-changed" ref="/data/b" value="{given}"/>'
    bind = '<bind nodeset="/data/b" type="int"/>'
    session = session_of("<a/><b>1</b>", bind, asks("a", action) + asks("b"))
    session.answer("/data/a", "x")
    assert value(session, "/data/b") == left
    assert bool(session.engine.faults) == (given == "'ten'")


def test_a_value_set_by_an_action_sets_off_the_next_action() -> None:
    def sets(name: str, expression: str) -> str:
        return f'<setvalue event="xforms-value-changed" ref="/data/{name}" value="{expression}"/>'

    body = asks("a", sets("b", "/data/a")) + asks("b", sets("c", "/data/b")) + asks("c")
    session = session_of("<a/><b/><c/>", body=body)
    session.answer("/data/a", "x")
    assert value(session, "/data/c") == "x"


def test_actions_that_set_each_other_off_for_ever_are_stopped_and_told() -> None:
    def sets(name: str) -> str:
        expression = "concat(/data/a, /data/b, 1)"
        return f'<setvalue event="xforms-value-changed" ref="/data/{name}" value="{expression}"/>'

    grows = asks("a", sets("b")) + asks("b", sets("b"))
    session = session_of("<a/><b/>", body=grows)
    session.answer("/data/a", "x")
    assert session.engine.faults


def test_a_default_of_another_type_is_dropped_and_told_by_the_check() -> None:
    form = document("<a>ten</a>", '<bind nodeset="/data/a" type="int"/>', asks("a"))
    session = offline.forms.begin(offline.forms.load(form, {}))
    assert value(session, "/data/a") == ""
    assert [problem.node for problem in check_xform(form, {}).problems] == ["a"]


def test_the_same_answer_again_computes_anew_what_a_person_overwrote() -> None:
    session = begun([row("integer", "a"), row("integer", "b", calculation="${a} * 2")])
    session.answer("/data/a", "2")
    session.answer("/data/b", "9")
    session.answer("/data/a", "2")
    assert value(session, "/data/b") == "4"


def test_the_first_instance_of_a_repeat_stands_where_the_form_has_the_repeat() -> None:
    session = session_of(
        '<r jr:template=""><a/></r><last/>',
        body=f'<group ref="/data/r"><repeat nodeset="/data/r">{asks("r/a")}</repeat></group>',
    )
    session.add_repeat("/data/r")
    session.add_repeat("/data/r")
    xml = session.finish().xml.decode()
    assert xml.index("<r>") < xml.rindex("<r>") < xml.index("<last/>")


def test_a_group_whose_repeat_has_no_instance_is_no_question() -> None:
    session = session_of(
        '<g><r jr:template=""><a/></r></g>',
        body=f'<group ref="/data/g/r"><repeat nodeset="/data/g/r">{asks("g/r/a")}</repeat></group>',
    )
    assert "value" not in dict(script.rows(session))["/data/g"]


def test_a_choice_is_named_by_a_path_seen_from_its_instance() -> None:
    choices = [{"list_name": "l", "name": "a", "label": "Apple"}]
    survey = [
        row("begin repeat", "r"),
        row("select_one l", "one"),
        row("calculate", "name", calculation="jr:choice-name(${one}, '${one}')"),
        row("end repeat"),
    ]
    session = begun(survey, choices)
    session.answer("/data/r[1]/one", "a")
    assert value(session, "/data/r[1]/name") == "Apple"


def test_dynamic_defaults_reach_the_instances_that_a_count_makes() -> None:
    survey = [
        row("integer", "n"),
        row("begin repeat", "r", repeat_count="${n}"),
        row("text", "t", default="concat('d', position(..))"),
        row("end repeat"),
    ]
    session = begun(survey)
    session.answer("/data/n", "2")
    assert value(session, "/data/r[2]/t") == "d2"


def test_once_holds_while_its_question_is_relevant() -> None:
    survey = [row("integer", "a"), row("integer", "b", relevant="${a} > 3")]
    survey[1]["calculation"] = "once(${a})"
    session = begun(survey)
    for answer in ("5", "6"):
        session.answer("/data/a", answer)
    assert value(session, "/data/b") == "5"


def test_a_count_beyond_reason_is_told_and_makes_nothing() -> None:
    survey = [row("integer", "n"), row("begin repeat", "r", repeat_count="${n}")]
    session = begun([*survey, row("text", "t"), row("end repeat")])
    session.answer("/data/n", "99999")
    assert session.engine.faults
    assert not any(path.startswith("/data/r[2]") for path in session.nodes())


def test_a_namespace_that_no_submission_can_carry_is_refused() -> None:
    form = document("<a/>").replace(b'id="f"', 'id="f" xmlns:x="http://w\u202e3"'.encode())
    with pytest.raises(FormError, match="http"):
        offline.forms.load(form, {})


def test_an_instance_without_a_namespace_is_taken() -> None:
    form = document("<a/>").replace(b'id="f"', b'id="f" xmlns=""')
    assert offline.forms.begin(offline.forms.load(form, {})).finish().xml


def test_the_deepest_nesting_that_is_allowed_works_from_a_deep_stack() -> None:
    nested = "if(1 = 2, 0, " * 110 + "7" + ")" * 110

    def below(frames: int) -> str:
        if frames:
            return below(frames - 1)
        return value(begun([row("calculate", "a", calculation=nested)]), "/data/a")

    assert below(300) == "7"
