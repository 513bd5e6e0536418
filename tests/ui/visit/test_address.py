from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.flow import forms
from kiosk.flow.forms import Work
from tests.stations import RESIDENCE, Clock, fill, person, station
from tests.ui.fields.hands import press, seen, the
from tests.ui.fields.showing import PORTRAIT, dressed
from ui.components.text import Text
from ui.fields import Helpers
from ui.fields.levels import LevelRow, Levels
from ui.theme import ThemeName
from ui.visit import course
from ui.visit.asking import Answers

DOOR = "/data/address/door"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    at_desk = station(tmp_path, Clock())
    made = forms.begin(at_desk, RESIDENCE, person())
    made.session.answer("/data/address/town", "")
    yield made
    at_desk.store.close()


@pytest.fixture
def answers(work: Work, qtbot: QtBot) -> Answers:
    page = course.find(work.session.pages(), "/data/address")
    assert page is not None
    theme = dressed(ThemeName.STANDARD, PORTRAIT)
    made = Answers(theme, page, work.session, Helpers(), lambda *_: None, lambda *_: None)
    qtbot.addWidget(made)
    made.resize(950, 1200)
    made.show()
    return made


def rows(answers: Answers) -> list[str]:
    return [row.accessibleDescription() for row in seen(answers, LevelRow)]


def asked(answers: Answers) -> str:
    headings = [t for t in seen(the(answers, Levels), Text) if t.property("role") == "h2"]
    return "".join(heading.accessibleName() for heading in headings)


def choose(answers: Answers, *labels: str) -> None:
    for label in labels:
        press(answers, label)


def test_an_address_is_one_page_that_asks_one_level_at_a_time(answers: Answers) -> None:
    door = answers.fields[DOOR]
    assert (asked(answers), rows(answers), door.isVisible()) == ("乡镇", [], False)
    press(answers, "云溪镇")
    assert (asked(answers), rows(answers)) == ("再选村或社区", ["云溪镇"])
    choose(answers, "柳湾村")
    assert (asked(answers), rows(answers)) == ("再选组或路", ["云溪镇", "柳湾村"])
    assert not door.isVisible()
    choose(answers, "柳湾三组")
    assert (asked(answers), rows(answers)) == ("", ["云溪镇", "柳湾村", "柳湾三组"])
    assert door.isVisible()


def test_a_level_asked_again_keeps_what_stands_below_it_out_of_sight(answers: Answers) -> None:
    choose(answers, "云溪镇", "柳湾村", "柳湾三组", "改村或社区")
    assert (asked(answers), rows(answers)) == ("再选村或社区", ["云溪镇", "柳湾三组"])
    assert not answers.fields[DOOR].isVisible()
    press(answers, "柳湾村")
    assert (asked(answers), answers.fields[DOOR].isVisible()) == ("", True)


def test_another_village_asks_its_groups_anew(answers: Answers, work: Work) -> None:
    choose(answers, "云溪镇", "柳湾村", "柳湾三组", "改村或社区", "石桥村")
    assert (asked(answers), rows(answers)) == ("再选组或路", ["云溪镇", "石桥村"])
    choose(answers, "石桥街")
    assert work.session.question("/data/address/hamlet").value == "32990110120205"


def test_what_is_missing_is_named_and_brought_into_sight(answers: Answers) -> None:
    choose(answers, "云溪镇", "柳湾村", "柳湾三组", "改乡镇")
    assert [problem.path for problem in answers.problems()] == [DOOR]
    answers.bring("/data/address/village")
    assert asked(answers) == "再选村或社区"


def test_a_choice_never_puts_the_keyboard_up(answers: Answers, qtbot: QtBot) -> None:
    answers.activateWindow()
    qtbot.waitUntil(answers.isActiveWindow)
    choose(answers, "云溪镇")
    assert not isinstance(answers.focusWidget(), QLineEdit)


def test_the_check_page_reads_an_address_as_one_line(work: Work) -> None:
    fill(work)
    data = course.check_data("居住证明", work, (), promised=False)
    found = {row.label: (row.path, row.value) for row in data.rows}
    assert found["现在住址"] == ("/data/address/town", "云溪镇柳湾村柳湾一组")
    assert found["门牌号"] == (DOOR, "18 号")
    assert "乡镇" not in found


def test_the_check_page_says_dates_and_choices_in_words(work: Work) -> None:
    fill(work)
    data = course.check_data("居住证明", work, (), promised=False)
    said = {row.path: row.value for row in data.rows}
    assert said["/data/residence/since"] == "2023 年 1 月 15 日，星期日"
    assert said["/data/for_whom"] == "给我自己办"
