from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from offline.forms.view import Control, Question
from tests.ui.fields.hands import draw, every, key, keys, press, said, the
from tests.ui.fields.questions import asked
from tests.ui.fields.showing import HELPERS, quiet, shown
from tests.ui.fields.test_choosing_answers import listened
from ui.fields import Helpers
from ui.fields.draw import OUTPUT, Canvas
from ui.fields.line import Line
from ui.fields.pictures import from_file
from ui.fields.ranges import Steps
from ui.fields.rating import Grains
from ui.fields.wheel import Drum

pytestmark = quiet


def upload(mediatype: str = "image/*", *, value: str = "", appearance: str = "") -> Question:
    return asked(
        "binary",
        control=Control.UPLOAD,
        mediatype=mediatype,
        value=value,
        appearance=appearance,
    )


def picking(path: Path | str) -> Helpers:
    return replace(HELPERS, choose=lambda _parent, _kinds, chosen: chosen(str(path)))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "墙.png"
    Image.new("RGB", (400, 300), "gray").save(path)
    return path


def test_a_photo_is_picked_and_told_by_its_path(qtbot: QtBot, photo: Path) -> None:
    field = shown(qtbot, upload(), helpers=picking(photo))
    told: list[str] = []
    field.attach.connect(told.append)
    press(field, "选照片")
    assert told == [str(photo)]
    assert "照片存好了" in said(field)
    assert "换一张" in said(field)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_photo_is_refused_in_words(qtbot: QtBot, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(content)
    field = shown(qtbot, upload(), helpers=picking(path))
    told: list[str] = []
    field.attach.connect(told.append)
    press(field, "选照片")
    assert told == []
    assert "不是照片" in said(field)


def test_the_camera_gives_its_newest_picture(qtbot: QtBot, photo: Path) -> None:
    field = shown(qtbot, upload(), helpers=replace(HELPERS, camera=photo.parent))
    told: list[str] = []
    field.attach.connect(told.append)
    press(field, "拍照")
    assert told == [str(photo)]


def test_an_empty_camera_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    field = shown(qtbot, upload(), helpers=replace(HELPERS, camera=tmp_path))
    press(field, "拍照")
    assert "先拍一张" in said(field)


def test_a_stored_photo_is_shown_again_and_can_be_taken_away(qtbot: QtBot, photo: Path) -> None:
    stored = replace(HELPERS, attachment=lambda _name: photo.read_bytes())
    field = shown(qtbot, upload(value="1.png"), helpers=stored)
    told = listened(field)
    assert "照片存好了" in said(field)
    press(field, "删掉")
    assert told == [""]


def test_a_large_photo_is_read_small(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    Image.new("RGB", (4000, 3000), "gray").save(large)
    preview = from_file(str(large), QSize(200, 200))
    assert preview is not None
    assert max(preview.width(), preview.height()) == 200


def test_any_file_is_shown_by_its_name(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "录音.mp3"
    path.write_bytes(b"ID3")
    field = shown(qtbot, upload("audio/*"), helpers=picking(path))
    told: list[str] = []
    field.attach.connect(told.append)
    press(field, "选文件")
    assert told == [str(path)]
    assert "录音.mp3" in said(field)


def test_a_file_that_is_gone_is_not_taken(qtbot: QtBot, tmp_path: Path) -> None:
    field = shown(qtbot, upload("audio/*"), helpers=picking(tmp_path / "none.mp3"))
    press(field, "选文件")
    assert "打不开" in said(field)


def test_a_signature_is_handed_in_as_black_on_white_when_the_page_goes_on(qtbot: QtBot) -> None:
    field = shown(qtbot, upload(appearance="signature"))
    told: list[object] = []
    field.attach_bytes.connect(told.append)
    canvas = the(field, Canvas)
    draw(canvas, QPoint(60, 60), QPoint(300, 200))
    assert told == []
    field.commit()
    field.commit()
    image = QImage.fromData(bytes(told[0]))  # type: ignore[call-overload]
    assert image.size() == OUTPUT
    shades = {image.pixelColor(x, y).value() for x in range(0, 400, 4) for y in range(0, 300, 4)}
    assert {0, 255} <= shades
    assert len(told) == 1


def test_a_wiped_signature_is_no_answer(qtbot: QtBot) -> None:
    field = shown(qtbot, upload(appearance="signature", value="s.png"))
    told = listened(field)
    press(field, "擦掉重写")
    field.commit()
    assert told == [""]


def test_wheels_turn_and_the_sentence_follows(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("date", value="2024-03-31"))
    told = listened(field)
    year, month, day = every(field, Drum)
    key(month, Qt.Key.Key_Up)
    key(year, Qt.Key.Key_Down)
    key(day, Qt.Key.Key_Up)
    assert told == ["2024-02-29", "2025-02-28", "2025-02-27"]
    assert "2025 年 2 月 27 日，星期四" in field.spoken()
    assert "到今天 1 年" in field.spoken()


def test_a_date_is_no_answer_before_a_wheel_turned(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("date"))
    told = listened(field)
    assert field.value() == ""
    press(field, "一年前")
    assert told == ["2025-03-18"]


def test_a_date_is_typed_with_the_pad(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("date"))
    press(field, "用数字输")
    for digit in "2023011":
        press(field, digit)
    assert "还没输完" in field.complaint()
    press(field, "5")
    assert (field.value(), field.complaint()) == ("2023-01-15", "")
    for digit in ("删一位", "删一位", "3", "2"):
        press(field, digit)
    assert (field.value(), field.complaint()) == ("", "没有这一天，请看看月和日")


def test_at_the_window_eight_digits_are_a_date(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("date"), dense=True)
    told = listened(field)
    line = the(field, Line)
    keys(line, "20230115")
    key(line, Qt.Key.Key_Return)
    assert (line.text(), told) == ("2023-01-15", ["2023-01-15"])
    line.clear()
    keys(line, "20230230")
    assert field.complaint() == "没有这一天，请看看月和日"


def test_a_time_is_kept_with_its_zone(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("time"), dense=True)
    line = the(field, Line)
    keys(line, "841")
    key(line, Qt.Key.Key_Return)
    assert line.text() == "08:41"
    assert field.value().startswith("08:41:00.000")
    assert field.value()[12] in "+-"


def test_a_scale_is_moved_by_keys_and_presses(qtbot: QtBot) -> None:
    field = shown(qtbot, asked("int", control=Control.RANGE, span=("0", "10", "5")))
    told = listened(field)
    steps = the(field, Steps)
    key(steps, Qt.Key.Key_Right)
    press(field, "多一点")
    key(steps, Qt.Key.Key_Right)
    key(steps, Qt.Key.Key_Right)
    assert told == ["0", "5", "10"]


def test_a_rating_has_nothing_chosen_beforehand(qtbot: QtBot) -> None:
    question = asked("int", control=Control.RANGE, appearance="rating", span=("1", "5", "1"))
    field = shown(qtbot, question)
    told = listened(field)
    assert field.value() == ""
    key(the(field, Grains), Qt.Key.Key_4)
    assert told == ["4"]
