from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from offline.forms.view import Control
from tests.ui.fields.hands import every, said
from tests.ui.fields.questions import asked, chosen_from
from tests.ui.fields.showing import COMPACT, LANDSCAPE, PORTRAIT, ROOM, quiet, shown
from ui.fields import kind_of
from ui.theme import Screen, ThemeName

pytestmark = quiet

UPLOAD = Control.UPLOAD
ANSWERED = {
    "cards": chosen_from(["给我自己办\n用您刚才核验的身份", "替父母办", "替邻居办"], value="v2"),
    "many": chosen_from(["肢体", "视力", "听力"], many=True, value="v1 v3"),
    "list": chosen_from([f"柳湾{at}组" for at in range(30)], value="v22"),
    "long list": chosen_from([f"云溪镇柳湾村柳湾第{at}小组" for at in range(30)], value="v22"),
    "list many": chosen_from([f"{at}组" for at in range(30)], many=True, value="v2 v22"),
    "text": asked(value="王·小明"),
    "multiline": asked(appearance="multiline", value="东墙外\n有打火"),
    "int": asked("int", value="-12"),
    "decimal": asked("decimal", value="1250.5"),
    "digits": asked(appearance="numbers", value="0012"),
    "phone": asked(appearance="phone", value="13800001234"),
    "id": asked(appearance="id", value="11010519491231002X"),
    "date": asked("date", value="2023-01-15"),
    "time": asked("time", value="08:41:00.000+00:00"),
    "note": asked(readonly=True, label="在外打工的也要填"),
    "readonly": asked(readonly=True, value="82"),
    "trigger": asked(control=Control.TRIGGER, value="OK"),
    "range": asked("int", control=Control.RANGE, span=("0", "10", "2"), value="4"),
    "rating": asked("int", control=Control.RANGE, appearance="rating", value="3"),
    "rank": chosen_from(["修路", "装灯", "清河道"], rank=True, value="v2 v1 v3"),
    "geopoint": asked("geopoint", value="32.05 118.78 4 8"),
    "geotrace": asked("geotrace", value="32.05 118.78 0 0;32.06 118.79 0 0"),
    "barcode": asked("barcode", value="6901234567892"),
    "photo": asked("binary", control=UPLOAD, mediatype="image/*", value="a.jpg"),
    "file": asked("binary", control=UPLOAD, mediatype="audio/*", value="a.mp3"),
    "draw": asked(
        "binary", control=UPLOAD, mediatype="image/*", appearance="signature", value="s.png"
    ),
}

LOW_ELDER_ROOM = 415
"""Height in px that a question page leaves in large type on the 10-inch screen."""


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("name", ANSWERED)
def test_a_field_shows_the_value_it_was_given_and_tells_nothing(
    qtbot: QtBot, name: str, *, dense: bool
) -> None:
    question = ANSWERED[name]
    told: list[object] = []
    field = shown(qtbot, question, dense=dense)
    for signal in (field.changed, field.attach, field.attach_bytes):
        signal.connect(told.append)
    field.commit()
    field.focus_first()
    assert field.value() == question.value
    assert field.complaint() == ""
    assert told == []


@pytest.mark.parametrize("name", ANSWERED)
def test_a_field_says_the_question_and_never_a_whole_id(qtbot: QtBot, name: str) -> None:
    field = shown(qtbot, ANSWERED[name])
    assert field.question.label.strip() in field.spoken()
    assert "11010519491231002X" not in field.spoken()


@pytest.mark.parametrize("theme", [ThemeName.STANDARD, ThemeName.ELDER])
@pytest.mark.parametrize("screen", [PORTRAIT, LANDSCAPE, COMPACT], ids=["tall", "wide", "small"])
def test_no_field_needs_more_width_than_a_page_gives(
    qtbot: QtBot, theme: ThemeName, screen: Screen
) -> None:
    for name, question in ANSWERED.items():
        field = shown(qtbot, question, name=theme, screen=screen)
        assert field.minimumSizeHint().width() <= ROOM[screen][0], name


@pytest.mark.parametrize("theme", [ThemeName.STANDARD, ThemeName.ELDER])
@pytest.mark.parametrize("screen", [PORTRAIT, LANDSCAPE, COMPACT], ids=["tall", "wide", "small"])
def test_what_is_asked_most_fits_without_scrolling(
    qtbot: QtBot, theme: ThemeName, screen: Screen
) -> None:
    for name in ("cards", "list", "text", "int", "phone", "id", "date", "photo", "draw"):
        field = shown(qtbot, ANSWERED[name], name=theme, screen=screen)
        assert field.minimumSizeHint().height() <= ROOM[screen][1], name


def test_an_id_is_typed_in_large_type_on_a_low_screen_without_turning(qtbot: QtBot) -> None:
    field = shown(qtbot, ANSWERED["id"], name=ThemeName.ELDER, screen=COMPACT)
    assert field.minimumSizeHint().height() <= LOW_ELDER_ROOM


def test_nothing_pressed_on_a_residents_page_is_smaller_than_a_finger(qtbot: QtBot) -> None:
    for name, question in ANSWERED.items():
        field = shown(qtbot, question)
        for button in every(field, QAbstractButton):
            if button.isVisible():
                assert button.height() >= 48, (name, button.accessibleName())


def test_every_button_has_a_name_to_be_read(qtbot: QtBot) -> None:
    for name, question in ANSWERED.items():
        for button in every(shown(qtbot, question), QAbstractButton):
            assert button.accessibleName(), name


@pytest.mark.parametrize("dense", [False, True])
def test_a_problem_is_said_below_the_field_and_taken_back(qtbot: QtBot, *, dense: bool) -> None:
    for name, question in ANSWERED.items():
        field = shown(qtbot, question, dense=dense)
        field.show_problem("这里要改")
        assert said(field).count("这里要改") == 1, name
        field.show_problem("")
        assert "这里要改" not in said(field), name


@pytest.mark.parametrize("dense", [False, True])
def test_a_field_follows_an_answer_given_elsewhere(qtbot: QtBot, *, dense: bool) -> None:
    for name, question in ANSWERED.items():
        empty = replace(question, value="") if not question.readonly else question
        field = shown(qtbot, empty, dense=dense)
        if field.fits(question):
            field.set_question(question)
        assert field.value() == question.value, (name, kind_of(question))


def test_a_field_does_not_fit_another_place_or_kind(qtbot: QtBot) -> None:
    field = shown(qtbot, ANSWERED["text"])
    assert field.fits(ANSWERED["text"])
    assert not field.fits(asked(path="/data/b"))
    assert not field.fits(ANSWERED["int"])
