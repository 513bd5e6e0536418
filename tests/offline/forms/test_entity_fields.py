"""Entities field by field, as specifications 2024.1 and 2025.1 and ODK Central have them."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from pyxform.xls2xform import convert

import offline.forms
from offline.forms.session import Session

CREATE = """| survey |
| | type | name | label | save_to |
| | text | full | Name | full_name |
| entities |
| | list_name | label |
| | people | ${full} |
"""
UPDATE = """| survey |
| | type | name | label | save_to |
| | select_one_from_file people.csv | who | Who | |
| | text | full | Name | full_name |
| entities |
| | list_name | entity_id | label |
| | people | ${who} | ${full} |
"""
UPSERT = UPDATE.replace("| entity_id | label |", "| entity_id | label | update_if | create_if |")
UPSERT = UPSERT.replace("${who} | ${full} |", "${who} | ${full} | ${who} != '' | ${who} = '' |")
REPEATED = """| survey |
| | type | name | label | save_to |
| | begin repeat | p | P | |
| | select_one_from_file people.csv | who | Who | |
| | text | full | Name | full_name |
| | end repeat | | | |
| entities |
| | list_name | entity_id | label | repeat |
| | people | ${who} | ${full} | ${p} |
"""
LIST = {
    "people.csv": b"name,label,__version,__trunkVersion,__branchId\n"
    b"u1,A,3,2,b1\nu2,B,1,,\n"  # changed here before; only known from the centre
}
SPACE = "{http://www.opendatakit.org/xforms/entities}"
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
CHANGED = {"baseVersion": "3", "trunkVersion": "2", "branchId": "b1"}
FRESH = {"baseVersion": "1", "trunkVersion": "", "branchId": ""}


def begun(book: str) -> tuple[Session, bytes]:
    xml = convert(xlsform=book, file_type=".md").xform.encode()
    return offline.forms.begin(offline.forms.load(xml, LIST)), xml


def entities(session: Session) -> list[etree._Element]:
    return list(etree.fromstring(session.finish().xml).iter("entity"))


def fields(entity: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in entity.attrib.items()}


@pytest.mark.parametrize(
    ("book", "version"),
    [(CREATE, "2024.1.0"), (UPDATE, "2024.1.0"), (UPSERT, "2024.1.0"), (REPEATED, "2025.1.0")],
)
def test_these_are_forms_of_the_two_specifications(book: str, version: str) -> None:
    model = etree.fromstring(begun(book)[1]).find(".//{*}model")
    assert model is not None
    assert model.get(f"{SPACE}entities-version") == version


def test_a_creation_has_list_id_label_and_nothing_of_versions() -> None:
    session, _xml = begun(CREATE)
    session.answer("/data/full", "王小明")
    (entity,) = entities(session)
    assert UUID4.fullmatch(fields(entity).pop("id"))
    assert fields(entity) == {"dataset": "people", "create": "1", "id": entity.get("id")}
    assert [(child.tag, child.text) for child in entity] == [("label", "王小明")]
    assert etree.fromstring(session.finish().xml).find("meta/entity") is not None


@pytest.mark.parametrize(("who", "versions"), [("u1", CHANGED), ("u2", FRESH)])
def test_an_update_carries_base_trunk_and_branch(who: str, versions: dict[str, str]) -> None:
    session, _xml = begun(UPDATE)
    session.answer("/data/who", who)
    session.answer("/data/full", "新名")
    (entity,) = entities(session)
    assert fields(entity) == {"dataset": "people", "update": "1", "id": who, **versions}
    assert entity.findtext("label") == "新名"


def test_an_upsert_creates_where_nobody_is_chosen_and_updates_where_somebody_is() -> None:
    session, _xml = begun(UPSERT)
    session.answer("/data/full", "新")
    made = fields(entities(session)[0])
    assert (made["create"], made["update"], made["baseVersion"]) == ("1", "0", "")
    session.answer("/data/who", "u1")
    changed = fields(entities(session)[0])
    assert changed == {"dataset": "people", "create": "0", "update": "1", "id": "u1", **CHANGED}


def test_each_instance_of_a_repeat_has_its_own_entity_beside_its_answers() -> None:
    session, _xml = begun(REPEATED)
    session.add_repeat("/data/p")
    for number, who in ((1, "u2"), (2, "u1")):
        session.answer(f"/data/p[{number}]/who", who)
        session.answer(f"/data/p[{number}]/full", f"n{number}")
    first, second = entities(session)
    assert fields(first) == {"dataset": "people", "update": "1", "id": "u2", **FRESH}
    assert fields(second) == {"dataset": "people", "update": "1", "id": "u1", **CHANGED}
    assert [one.findtext("label") for one in (first, second)] == ["n1", "n2"]
    assert [one.findtext("../../full") for one in (first, second)] == ["n1", "n2"]
