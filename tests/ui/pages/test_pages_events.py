"""Pages say what was pressed, and nothing else."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.qtapp import buttons, theme_of
from ui.pages.base import BackPressed, Page
from ui.pages.check import CheckData, CheckPage, CheckRow, SubmitPressed
from ui.pages.done import NotPrintedPressed, TakenPressed
from ui.pages.guide import StartPressed
from ui.pages.home import DoorChosen, MyCasesPressed, ScanPressed, TypeIdPressed
from ui.pages.idle import KeepGoing
from ui.pages.my import CasePressed, ItemChosen, NewServicePressed
from ui.pages.paper_out import OptionChosen
from ui.pages.progress import ActionPressed, RefreshPressed
from ui.pages.question import NextPressed
from ui.pages.rating import RatingChosen, RatingData, RatingPage, Skip
from ui.pages.repeat import AddPressed, EditPressed, RemovePressed, RepeatPage
from ui.pages.services import GroupChosen, SearchChanged, ServicesPage
from ui.pages.typed_id import IdEntered, TypeIdData, TypeIdPage
from ui.samples import PAGES, REPEAT, SERVICES
from ui.theme import make_application

PRESSES: list[tuple[str, str, object]] = [
    ("01-home", "扫码办事", ScanPressed()),
    ("01-home", "输身份证号", TypeIdPressed()),
    ("01-home", "困难帮助", DoorChosen("relief")),
    ("01-home", "查我的办件", MyCasesPressed()),
    ("02-scan", "输身份证号", TypeIdPressed()),
    ("03-scan-expired", "重新扫码", ScanPressed()),
    ("04-my", "去补 临时救助", CasePressed("c1")),
    ("04-my", "看一看您可能可以领：高龄津贴", ItemChosen("3")),
    ("04-my", "办新的事", NewServicePressed()),
    ("06-guide", "开始办理", StartPressed("3")),
    ("06-guide", "上一步", BackPressed()),
    ("07-choice", "下一步", NextPressed()),
    ("10-repeat", "改李*兰", EditPressed("/data/m[2]")),
    ("10-repeat", "再加一个人", AddPressed()),
    ("12-check", "改手机号", EditPressed("/data/phone")),
    ("13-done-offline", "取到了，结束", TakenPressed()),
    ("13-done-offline", "没打出来", NotPrintedPressed()),
    ("15-rating", "不评了", Skip()),
    ("15-rating", "提交评价", RatingChosen(4)),
    ("16-idle", "我还在，继续办", KeepGoing()),
    ("18-progress", "去补照片", ActionPressed("photo")),
    ("18-progress", "再查", RefreshPressed()),
]


@pytest.fixture
def heard(qtbot: QtBot) -> Callable[[Page], list[object]]:
    make_application()

    def listen(page: Page) -> list[object]:
        qtbot.addWidget(page)
        events: list[object] = []
        page.said.connect(events.append)
        return events

    return listen


def press(page: Page, name: str) -> None:
    named = [one for one in buttons(page) if one.accessibleName() == name]
    assert len(named) == 1, [one.accessibleName() for one in buttons(page)]
    named[0].click()


@pytest.mark.parametrize(("page", "button", "event"), PRESSES)
def test_a_press_says_its_event(
    heard: Callable[[Page], list[object]], page: str, button: str, event: object
) -> None:
    shown = PAGES[page](theme_of())
    events = heard(shown)
    press(shown, button)
    assert events == [event]


def test_without_the_promise_nothing_is_handed_in(heard: Callable[[Page], list[object]]) -> None:
    rows = (CheckRow("/data/name", "姓名", "王*明"),)
    page = CheckPage(theme_of(), CheckData("高龄津贴申领", 6, 6, rows))
    events = heard(page)
    assert not page.promised
    press(page, "确认提交")
    assert events == []
    press(page, "我看过了，填的都是真的")
    press(page, "确认提交")
    assert events == [SubmitPressed(promised=True)]


def test_no_rating_is_chosen_for_anybody(heard: Callable[[Page], list[object]]) -> None:
    page = RatingPage(theme_of(), RatingData("高龄津贴申领"))
    events = heard(page)
    assert page.level == 0
    press(page, "提交评价")
    assert events == []
    press(page, "非常不满意")
    press(page, "提交评价")
    assert events == [RatingChosen(1)]


def test_no_way_on_is_chosen_when_the_paper_is_out(heard: Callable[[Page], list[object]]) -> None:
    page = PAGES["17-paper-out"](theme_of())
    events = heard(page)
    press(page, "继续办理")
    assert events == []
    press(page, "先办，以后来补打")
    press(page, "继续办理")
    assert events == [OptionChosen("later")]


def test_a_person_is_removed_only_after_being_asked(heard: Callable[[Page], list[object]]) -> None:
    page = RepeatPage(theme_of(), REPEAT)
    events = heard(page)
    press(page, "删王*")
    assert events == []
    shown = [one for one in buttons(page) if one.text() == "确定删除"]
    assert len(shown) == 1
    shown[0].click()
    assert events == [RemovePressed("/data/m[3]")]


def test_letters_search_and_groups_choose(heard: Callable[[Page], list[object]]) -> None:
    page = ServicesPage(theme_of(), SERVICES)
    events = heard(page)
    press(page, "M")
    press(page, "住房")
    assert events == [SearchChanged("JZM"), GroupChosen("home")]
    page.show_data(SERVICES)
    press(page, "临时救助，民政，没网也能办")
    assert events[-1] == ItemChosen("5")


@pytest.mark.parametrize(
    ("typed", "entered"),
    [("110105194912310021", False), ("11010519491231002", False), ("11010519491231002X", True)],
)
def test_only_a_right_id_goes_on(
    heard: Callable[[Page], list[object]], typed: str, entered: bool
) -> None:
    page = TypeIdPage(theme_of(), TypeIdData(typed))
    events = heard(page)
    press(page, "下一步")
    assert events == ([IdEntered(typed)] if entered else [])
