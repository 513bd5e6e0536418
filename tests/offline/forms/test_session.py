from __future__ import annotations

import pytest

import offline.forms
from offline.forms.api import AnswerError
from offline.forms.view import Group, Question, Repeat
from tests.offline.forms.books import ABC, NOON, begun, row, xform

FAMILY = [
    row("text", "who", "Name", required="yes", constraint="string-length(.) > 1"),
    row("integer", "size", "Size"),
    row("begin repeat", "kin", "Kin"),
    row("text", "kname", "Kin name"),
    row("integer", "income", "Income", relevant="${kname} != ''"),
    row("calculate", "double", calculation="${income} * 2"),
    row("end repeat"),
    row("calculate", "total", calculation="sum(${income})"),
    row("note", "say", "Total ${total} of ${who}"),
]


def test_what_depends_follows_and_only_where_it_is_relevant() -> None:
    session = begun(FAMILY)
    session.answer("/data/kin[1]/kname", "王")
    session.answer("/data/kin[1]/income", "40")
    second = session.add_repeat("/data/kin")
    session.answer(f"{second}/kname", "李")
    session.answer(f"{second}/income", "2")
    nodes = session.nodes()
    assert nodes["/data/total"].value == "42"
    assert nodes["/data/kin[2]/double"].value == "4"
    session.answer("/data/kin[1]/kname", "")
    assert not session.nodes()["/data/kin[1]/income"].relevant
    assert session.nodes()["/data/total"].value == "2"


def test_a_non_relevant_answer_is_kept_but_not_sent() -> None:
    session = begun(FAMILY)
    session.answer("/data/kin[1]/kname", "王")
    session.answer("/data/kin[1]/income", "40")
    session.answer("/data/kin[1]/kname", "")
    assert session.nodes()["/data/kin[1]/income"].value == "40"
    assert b"<income>" not in session.finish().xml


def test_problems_name_what_is_missing_and_what_is_wrong() -> None:
    session = begun(FAMILY)
    assert [(p.path, p.missing) for p in session.problems()] == [("/data/who", True)]
    session.answer("/data/who", "王")
    assert [(p.path, p.missing) for p in session.problems()] == [("/data/who", False)]
    assert session.question("/data/who").problem
    session.answer("/data/who", "王小明")
    assert not session.problems()


def test_a_wrong_type_leaves_the_session_as_it_was() -> None:
    session = begun(FAMILY)
    session.answer("/data/size", "3")
    before = session.save()
    with pytest.raises(AnswerError):
        session.answer("/data/size", "three")
    assert session.save() == before


@pytest.mark.parametrize("path", ["/data/nope", "/data/kin[2]/kname", "/data/kin[1]", "nonsense"])
def test_an_unknown_path_is_refused(path: str) -> None:
    with pytest.raises(AnswerError):
        begun(FAMILY).answer(path, "1")


def test_a_read_only_answer_is_refused() -> None:
    session = begun([row("text", "fixed", readonly="yes", default="x")])
    with pytest.raises(AnswerError):
        session.answer("/data/fixed", "y")


def test_one_page_a_question_a_field_list_on_one_and_a_repeat_with_its_overview() -> None:
    session = begun(
        [
            row("text", "a"),
            row("begin group", "g", "Group", appearance="field-list"),
            row("text", "b"),
            row("text", "c"),
            row("end group"),
            row("begin repeat", "r", "Kin"),
            row("text", "d"),
            row("end repeat"),
        ]
    )
    pages = session.pages()
    assert [page.path for page in pages] == ["/data/a", "/data/g", "/data/r", "/data/r[1]/d"]
    assert isinstance(pages[0].items[0], Question)
    assert isinstance(pages[1].items[0], Group)
    assert isinstance(pages[2].items[0], Repeat)
    assert pages[3].trail == ("Kin 1",)


def test_a_page_goes_when_its_question_is_not_relevant() -> None:
    session = begun([row("integer", "n"), row("text", "t", relevant="${n} > 1")])
    assert len(session.pages()) == 1
    session.answer("/data/n", "2")
    assert len(session.pages()) == 2


def test_a_counted_repeat_grows_and_a_lower_count_loses_no_answers() -> None:
    session = begun(
        [
            row("integer", "n"),
            row("begin repeat", "r", repeat_count="${n}"),
            row("text", "t"),
            row("end repeat"),
        ]
    )
    session.answer("/data/n", "3")
    session.answer("/data/r[3]/t", "kept")
    with pytest.raises(AnswerError):
        session.remove_repeat("/data/r[3]")
    session.answer("/data/n", "2")
    assert session.nodes()["/data/r[3]/t"].value == "kept"
    session.remove_repeat("/data/r[2]")
    assert session.nodes()["/data/r[2]/t"].value == "kept"
    with pytest.raises(AnswerError):
        session.add_repeat("/data/r")


def test_positions_follow_when_a_repeat_goes() -> None:
    rows = [
        row("begin repeat", "r"),
        row("text", "t"),
        row("calculate", "at", calculation="position(..)"),
        row("end repeat"),
        row("calculate", "count", calculation="count(${r})"),
    ]
    session = begun(rows)
    session.add_repeat("/data/r")
    session.add_repeat("/data/r")
    session.answer("/data/r[3]/t", "last")
    session.remove_repeat("/data/r[1]")
    nodes = session.nodes()
    assert [nodes[f"/data/r[{n}]/at"].value for n in (1, 2)] == ["1", "2"]
    assert nodes["/data/r[2]/t"].value == "last"
    assert nodes["/data/count"].value == "2"


def test_languages_switch_labels_choices_and_messages() -> None:
    rows = [
        {
            "type": "select_one l",
            "name": "q",
            "label::中文 (zh)": "哪个",
            "label::English (en)": "Which",
            "constraint": ". != 'b'",
            "constraint_message::中文 (zh)": "不行",
            "constraint_message::English (en)": "No",
        }
    ]
    choices = [
        {"list_name": "l", "name": n, "label::中文 (zh)": zh, "label::English (en)": en}
        for n, zh, en in (("a", "甲", "A"), ("b", "乙", "B"))
    ]
    session = begun(rows, choices, default_language="中文 (zh)")
    assert list(session.form.languages) == ["中文 (zh)", "English (en)"]
    session.answer("/data/q", "b")
    assert session.question("/data/q").label == "哪个"
    assert session.question("/data/q").problem == "不行"
    session.use_language("English (en)")
    question = session.question("/data/q")
    assert (question.label, question.problem) == ("Which", "No")
    assert [choice.label for choice in question.choices] == ["A", "B"]


def test_a_label_fills_in_answers() -> None:
    session = begun(FAMILY)
    session.answer("/data/who", "王小明")
    assert session.question("/data/say").label == "Total 0 of 王小明"


def test_choices_are_filtered_from_a_file_and_pulled_from_it() -> None:
    table = "name,label,town\n1,一,a\n2,二,b\n3,三,a\n".encode()
    session = begun(
        [
            row("select_one abc", "town"),
            row("select_one_from_file v.csv", "v", choice_filter="town=${town}"),
            row("calculate", "label", calculation="pulldata('v', 'label', 'name', ${v})"),
        ],
        ABC,
        {"v.csv": table},
    )
    session.answer("/data/town", "a")
    assert [c.value for c in session.question("/data/v").choices] == ["1", "3"]
    session.answer("/data/v", "3")
    assert session.nodes()["/data/label"].value == "三"


def test_defaults_triggers_and_new_repeats_set_values() -> None:
    session = begun(
        [
            row("integer", "n", default="3"),
            row("date", "day", default="today()"),
            row("text", "a"),
            row("integer", "size", calculation="string-length(${a})", trigger="${a}"),
            row("begin repeat", "r"),
            row("text", "t", default="concat('p', position(..))"),
            row("end repeat"),
        ]
    )
    session.answer("/data/a", "four")
    session.add_repeat("/data/r")
    nodes = session.nodes()
    assert nodes["/data/n"].value == "3"
    assert nodes["/data/day"].value == NOON.astimezone().date().isoformat()
    assert nodes["/data/size"].value == "4"
    assert [nodes[f"/data/r[{n}]/t"].value for n in (1, 2)] == ["p1", "p2"]


def test_the_instance_visit_prefills_and_a_form_loads_without_it() -> None:
    survey = [
        row("xml-external", "visit"),
        row("text", "who", default="instance('visit')/root/person/name"),
        row("calculate", "id4", calculation="instance('visit')/root/person/id4"),
    ]
    form = offline.forms.load(xform(survey), {})
    empty = offline.forms.begin(form)
    assert empty.nodes()["/data/who"].value == ""
    visit = "<root><person><name>王小明</name><id4>1234</id4></person></root>".encode()
    session = offline.forms.begin(form, instances={"visit": visit})
    assert session.nodes()["/data/who"].value == "王小明"
    again = offline.forms.resume(form, session.save(), instances={"visit": visit})
    assert again.nodes() == session.nodes()


def test_a_draft_comes_back_whole() -> None:
    session = begun(FAMILY)
    session.answer("/data/who", "王小明")
    session.add_repeat("/data/kin")
    session.answer("/data/kin[2]/kname", "李")
    session.answer("/data/kin[2]/income", "5")
    again = offline.forms.resume(session.form, session.save(), now=lambda: NOON)
    assert again.nodes() == session.nodes()
    assert again.finish().xml == session.finish().xml
    again.answer("/data/kin[2]/income", "6")
    assert again.nodes()["/data/total"].value == "6"


def test_the_submission_carries_id_version_meta_and_attachments() -> None:
    session = begun([row("image", "photo"), row("text", "t")], instance_name="concat('名-', ${t})")
    session.answer("/data/photo", "p1.jpg")
    session.answer("/data/t", "<&>")
    finished = session.finish()
    text = finished.xml.decode()
    assert 'id="t"' in text
    assert 'version="1"' in text
    assert "<instanceID>uuid:i1</instanceID>" in text
    assert "&lt;&amp;&gt;" in text
    assert finished.attachments == ("p1.jpg",)
    assert finished.instance_name == "名-<&>"


def test_a_calculation_that_cannot_be_made_has_no_value_and_is_told() -> None:
    rows = [
        row("text", "t"),
        row("calculate", "day", calculation="format-date(date(${t}), '%Y')"),
        row("calculate", "after", calculation="concat(${day}, '!')"),
    ]
    session = begun(rows)
    session.answer("/data/t", "2020-01-01")
    assert session.nodes()["/data/after"].value == "2020!"
    session.answer("/data/t", "nonsense")
    assert session.nodes()["/data/after"].value == "!"
    assert any("/data/day" in fault for fault in session.engine.faults)


def test_a_choice_that_the_list_no_longer_offers_must_be_made_anew() -> None:
    choices = [{"list_name": "v", "name": n, "label": n, "of": n[0]} for n in ("a1", "b1")]
    session = begun(
        [row("text", "town"), row("select_one v", "v", choice_filter="of=${town}")], choices
    )
    session.answer("/data/town", "a")
    session.answer("/data/v", "a1")
    assert not session.problems()
    session.answer("/data/town", "b")
    assert [problem.path for problem in session.problems()] == ["/data/v"]
    assert session.question("/data/v").problem
    session.answer("/data/v", "b1")
    assert not session.problems()


def test_an_instance_without_a_template_gives_empty_new_ones() -> None:
    xml = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    ><h:head><model><instance><data id="f"><r><v>1</v></r></data></instance></model></h:head
    ><h:body><group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/v"/></repeat></group
    ></h:body></h:html>"""
    session = offline.forms.begin(offline.forms.load(xml, {}))
    session.add_repeat("/data/r")
    nodes = session.nodes()
    assert [nodes[f"/data/r[{n}]/v"].value for n in (1, 2)] == ["1", ""]


def test_an_order_without_a_seed_stays_in_a_session() -> None:
    choices = [{"list_name": "v", "name": n, "label": n} for n in "abcdefghij"]
    session = begun([row("select_one v", "v", parameters="randomize=true")], choices)
    order = [choice.value for choice in session.question("/data/v").choices]
    assert order != sorted(order)
    assert [choice.value for choice in session.question("/data/v").choices] == order
    again = offline.forms.resume(session.form, session.save())
    assert [choice.value for choice in again.question("/data/v").choices] == order
