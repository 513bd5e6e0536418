from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk.filled import FORM, Driver, driven, session, wide_form
from tests.ui.fields.hands import commit, key, keys, press, said, the
from tests.ui.fields.showing import quiet
from ui.desk.cell import Cell
from ui.desk.events import AddRepeat, Answered, RemoveRepeat
from ui.desk.sections import sections
from ui.fields.line import Line

pytestmark = quiet


def cell(driver: Driver, path: str) -> Cell:
    return next(each for each in driver.view.cells() if each.question.path == path)


def line(driver: Driver, path: str) -> Line:
    return the(cell(driver, path), Line)


def paths(driver: Driver) -> list[str]:
    return [each.question.path.removeprefix("/data/") for each in driver.view.cells()]


def test_a_form_falls_into_numbered_sections() -> None:
    found = sections(session(FORM).pages())
    assert [section.title for section in found] == ["申请人", "家里人"]
    assert [entry.path for entry in found[0].entries] == [
        "/data/who/name",
        "/data/who/id",
        "/data/alone",
        "/data/income",
    ]


def test_enter_goes_through_the_form_and_tells_each_answer(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.focus_first()
    commit(line(driver, "/data/who/name"), "王明")
    key(line(driver, "/data/who/name"), Qt.Key.Key_Return)
    key(line(driver, "/data/who/id"), Qt.Key.Key_Return)
    key(cell(driver, "/data/alone").field.first(), Qt.Key.Key_1)
    key(cell(driver, "/data/alone").field.first(), Qt.Key.Key_Return)
    keys(line(driver, "/data/income"), "1200")
    key(line(driver, "/data/income"), Qt.Key.Key_Return)
    assert driver.told == [
        Answered("/data/who/name", "王明"),
        Answered("/data/alone", "yes"),
        Answered("/data/income", "1200"),
    ]
    assert driver.session.question("/data/income").value == "1200"


def test_shift_enter_goes_back(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.focus_path("/data/who/id")
    key(line(driver, "/data/who/id"), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert driver.view.current() is cell(driver, "/data/who/name")


def test_a_question_that_becomes_relevant_is_next(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.focus_path("/data/alone")
    bar = cell(driver, "/data/alone").field.first()
    key(bar, Qt.Key.Key_2)
    key(bar, Qt.Key.Key_Return)
    assert "why" in paths(driver)
    assert driver.view.current() is cell(driver, "/data/why")
    key(bar, Qt.Key.Key_1)
    assert "why" not in paths(driver)


def test_widgets_focus_and_cursor_stay_over_a_refresh(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.focus_path("/data/who/name")
    name = line(driver, "/data/who/name")
    before = list(driver.view.cells())
    commit(name, "王小明")
    name.setCursorPosition(1)
    driver.session.answer("/data/income", "5")
    driver.view.refresh(driver.session)
    assert list(driver.view.cells()) == before
    assert (name.text(), name.cursorPosition()) == ("王小明", 1)
    assert QApplication.focusWidget() is name


def test_a_broken_rule_is_said_below_its_field(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.focus_path("/data/income")
    keys(line(driver, "/data/income"), "9000")
    key(line(driver, "/data/income"), Qt.Key.Key_Tab)
    assert "收入要小于 5000" in said(driver.view)


def test_an_answer_that_was_not_taken_is_said_below_its_field(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.show_problem("/data/income", "这个答案看不懂")
    assert "这个答案看不懂" in said(cell(driver, "/data/income"))
    assert "这个答案看不懂" not in said(cell(driver, "/data/who/name"))


def test_a_check_names_what_is_missing_and_goes_there(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    assert "请选一个" not in said(driver.view)
    assert driver.view.check() == 2
    assert "请选一个" in said(driver.view)
    assert driver.view.current() is cell(driver, "/data/who/name")


def test_what_was_typed_last_is_told_before_a_check(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.focus_path("/data/who/name")
    commit(line(driver, "/data/who/name"), "王明")
    assert driver.told == []
    driver.view.check()
    assert driver.told == [Answered("/data/who/name", "王明")]


def test_a_half_typed_id_counts_as_unfinished(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    before = driver.view.unfinished()
    keys(line(driver, "/data/who/id"), "1101051949")
    assert driver.view.unfinished() == before + 1


def test_members_are_added_filled_summed_and_removed(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    press(driver.view, "再加一个")
    press(driver.view, "再加一个")
    keys(line(driver, "/data/member[1]/earns"), "300")
    keys(line(driver, "/data/member[2]/earns"), "500")
    driver.view.commit()
    assert "800" in said(driver.view)
    press(driver.view, "删第 1 个")
    assert driver.told[:2] == [AddRepeat("/data/member"), AddRepeat("/data/member")]
    assert driver.told[-1] == RemoveRepeat("/data/member[1]")
    assert "member[2]/earns" not in paths(driver)
    assert line(driver, "/data/member[1]/earns").text() == "500"


def test_a_scan_reaches_only_a_field_that_asks_for_one(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.view.focus_path("/data/who/name")
    assert not driver.view.take_scan("KIOSK1:ABC")
    assert line(driver, "/data/who/name").text() == ""


@pytest.mark.parametrize("count", [500])
def test_five_hundred_questions_do_not_freeze_the_window(qtbot: QtBot, count: int) -> None:
    driver = driven(qtbot, wide_form(count))
    first = line(driver, "/data/q0")
    began = perf_counter()
    for at in range(5):
        commit(first, str(at))
        key(first, Qt.Key.Key_Return)
    assert (perf_counter() - began) / 5 < 0.5
    assert len(list(driver.view.cells())) == count


def test_a_new_question_has_its_height_at_once(qtbot: QtBot) -> None:
    driver = driven(qtbot)
    driver.session.answer("/data/alone", "no")
    driver.view.refresh(driver.session)
    new = cell(driver, "/data/why")
    assert new.height() >= new.minimumSizeHint().height()
    assert new.isVisible()
