"""The catalogue: twenty items, each with a form that compiles and a picture that exists."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from offline.records import ServiceItem
from printers.dues import yuan
from tests.resources.catalogue_forms import CATALOGUE, FORM_IDS, compiled

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
XF = "{http://www.w3.org/2002/xforms}"
DOORS = ["老人", "看病医保", "困难帮助", "残疾人", "生孩子", "找工作", "住房居住", "反映问题"]


def entries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CATALOGUE / "catalogue.json").read_text("utf-8"))
    return found


def items() -> list[ServiceItem]:
    lists = ("guide", "materials")
    return [
        ServiceItem(**{**entry, **{name: tuple(entry[name]) for name in lists}})
        for entry in entries()
    ]


def test_there_are_twenty_items_with_ids_of_their_own() -> None:
    assert len({item.id for item in items()}) == len(items()) == 20


def test_every_entry_fills_every_field() -> None:
    wanted = {field.name for field in fields(ServiceItem)}
    assert all(set(entry) == wanted for entry in entries())


def test_the_guide_says_what_the_fee_is() -> None:
    told = {item.id: next(line for line in item.guide if "费用" in line) for item in items()}
    for item in items():
        assert (yuan(item.fee) if item.fee else "不收钱") in told[item.id]
    assert any(item.fee for item in items())


def test_items_and_forms_are_the_same_set() -> None:
    assert sorted(item.form_id for item in items()) == FORM_IDS


def test_every_icon_exists() -> None:
    assert [item.icon for item in items() if not (ICONS / f"{item.icon}.svg").is_file()] == []


def test_every_door_of_the_home_page_leads_somewhere() -> None:
    groups = {item.group for item in items()}
    assert groups - {"网格", "开店"} == set(DOORS)


def test_guide_and_materials_are_a_word_and_its_explanation() -> None:
    for item in items():
        assert all("：" in line for line in item.materials), item.id
        facts = [line.partition("：")[0] for line in item.guide[:3]]
        assert facts == ["现在要花", "多久办好", "费用"], item.id


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_form_compiles_without_warnings(form_id: str) -> None:
    xml, warnings = compiled(form_id)
    assert warnings == []
    instance = etree.fromstring(xml).find(f".//{XF}model/{XF}instance/*")
    assert instance is not None
    assert etree.QName(instance).localname == "data"
    assert instance.get("id") == form_id
    assert instance.get("version")


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_text_is_there_in_both_languages(form_id: str) -> None:
    root = etree.fromstring(compiled(form_id)[0])
    texts = {
        translation.get("lang"): {
            text.get("id"): etree.tostring(text, method="text", encoding="unicode").strip()
            for text in translation.iter(f"{XF}text")
        }
        for translation in root.iter(f"{XF}translation")
    }
    chinese, english = texts["中文 (zh)"], texts["English (en)"]
    assert chinese.keys() == english.keys()
    assert [key for key, value in chinese.items() if value in {"", "-"}] == []
    assert [key for key, value in english.items() if value in {"", "-"}] == []


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_title_in_the_form_is_the_items_name(form_id: str) -> None:
    names = {item.form_id: item.name for item in items()}
    title = etree.fromstring(compiled(form_id)[0]).findtext(".//{*}title")
    assert title == names[form_id]


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_a_spreadsheet_has_its_three_sheets_and_no_formula(form_id: str) -> None:
    book = load_workbook(CATALOGUE / f"{form_id}.xlsx")
    assert book.sheetnames == ["survey", "choices", "settings"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_addresses_hang_together() -> None:
    with (CATALOGUE / "address.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    above = {"village": "town", "hamlet": "village"}
    level = {row["name"]: row["level"] for row in rows}
    assert len(level) == len(rows)
    for row in rows:
        if row["level"] in above:
            assert level[row["parent"]] == above[row["level"]], row["label"]


def test_the_visit_ships_empty() -> None:
    root = etree.parse(CATALOGUE / "visit.xml").getroot()
    assert [element.tag for element in root] == ["person", "site", "operator", "today"]
    assert root.xpath("normalize-space(.)") == ""
