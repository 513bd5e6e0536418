from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.fields.hands import every, key, keys, press, the
from tests.ui.fields.questions import chosen_from
from tests.ui.fields.showing import quiet, shown
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.card import AnswerCard, AnswerTile
from ui.fields.line import Line

pytestmark = quiet


def listened(field: Field) -> list[str]:
    told: list[str] = []
    field.changed.connect(told.append)
    return told


def test_a_press_chooses_and_another_changes_it(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from(["给自己办", "替父母办"]))
    told = listened(field)
    press(field, "替父母办")
    press(field, "给自己办")
    assert told == ["v2", "v1"]


def test_an_answer_can_be_taken_back_unless_it_must_be_given(qtbot: QtBot) -> None:
    question = chosen_from(["有", "没有"], value="v1")
    free, must = shown(qtbot, question), replace(question, required=True)
    told = listened(free)
    press(free, "有")
    assert told == [""]
    bound = shown(qtbot, must)
    told = listened(bound)
    press(bound, "有")
    assert bound.value() == "v1"


def test_several_answers_are_kept_in_the_order_of_the_form(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from(["肢体", "视力", "听力"], many=True))
    told = listened(field)
    for words in ("听力", "肢体", "听力"):
        press(field, words)
    assert told == ["v3", "v1 v3", "v1"]


def test_a_card_is_chosen_and_left_by_keyboard(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from(["有", "没有"]))
    told, went_on = listened(field), []
    field.done.connect(lambda: went_on.append(True))
    field.focus_first()
    first = every(field, AnswerCard)[0]
    key(first, Qt.Key.Key_Space)
    key(first, Qt.Key.Key_Return)
    assert (told, went_on) == (["v1"], [True])


def test_choices_that_change_are_shown_anew(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from(["云溪镇", "河口镇"]))
    field.set_question(chosen_from(["青石镇", "云溪镇", "柳湾镇"]))
    visible = [card for card in every(field, AnswerCard) if card.isVisible()]
    assert [card.text() for card in visible] == ["青石镇", "云溪镇", "柳湾镇"]


def test_thousands_of_choices_are_one_page_of_widgets(qtbot: QtBot) -> None:
    names = [f"柳湾{at}组" for at in range(5000)]
    began = perf_counter()
    field = shown(qtbot, chosen_from(names))
    took = perf_counter() - began
    assert len(every(field, AnswerTile)) == 9
    assert took < 3


def test_a_long_list_opens_where_the_answer_is(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from([f"柳湾{at}组" for at in range(40)], value="v25"))
    chosen = [tile.text() for tile in every(field, AnswerTile) if tile.isChecked()]
    assert chosen == ["柳湾24组"]


def test_a_long_list_is_searched_by_initials_and_answered(qtbot: QtBot) -> None:
    names = [f"柳湾{at}组" for at in range(20)] + ["东圩路"]
    field = shown(qtbot, chosen_from(names))
    told = listened(field)
    keys(the(field, Line), "lw1")
    assert "东圩路" not in [tile.text() for tile in _tiles(field)]
    the(field, Line).clear()
    keys(the(field, Line), "dwl")
    assert [tile.text() for tile in _tiles(field)] == ["东圩路"]
    press(field, "东圩路")
    assert told == ["v21"]


def test_a_search_that_finds_nothing_says_so(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from([f"柳湾{at}组" for at in range(20)]))
    keys(the(field, Line), "xyz")
    assert _tiles(field) == []
    assert "没找到" in " ".join(words.accessibleName() for words in every(field, Text))


def test_pages_are_turned(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from([f"{at}组" for at in range(20)]))
    press(field, "下一页")
    assert _tiles(field)[0].text() == "9组"
    press(field, "上一页")
    assert _tiles(field)[0].text() == "0组"


def test_at_the_window_a_digit_chooses(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from(["独居", "和老伴", "和子女"]), dense=True)
    told = listened(field)
    key(field.first(), Qt.Key.Key_3)
    key(field.first(), Qt.Key.Key_Left)
    key(field.first(), Qt.Key.Key_Space)
    assert told == ["v3", "v2"]


def test_at_the_window_letters_pick_from_a_long_list(qtbot: QtBot) -> None:
    names = [f"第{at}小组的一个长名字" for at in range(12)] + ["村代办员"]
    field = shown(qtbot, chosen_from(names), dense=True)
    told = listened(field)
    keys(field.first(), "cdb")
    key(field.first(), Qt.Key.Key_Return)
    assert told == ["v13"]
    assert the(field, Line).text() == "村代办员"


def test_at_the_window_unknown_words_are_not_an_answer(qtbot: QtBot) -> None:
    names = [f"第{at}小组的一个长名字" for at in range(12)]
    field = shown(qtbot, chosen_from(names, value="v2"), dense=True)
    told = listened(field)
    field.focus_first()
    the(field, Line).clear()
    keys(the(field, Line), "qqq")
    assert "请从列表里选" in field.complaint()
    assert field.value() == "v2"
    assert told == []


def test_an_order_is_changed_by_moving_and_counts_once_confirmed(qtbot: QtBot) -> None:
    field = shown(qtbot, chosen_from(["修路", "装灯", "清河道"], rank=True))
    told = listened(field)
    assert field.value() == ""
    press(field, "就按这个顺序")
    press(field, "上移 清河道")
    assert told == ["v1 v2 v3", "v1 v3 v2"]


def _tiles(field: Field) -> list[AnswerTile]:
    return [tile for tile in every(field, AnswerTile) if tile.isVisible()]
