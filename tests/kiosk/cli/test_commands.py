from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from kiosk.cli import BAD_ENVIRONMENT, BAD_INPUT, BAD_USAGE, COMMANDS, OK, main

Say = pytest.CaptureFixture[str]


def a_form(folder: Path) -> Path:
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (
        ("type", "name", "label", "required"),
        ("text", "who", "名字", "yes"),
        ("image", "photo", "照片", ""),
    ):
        survey.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version"))
    settings.append(("小表", "tiny", "1"))
    path = folder / "tiny.xlsx"
    book.save(path)
    return path


def answers(folder: Path, *steps: list[str]) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(steps), encoding="utf-8")
    return path


def lines(say: Say) -> list[dict[str, object]]:
    return [json.loads(line) for line in say.readouterr().out.splitlines()]


def test_submit_tells_each_submission_once_it_is_durable(tmp_path: Path, capsys: Say) -> None:
    form, steps = a_form(tmp_path), answers(tmp_path, ["/data/who", "张三"])
    data = str(tmp_path / "d")
    assert main(["submit", str(form), str(steps), "--count", "3", "--data", data]) == OK
    told = lines(capsys)
    assert len({row["receipt"] for row in told}) == 3
    assert {row["state"] for row in told} == {"finalised"}
    assert main(["--data", data, "store", "list", "--state", "finalised"]) == OK
    listed = lines(capsys)
    assert {row["instance_id"] for row in listed} == {row["instance_id"] for row in told}


def test_submit_takes_the_id_of_a_stored_form_and_its_file(tmp_path: Path, capsys: Say) -> None:
    form, data = a_form(tmp_path), str(tmp_path / "d")
    steps = answers(tmp_path, ["/data/who", "张三"], ["/data/photo", "a.jpg"])
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xd9")
    assert main(["submit", str(form), str(steps), "--attach", str(photo), "--data", data]) == OK
    assert main(["submit", "tiny", str(steps), "--attach", str(photo), "--data", data]) == OK
    capsys.readouterr()
    assert main(["submit", "tiny", str(steps), "--data", data]) == BAD_INPUT
    assert "a.jpg" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "这里"),
        ([["/data/nobody", "x"]], "nobody"),
        ([["/data/who"]], "步骤"),
    ],
)
def test_answers_that_do_not_fit_are_told_and_leave_nothing(
    tmp_path: Path, capsys: Say, steps: list[list[str]], words: str
) -> None:
    data = str(tmp_path / "d")
    path = answers(tmp_path, *steps)
    assert main(["submit", str(a_form(tmp_path)), str(path), "--data", data]) == BAD_INPUT
    err = capsys.readouterr().err
    assert words in err or "名字" in err
    assert "Traceback" not in err
    assert main(["store", "list", "--data", data]) == OK
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 no zip", b"<h:html", b"\x00\xff" * 50])
def test_a_corrupt_form_is_a_sentence(tmp_path: Path, capsys: Say, broken: bytes) -> None:
    steps = answers(tmp_path, ["/data/who", "张三"])
    for name in ("broken.xlsx", "broken.xml"):
        form = tmp_path / name
        form.write_bytes(broken)
        assert main(["submit", str(form), str(steps), "--data", str(tmp_path / "d")]) == BAD_INPUT
        err = capsys.readouterr().err
        assert err.strip()
        assert "Traceback" not in err


def test_a_wrong_setting_is_named(tmp_path: Path, capsys: Say) -> None:
    (tmp_path / "settings.toml").write_text('theme = "pink"', encoding="utf-8")
    assert main(["doctor", "--data", str(tmp_path)]) == BAD_ENVIRONMENT
    assert "theme" in capsys.readouterr().err


def test_doctor_looks_beside_a_writer_and_names_what_to_do(tmp_path: Path, capsys: Say) -> None:
    data = str(tmp_path / "d")
    form, steps = a_form(tmp_path), answers(tmp_path, ["/data/who", "张三"])
    assert main(["submit", str(form), str(steps), "--data", data]) == OK
    capsys.readouterr()
    assert main(["doctor", "--json", "--data", data]) == OK
    found = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert {"disk", "store", "clock", "keys", "queue", "exchange"} <= set(found)
    assert found["exchange"]["level"] == "warn"
    assert found["exchange"]["advice"]


def test_usage_is_told_apart_from_input(capsys: Say) -> None:
    for words in ([], ["nonsense"], ["submit"]):
        with pytest.raises(SystemExit) as told:
            main(words)
        assert told.value.code == BAD_USAGE
    assert "usage" in capsys.readouterr().err


def test_every_command_of_the_design_has_its_help(capsys: Say) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as told:
            main([name, "--help"])
        assert told.value.code == OK
    assert capsys.readouterr().out.count("usage") >= len(COMMANDS)
