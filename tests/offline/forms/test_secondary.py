from __future__ import annotations

import json

import pytest

from offline.forms import secondary
from offline.forms.api import FormError
from offline.forms.tree import Node
from tests.offline.forms.books import begun, row


def table(name: str, data: bytes) -> list[dict[str, str]]:
    root: Node = secondary.read(name, data).children[0]
    return [{cell.name: cell.text for cell in item.children} for item in root.children]


@pytest.mark.parametrize(
    "data",
    [
        "name,label\na,甲\nb,乙\n".encode(),
        "\ufeffname,label\r\na,甲\r\nb,乙".encode(),
        "name;label\na;甲\nb;乙\n".encode(),
        'name,label\n"a","甲"\nb,乙\n'.encode(),
        "name,label\na,甲\nb,乙\n".encode("gb18030"),
    ],
)
def test_tables_as_spreadsheets_write_them(data: bytes) -> None:
    assert table("v.csv", data) == [{"name": "a", "label": "甲"}, {"name": "b", "label": "乙"}]


def test_quotes_keep_commas_and_line_ends() -> None:
    found = table("v.csv", b'name,label\na,"x, y\nz ""q"""\n')
    assert found == [{"name": "a", "label": 'x, y\nz "q"'}]


def test_places_of_a_geojson_file() -> None:
    feature = {
        "type": "Feature",
        "id": "p1",
        "geometry": {"type": "Point", "coordinates": [120.5, 31.25]},
        "properties": {"name": "井", "deep": True, "none": None},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert table("v.geojson", data) == [
        {"geometry": "31.25 120.5 0 0", "id": "p1", "name": "井", "deep": "true", "none": ""}
    ]


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"features": [{}]}', b"\xff"])
def test_a_file_that_is_none_is_told_by_name(data: bytes) -> None:
    with pytest.raises(FormError, match=r"v\.geojson"):
        secondary.read("v.geojson", data)


def test_an_index_and_a_search_find_the_same_rows() -> None:
    rows = "\n".join(f"{n},v{n},{n % 7}" for n in range(300))
    media = {"v.csv": f"name,label,group\n{rows}".encode()}
    calls = {
        "quick": "join(',', instance('v')/root/item[group = ${g}]/name)",
        "slow": "join(',', instance('v')/root/item[string(group) = ${g}]/name)",
        "both": "join(',', instance('v')/root/item[group = ${g} and name > 100]/name)",
        "place": "join(',', instance('v')/root/item[group = ${g} and position() > 150]/name)",
        "number": "count(instance('v')/root/item[group = number(${g})])",
        "none": "count(instance('v')/root/item[nothing = ${g}])",
    }
    survey = [row("text", "g"), row("csv-external", "v")]
    survey += [row("calculate", name, calculation=call) for name, call in calls.items()]
    session = begun(survey, (), media)
    for group in ("3", "6", "9", ""):
        session.answer("/data/g", group)
        nodes = session.nodes()
        quick = [int(n) for n in nodes["/data/quick"].value.split(",") if n]
        assert quick == [n for n in range(300) if str(n % 7) == group]
        assert nodes["/data/slow"].value == nodes["/data/quick"].value
        assert nodes["/data/both"].value == ",".join(str(n) for n in quick if n > 100)
        assert nodes["/data/place"].value == ",".join(str(n) for n in quick if n > 149)
        assert nodes["/data/number"].value == str(len(quick))
    assert session.nodes()["/data/none"].value == "300"
