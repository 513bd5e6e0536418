"""``kiosk form``: check, run, eval, as an author calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kiosk.cli import main
from tests.offline.forms.books import row, xform

CATALOGUE = Path(__file__).resolve().parents[3] / "resources" / "catalogue"


def book(path: Path, **sheets: list[list[str]]) -> Path:
    work = Workbook()
    work.remove(work["Sheet"])
    for name, rows in sheets.items():
        sheet = work.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    work.save(path)
    return path


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any, str]:
    code = main(["form", *arguments])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


def test_check_names_every_problem_by_sheet_row_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(
        tmp_path / "f.xlsx",
        survey=[
            ["type", "name", "label", "relevant", "calculation"],
            ["text", "a", "A", "", ""],
            ["integr", "b", "B", "", ""],
            ["select_one none", "c", "C", "${zz} > 1", ""],
            ["calculate", "d", "", "", "foo(1)"],
            ["text", "a", "again", "1 +", ""],
        ],
        choices=[["list_name", "name", "label"], ["l", "x y", "X"]],
    )
    code, out, err = called(capsys, "check", str(path))
    assert code == 1
    places = {(p["sheet"], p["row"], p["column"]) for p in out["problems"]}
    assert places == {
        ("survey", 3, "type"),
        ("survey", 4, "type"),
        ("survey", 4, "relevant"),
        ("survey", 5, "calculation"),
        ("survey", 6, "name"),
        ("survey", 6, "relevant"),
        ("choices", 2, "name"),
    }
    assert err.count("\n") == len(places)


FAULTY = {
    4: "calculation",  # waits for the next row, and that for this
    6: "relevant",
    7: "type",  # a file that is not there
}


@pytest.mark.parametrize("wrong", ["text", "integr"])
def test_no_problem_hides_another(
    wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(
        tmp_path / "f.xlsx",
        survey=[
            ["type", "name", "label", "relevant", "calculation"],
            ["text", "a", "A", "", ""],
            [wrong, "b", "B", "", ""],
            ["calculate", "x", "", "", "${y} + 1"],
            ["calculate", "y", "", "", "${x} + 1"],
            ["text", "c", "C", "foo(${a})", ""],
            ["select_one_from_file none.csv", "d", "D", "", ""],
        ],
    )
    code, out, _err = called(capsys, "check", str(path))
    found = {p["row"]: p["column"] for p in out["problems"]}
    assert code == 1
    assert found == {**FAULTY, **({3: "type"} if wrong == "integr" else {})}


def test_an_xform_tells_all_its_problems_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "f.xml"
    path.write_text(
        """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        ><h:head><h:title>t</h:title><model><instance><data id="f"><a/><b/><c>x</c><e/><g/></data>
        </instance><instance id="v" src="jr://file-csv/v.csv"/>
        <bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>
        <bind nodeset="/data/e" calculate="/data/g"/><bind nodeset="/data/g" calculate="/data/e"/>
        <bind nodeset="/data/zz" type="int"/><bind nodeset="/data/c" type="int" relevant="bar()"/>
        </model></h:head><h:body><input ref="/data/yy"><label><output value="foo()"/></label></input
        ></h:body></h:html>""",
        encoding="utf-8",
    )
    code, _out, err = called(capsys, "check", str(path))
    assert code == 1
    expected = ["bar", "foo", "/data/zz", "/data/yy", "/data/c", "v.csv", "/data/a", "/data/e"]
    assert err.count("\n") == len(expected)
    assert all(word in err for word in expected)


def test_check_finds_a_cycle_and_names_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(
        tmp_path / "f.xlsx",
        survey=[
            ["type", "name", "label", "calculation"],
            ["text", "a", "A", ""],
            ["calculate", "x", "", "${y} + 1"],
            ["calculate", "y", "", "${x} + 1"],
        ],
    )
    code, out, _err = called(capsys, "check", str(path))
    assert code == 1
    assert [p["row"] for p in out["problems"]] in ([3], [4])


@pytest.mark.parametrize("form", sorted(CATALOGUE.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_catalogue_has_no_problems(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "check", str(form))
    assert (code, out["problems"], err) == (0, [], "")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"<xml/>", b"\x00" * 100])
@pytest.mark.parametrize("name", ["f.xlsx", "f.xml"])
def test_a_file_that_is_no_form_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert called(capsys, "check", str(path))[0] == 1
    code, _out, err = called(capsys, "run", str(path))
    assert code == 1
    assert err.strip()
    assert "Traceback" not in err


def test_a_missing_file_gets_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    for part in ("check", "run", "eval"):
        code, _out, err = called(capsys, part, "/nowhere/form.xml")
        assert code == 1
        assert err.strip()


def test_run_shows_what_changed_at_each_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, answers = tmp_path / "f.xml", tmp_path / "a.json"
    form.write_bytes(
        xform(
            [
                row("integer", "n", constraint=". < 5", required="yes"),
                row("begin repeat", "r"),
                row("text", "t"),
                row("end repeat"),
                row("calculate", "c", calculation="${n} * 2"),
            ]
        )
    )
    steps = [["/data/n", "2"], [["/data/n", "7"], ["+", "/data/r"]], ["/data/n", "x"]]
    answers.write_text(json.dumps(steps))
    code, out, _err = called(capsys, "run", str(form), str(answers), "--xml")
    assert code == 0
    assert out["initial"]["/data/n"] == {
        "value": "",
        "relevant": True,
        "required": True,
        "readonly": False,
        "valid": False,
        "violation": "required",
    }
    assert out["initial"]["/data/r[1]"] == {"relevant": True, "required": False, "readonly": False}
    first, second, third = out["steps"]
    assert set(first["nodes"]) == {"/data/n", "/data/c"}
    assert first["nodes"]["/data/c"]["value"] == "4"
    assert second["nodes"]["/data/n"]["violation"] == "constraint"
    assert "/data/r[2]/t" in second["nodes"]
    assert third["errors"]
    assert not third["nodes"]
    assert "<n>7</n>" in out["xml"]
    assert out["timing"]["set_per_answer_ms"]["n"] == 3
    code, out, _err = called(capsys, "run", str(form), str(answers), "--no-states")
    assert "initial" not in out
    assert all("nodes" not in step for step in out["steps"])


@pytest.mark.parametrize("answers", ["{}", "not json", '[["/data/n"]]', "[1]"])
def test_steps_that_are_none_get_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], answers: str
) -> None:
    form, file = tmp_path / "f.xml", tmp_path / "a.json"
    form.write_bytes(xform([row("integer", "n")]))
    file.write_text(answers)
    code, _out, err = called(capsys, "run", str(form), str(file))
    assert code == 1
    assert err.strip()


VECTORS: list[tuple[dict[str, Any], Any]] = [
    ({"expr": "1 + 2 * 3", "kind": "number"}, 7),
    ({"expr": "1 div 0", "kind": "number"}, "Infinity"),
    ({"expr": "0 div 0", "kind": "number"}, "NaN"),
    ({"expr": "count(//b)", "kind": "number"}, 2),
    ({"expr": "//b[. > 3]", "kind": "nodeset"}, ["/*/*[2]"]),
    ({"expr": "//b[last()]/@id", "kind": "nodeset"}, ["/*/*[2]/@id"]),
    ({"expr": "/a/b > 4", "kind": "boolean"}, True),
    ({"expr": "/a/b = 4", "kind": "boolean"}, False),
    ({"expr": "preceding-sibling::b", "kind": "nodeset", "context": "/*/*[2]"}, ["/*/*[1]"]),
    ({"expr": "string(//b | //c)", "kind": "string"}, "1"),
    ({"expr": "true() or explode()", "kind": "boolean", "xforms": True}, True),
    ({"expr": "round(1.255, 2)", "kind": "number", "xforms": True}, 1.26),
    ({"expr": "number('1e3')", "kind": "number", "xforms": True}, "NaN"),
    ({"expr": "'2020-01-02' > '2020-01-01'", "kind": "boolean", "xforms": True}, False),
    ({"expr": "regex('abc', 'b')", "kind": "boolean", "xforms": True}, False),
    ({"expr": "join('-', //b)", "kind": "string", "xforms": True}, "1-5"),
]


def test_eval_answers_in_the_shape_of_the_vectors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "v.json"
    document = {"xml": '<a><b id="x">1</b><b id="y">5</b></a>', "root": "/"}
    vectors = [{**document, **vector} for vector, _value in VECTORS]
    file.write_text(json.dumps([*vectors, {**document, "expr": "1 +"}, {}, 7]))
    code, out, _err = called(capsys, "eval", str(file))
    assert code == 0
    assert [found.get("value", found) for found in out[: len(VECTORS)]] == [v for _, v in VECTORS]
    assert all("error" in found for found in out[len(VECTORS) :])
