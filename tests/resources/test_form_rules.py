"""What the catalogue's forms decide, by our engine. JavaRosa decided every case the same way."""

from __future__ import annotations

import pytest
from lxml import etree

from offline.forms.api import FormSession, NodeState
from tests.resources import cases_grid, cases_life, cases_support
from tests.resources.catalogue_forms import (
    CHINESE,
    ENGLISH,
    FORM_IDS,
    INSTANCE_ID,
    answered,
    begun,
    form_of,
)
from tests.resources.form_answers import COMPLETE, WOMAN
from tests.resources.form_cases import Case

TABLE = [
    pytest.param(form_id, case, id=f"{form_id}-{number}")
    for table in (cases_support, cases_life, cases_grid)
    for form_id, cases in table.CASES.items()
    for number, case in enumerate(cases)
]
VISIT = f"""<root>
  <person><name>欧阳丽娜</name><id/><id4>{WOMAN[-4:]}</id4><kind>person</kind>
    <phone>13700009999</phone><address/></person>
  <site><town>云溪镇</town><name>柳湾村便民服务站</name><code>LW</code></site>
  <operator><id>grid-3</id><name>陈明</name><role>grid</role></operator>
  <today>2026-11-21</today>
</root>""".encode()


def verdict(state: NodeState | None, expected: str) -> str:
    if state is None:
        return "no such node"
    if expected.startswith("="):
        return f"={state.value}"
    if not state.relevant:
        return "off"
    return state.violation or "ok"


@pytest.mark.parametrize(("form_id", "case"), TABLE)
def test_a_form_decides_as_its_rules_say(form_id: str, case: Case) -> None:
    nodes = answered(form_id, [*COMPLETE[form_id], *case.answers]).nodes()
    found = {path: verdict(nodes.get(path), wanted) for path, wanted in case.expect.items()}
    assert found == case.expect, case.says


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_correct_answers_can_be_handed_in(form_id: str) -> None:
    session = answered(form_id, COMPLETE[form_id])
    assert list(session.problems()) == []
    root = etree.fromstring(session.finish().xml)
    assert root.get("id") == form_id
    assert root.findtext("{*}meta/{*}instanceID") == INSTANCE_ID


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_an_empty_form_says_what_is_missing(form_id: str) -> None:
    problems = begun(form_id).problems()
    assert any(problem.missing for problem in problems)
    assert all(problem.label and problem.message for problem in problems)


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_form_speaks_chinese_and_english(form_id: str) -> None:
    assert list(form_of(form_id).languages) == [CHINESE, ENGLISH]


def text_of(session: FormSession, path: str) -> str:
    return session.question(path).label


def test_labels_and_choices_change_with_the_language() -> None:
    session = begun("elderly_allowance")
    assert text_of(session, "/data/for_whom") == "这次是给谁办？"
    session.use_language(ENGLISH)
    question = session.question("/data/for_whom")
    assert question.label == "Who is this for?"
    assert question.choices[0].label.splitlines() == ["For myself", "The identity just verified"]


def test_the_visit_prefills_name_phone_and_town() -> None:
    session = begun("elderly_allowance", VISIT)
    assert session.question("/data/applicant/name").value == "欧阳丽娜"
    assert session.question("/data/applicant/phone").value == "13700009999"
    assert session.question("/data/address/town").value == "329901101"


def test_acting_for_someone_else_the_scanned_person_becomes_the_agent() -> None:
    session = begun("elderly_allowance", VISIT)
    session.answer("/data/for_whom", "family")
    assert session.question("/data/applicant/name").value == ""
    assert session.question("/data/agent/agent_name").value == "欧阳丽娜"


def test_an_id_that_is_not_the_scanned_persons_is_pointed_out() -> None:
    note = "/data/applicant/id_differs"
    own = answered("temporary_relief", [("/data/applicant/id_number", WOMAN)], VISIT)
    other = answered("temporary_relief", COMPLETE["elderly_allowance"][1:3], VISIT)
    assert not own.nodes()[note].relevant
    assert other.nodes()[note].relevant


def test_the_operator_is_the_reporter_on_the_grid() -> None:
    session = begun("hazard_check", VISIT)
    assert session.question("/data/reporter/reporter_name").value == "陈明"


def test_villages_follow_the_town_and_groups_the_village() -> None:
    session = answered("residence_certificate", COMPLETE["residence_certificate"])
    labels = [choice.label for choice in session.question("/data/address/village").choices]
    assert labels[:2] == ["柳湾村", "石桥村"]
    assert len(labels) == 6
    session.answer("/data/address/town", "329901103")
    labels = [choice.label for choice in session.question("/data/address/village").choices]
    assert "竹坞村" in labels
    assert "柳湾村" not in labels


def test_the_checklist_follows_the_kind_of_hazard() -> None:
    session = answered("hazard_check", [("/data/hazard/hazard_type", "gas")])
    values = {choice.value for choice in session.question("/data/hazard/findings").choices}
    assert values == {"hose_aged", "gas_leak", "bottle_indoors", "no_alarm", "other"}


def test_a_neighbour_cannot_rely_on_kinship() -> None:
    session = answered("temporary_relief", [("/data/for_whom", "neighbour")])
    values = {choice.value for choice in session.question("/data/agent/agent_authority").choices}
    assert values == {"signed", "letter"}


def test_the_sum_is_told_in_the_sentence() -> None:
    session = answered("temporary_relief", COMPLETE["temporary_relief"])
    summary = session.question("/data/household/income_summary").label
    assert summary == "一共 2 人，全家每月收入合计 1200 元，平均每人 600 元。"


def test_what_does_not_apply_is_not_handed_in() -> None:
    session = answered("temporary_relief", COMPLETE["temporary_relief"])
    session.answer("/data/household/lives_with", "no")
    xml = session.finish().xml.decode()
    assert "王𠮷" not in xml
    assert "agent_name" not in xml
