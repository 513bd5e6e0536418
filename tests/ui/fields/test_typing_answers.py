from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from offline.forms.view import Control
from tests.ui.fields.hands import click, commit, every, key, keys, press, the
from tests.ui.fields.questions import asked
from tests.ui.fields.showing import HELPERS, TODAY, quiet, shown
from tests.ui.fields.test_choosing_answers import listened
from ui.fields import Place
from ui.fields.idview import IdView
from ui.fields.line import CrossButton, Line
from ui.fields.resident import id_complaint

pytestmark = quiet

ID = "11010519491231002X"


def test_a_resident_is_heard_with_every_key(qtbot: QtBot) -> None:
    field = shown(qtbot, asked())
    told = listened(field)
    commit(field.first(), "王")
    commit(field.first(), "明")
    assert told == ["王", "王明"]


def test_a_dense_field_tells_once_when_it_is_left(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(), dense=True)
    told, went_on = listened(field), []
    field.done.connect(lambda: went_on.append(True))
    commit(field.first(), "王明")
    assert told == []
    key(field.first(), Qt.Key.Key_Return)
    assert (told, went_on) == (["王明"], [True])


def test_the_cross_empties_the_box(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(value="王明"))
    told = listened(field)
    click(the(field, CrossButton))
    assert told == [""]


def test_a_refresh_keeps_the_cursor_where_it_was(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(value="王小明"))
    line = the(field, Line)
    line.setCursorPosition(1)
    commit(line, "大")
    field.set_question(asked(value="王大小明", label="名字？"))
    assert (line.text(), line.cursorPosition()) == ("王大小明", 2)


def test_pad_and_keyboard_type_into_the_same_number(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("decimal"))
    told = listened(field)
    press(field, "1")
    keys(field.first(), "2x")
    press(field, ".")
    press(field, "5")
    press(field, "删一位")
    assert told == ["1", "12", "12.5", "12"]


def test_a_phone_number_says_how_many_places_are_missing(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(appearance="phone"))
    keys(field.first(), "138000012")
    assert field.complaint() == "手机号少了 2 位，请接着输完"
    keys(field.first(), "345")
    assert (field.value(), field.complaint()) == ("13800001234", "")
    press(field, "清空")
    keys(field.first(), "23800001234")
    assert "1 开头" in field.complaint()


def test_an_id_is_typed_by_pad_with_x_only_at_the_end(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(appearance="id"))
    for place in ID[:5] + "X" + ID[5:]:
        press(field, place)
    assert (field.value(), field.complaint()) == (ID, "")


def test_an_id_shows_only_the_group_being_typed(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(appearance="id"))
    box = the(field, IdView)
    keys(box, ID[:10])
    assert box.shown() == "1101**1949"
    keys(box, ID[10:])
    assert box.shown() == "1101**********002X"
    box.reveal(on=True)
    assert box.shown() == ID


def test_an_id_is_pasted_whole_from_a_reader(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(appearance="id"))
    QGuiApplication.clipboard().setText(" 110105 19491231 002x ")
    box = the(field, IdView)
    key(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == ID


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        (ID, ""),
        (ID[:16], "身份证号少了 2 位，请接着输完"),
        ("110105194912310021", "有一位输错了"),
        ("11010519491331002X", "没有这一天"),
        ("11010520991231002X", "还没有到"),
        ("99010519491231002X", "没有这个地区"),
    ],
)
def test_a_wrong_id_is_answered_with_what_to_do(text: str, words: str) -> None:
    said = id_complaint(text, TODAY)
    assert words in said
    assert bool(said) == bool(words)


def test_at_the_window_an_id_is_veiled_when_it_is_left(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(appearance="id"), dense=True)
    line = the(field, Line)
    told = listened(field)
    field.focus_first()
    keys(line, ID)
    assert line.text() == ID
    line.clearFocus()
    assert line.text() == "1101**********002X"
    assert told == [ID]
    field.focus_first()
    assert line.text() == ID


def test_a_scan_goes_into_a_barcode_and_nowhere_else(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("barcode"))
    told = listened(field)
    assert field.take_scan(" 6901234567892\n")
    assert told == ["6901234567892"]
    assert not shown(qtbot, asked()).take_scan("6901234567892")


def test_a_place_is_typed_or_asked_of_the_device(qtbot: QtBot) -> None:
    here = replace(HELPERS, locate=lambda: Place(32.05, 118.78, 4, 8))
    field = shown(qtbot, asked("geopoint"), helpers=here)
    told = listened(field)
    press(field, "用本机的位置")
    assert told == ["32.05 118.78 4 8"]
    latitude = every(field, Line)[0]
    latitude.clear()
    keys(latitude, "99")
    assert "纬度" in field.complaint()
    assert field.value() == ""


def test_a_device_without_a_place_says_so(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("geopoint"), helpers=replace(HELPERS, locate=lambda: None))
    told = listened(field)
    press(field, "用本机的位置")
    assert told == []


def test_a_trigger_is_acknowledged(qtbot: QtBot) -> None:
    field = shown(qtbot, asked(control=Control.TRIGGER))
    told = listened(field)
    press(field, "我看过了")
    press(field, "我看过了")
    assert told == ["OK", ""]


def test_a_readonly_id_is_masked_and_tells_its_source(qtbot: QtBot) -> None:
    helpers = replace(HELPERS, source=lambda _path: "来自身份证")
    field = shown(qtbot, asked(readonly=True, value=ID, appearance="id"), helpers=helpers)
    words = " ".join(child.accessibleName() for child in every(field, QWidget))
    assert "来自身份证" in words
    assert ID not in words
    assert field.read_value() == "1101**********002X"
