"""Entity lists of the sandbox: made by submissions, heard by delta and over OpenRosa."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from offline.exchange.joined import JoinedExchange
from offline.exchange.lists import HeardEntity
from offline.exchange.port import Accepted, Parcel
from tests.sandbox_server import RunningSandbox, running_sandbox

ONE = "24b47424-ccf8-4f4b-b4cd-34ff5c71eddd"
TWO = "9e32d18f-d51a-4826-a8b2-e9b1c6d10b58"
BRANCH = "0c6b8d40-36e3-4a0b-9f7a-2d1b52a1f001"

FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms" xmlns:entities="http://www.opendatakit.org/xforms/entities">
<h:head><h:title>住户</h:title><model entities:entities-version="2024.1.0">
<instance><data id="household" version="1"><name/><phone/>
<meta><orx:instanceID/><entity dataset="households" id=""/></meta></data></instance>
<instance id="households" src="jr://file-csv/households.csv"/>
<bind nodeset="/data/name" entities:saveto="name_of_head"/>
<bind nodeset="/data/phone" entities:saveto="phone"/>
</model></h:head><h:body/></h:html>
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "household.xml").write_text(FORM, encoding="utf-8")
    with running_sandbox(tmp_path) as running:
        yield running


@pytest.fixture
def exchange(served: RunningSandbox) -> Iterator[JoinedExchange]:
    _, found = served.enrolled()
    yield found
    found.close()


def hand_in(
    exchange: JoinedExchange, number: int, entity: str, name: str = "", phone: str = ""
) -> None:
    fields = (f"<name>{name}</name>" if name else "") + (f"<phone>{phone}</phone>" if phone else "")
    xml = (
        '<data xmlns:orx="http://openrosa.org/xforms"'
        ' xmlns:entities="http://www.opendatakit.org/xforms/entities" id="household" version="1">'
        f"{fields}<meta><orx:instanceID>uuid:{number}</orx:instanceID>{entity}</meta></data>"
    )
    outcome = exchange.send(Parcel(f"uuid:{number}", "household", xml.encode()))
    assert isinstance(outcome, Accepted)


def made(entity_id: str = ONE, label: str = "王家") -> str:
    return (
        f'<entities:entity dataset="households" id="{entity_id}" create="1">'
        f"<label>{label}</label></entities:entity>"
    )


def changed(base: int, trunk: str = "", branch: str = "", label: str = "") -> str:
    told = f'baseVersion="{base}" trunkVersion="{trunk}" branchId="{branch}"'
    return (
        f'<entities:entity dataset="households" id="{ONE}" update="1" {told}>'
        f"<label>{label}</label></entities:entity>"
    )


def only(exchange: JoinedExchange) -> HeardEntity:
    (heard,) = exchange.entity_changes("households", "").entities
    return heard


def test_a_submission_makes_an_entity_and_another_changes_it(exchange: JoinedExchange) -> None:
    hand_in(exchange, 1, made(), name="王小明", phone="13800000001")
    first = exchange.entity_changes("households", "")
    assert first.entities[0].entity.properties == {"name_of_head": "王小明", "phone": "13800000001"}
    hand_in(exchange, 2, changed(1, "1", BRANCH, "王家新"), phone="13800000002")
    (heard,) = exchange.entity_changes("households", first.cursor).entities
    assert (heard.entity.version, heard.entity.trunk, heard.entity.branch) == (2, 1, BRANCH)
    assert (heard.entity.label, heard.conflict) == ("王家新", "")
    assert heard.entity.properties == {"name_of_head": "王小明", "phone": "13800000002"}
    assert exchange.entity_changes("households", first.cursor).entities == (heard,)


def test_the_same_submission_again_changes_nothing(exchange: JoinedExchange) -> None:
    hand_in(exchange, 1, made(), name="王小明")
    hand_in(exchange, 2, changed(1, "1", BRANCH), name="王大明")
    cursor = exchange.entity_changes("households", "").cursor
    hand_in(exchange, 2, changed(1, "1", BRANCH), name="王大明")
    assert exchange.entity_changes("households", cursor).entities == ()


def test_changes_of_a_branch_that_come_out_of_order_wait_for_each_other(
    exchange: JoinedExchange,
) -> None:
    hand_in(exchange, 1, made(), name="王小明")
    hand_in(exchange, 3, changed(2, "1", BRANCH), name="第二次")
    assert only(exchange).entity.properties["name_of_head"] == "王小明"
    hand_in(exchange, 2, changed(1, "1", BRANCH), name="第一次")
    heard = only(exchange)
    assert (heard.entity.version, heard.conflict) == (3, "")
    assert heard.entity.properties["name_of_head"] == "第二次"


def test_a_change_of_what_is_not_there_yet_waits_for_it(exchange: JoinedExchange) -> None:
    hand_in(exchange, 2, changed(1, "", BRANCH), phone="13800000002")
    assert exchange.entity_changes("households", "").entities == ()
    hand_in(exchange, 1, made(), name="王小明")
    assert only(exchange).entity.properties == {"name_of_head": "王小明", "phone": "13800000002"}


@pytest.mark.parametrize(("mine", "conflict"), [("phone", "soft"), ("name", "hard")])
def test_a_second_branch_is_applied_and_flagged(
    served: RunningSandbox, exchange: JoinedExchange, mine: str, conflict: str
) -> None:
    hand_in(exchange, 1, made(), name="王小明")
    hand_in(exchange, 2, changed(1, "1", BRANCH), name="甲改的")
    hand_in(exchange, 3, changed(1, "1", TWO), **{mine: "乙改的"})
    heard = only(exchange)
    assert (heard.conflict, heard.entity.version, heard.entity.branch) == (conflict, 3, TWO)
    settled = f"{served.url}/v1/entities/households/{ONE}/conflict"
    assert requests.delete(settled, timeout=5).status_code == 200
    assert only(exchange).conflict == ""


def test_what_is_deleted_is_told_by_delta_and_by_integrity(
    served: RunningSandbox, exchange: JoinedExchange
) -> None:
    hand_in(exchange, 1, made(ONE), name="王小明")
    hand_in(exchange, 2, made(TWO), name="李小娜")
    cursor = exchange.entity_changes("households", "").cursor
    (listing,) = exchange.entity_lists()
    assert exchange.deleted_entities(listing, [ONE, TWO]) == frozenset()
    requests.delete(f"{served.url}/v1/entities/households/{ONE}", timeout=5).raise_for_status()
    page = exchange.entity_changes("households", cursor)
    assert (page.entities, page.gone) == ((), (ONE,))
    assert exchange.deleted_entities(listing, [ONE, TWO, "no-uuid"]) == {ONE}


def test_over_openrosa_a_list_comes_whole_with_a_hash_that_is_no_md5(
    exchange: JoinedExchange,
) -> None:
    hand_in(exchange, 1, made(), name="王小明")
    (before,) = exchange.entity_lists()
    lines = exchange.entity_list(before).decode().splitlines()
    assert lines == ["name,label,__version,name_of_head", f"{ONE},王家,1,王小明"]
    hand_in(exchange, 2, changed(1, "1", BRANCH), name="王大明")
    (after,) = exchange.entity_lists()
    assert (after.dataset, after.hash != before.hash) == ("households", True)
    listing = next(one for one in exchange.forms() if one.form_id == "household")
    assert "households.csv" in exchange.download_form(listing)[1]


def test_an_official_changes_an_entity(served: RunningSandbox, exchange: JoinedExchange) -> None:
    url = f"{served.url}/v1/entities/places/{ONE}"
    for label in ("村口", "村口广场"):
        told = {"label": label, "properties": {"kind": "广场"}}
        requests.put(url, json=told, timeout=5).raise_for_status()
    (heard,) = exchange.entity_changes("places", "").entities
    assert (heard.entity.label, heard.entity.version) == ("村口广场", 2)
    assert (heard.entity.dataset, heard.entity.properties) == ("places", {"kind": "广场"})
