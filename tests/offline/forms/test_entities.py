from __future__ import annotations

from lxml import etree
from pyxform.xls2xform import convert

import offline.forms

UPSERT = """| survey |
| | type | name | label | save_to |
| | select_one_from_file people.csv | who | Who | |
| | text | full | Name | full_name |
| entities |
| | list_name | entity_id | label | update_if | create_if |
| | people | ${who} | ${full} | ${who} != '' | ${who} = '' |
"""
REPEATED = """| survey |
| | type | name | label | save_to |
| | begin repeat | p | P | |
| | text | full | Name | full_name |
| | end repeat | | | |
| entities |
| | list_name | label | repeat |
| | people | ${full} | ${p} |
"""
PEOPLE = b"name,label,__version,__trunkVersion,__branchId\nu1,A,3,2,b1\n"


def begun(book: str, media: dict[str, bytes]) -> offline.forms.session.Session:
    xml = convert(xlsform=book, file_type=".md").xform.encode()
    return offline.forms.begin(offline.forms.load(xml, media))


def entities(xml: bytes) -> list[dict[str, str]]:
    return [
        {str(k): str(v) for k, v in e.attrib.items()} for e in etree.fromstring(xml).iter("entity")
    ]


def test_an_update_carries_the_version_that_it_changes() -> None:
    session = begun(UPSERT, {"people.csv": PEOPLE})
    session.answer("/data/who", "u1")
    session.answer("/data/full", "王小明")
    assert entities(session.finish().xml) == [
        {
            "dataset": "people",
            "create": "0",
            "update": "1",
            "id": "u1",
            "baseVersion": "3",
            "trunkVersion": "2",
            "branchId": "b1",
        }
    ]


def test_every_repeat_makes_an_entity_with_its_own_id() -> None:
    session = begun(REPEATED, {})
    session.answer("/data/p[1]/full", "one")
    session.add_repeat("/data/p")
    session.answer("/data/p[2]/full", "two")
    found = entities(session.finish().xml)
    ids = {entity["id"] for entity in found}
    assert len(found) == len(ids) == 2
    assert "" not in ids
    again = offline.forms.resume(session.form, session.save())
    assert entities(again.finish().xml) == found
    again.add_repeat("/data/p")
    again.answer("/data/p[3]/full", "three")
    assert len({entity["id"] for entity in entities(again.finish().xml)}) == 3
