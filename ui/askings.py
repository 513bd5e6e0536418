"""Sample pages of the question types for the gallery; real fields of ``ui.fields`` on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from offline.forms.view import Choice, Control, Media, Question
from ui.fields import Helpers, field_for
from ui.fields.levels import Levels
from ui.pages.question import QuestionData, QuestionPage
from ui.theme import Theme

_TODAY = date(2026, 3, 18)
_HELPERS = Helpers(today=lambda: _TODAY)
_PLACES = ("柳湾一组", "柳湾二组", "柳湾三组", "柳湾四组", "东坪路", "学堂路", "渡口街", "河西新村")


def _question(
    label: str,
    hint: str = "",
    *,
    control: Control = Control.INPUT,
    data_type: str = "string",
    value: str = "",
    appearance: str = "",
    choices: tuple[Choice, ...] = (),
    mediatype: str = "",
) -> Question:
    return Question(
        path="/data/q",
        bind="/data/q",
        control=control,
        data_type=data_type,
        label=label,
        hint=hint,
        guidance="",
        media=Media(),
        appearance=appearance,
        value=value,
        required=True,
        readonly=False,
        missing=not value,
        problem="",
        choices=choices,
        mediatype=mediatype,
    )


_PLACE_CHOICES = tuple(Choice(str(at), name) for at, name in enumerate(_PLACES))
_UPLOAD = Control.UPLOAD

QUESTIONS: dict[str, Question] = {
    "08-phone": _question(
        "手机号", "办好了发短信到这个号", value="13812341234", appearance="phone numbers"
    ),
    "08-idnumber": _question(
        "身份证号", "照着身份证从左往右输", value="3209021944", appearance="resident-id"
    ),
    "09-date": _question(
        "从哪天起住在这里？", "记不清哪一天，选大概的日子就行", data_type="date", value="2023-01-15"
    ),
    "09-text": _question("见证人姓名", "邻居、网格员、村干部都行", value="李秀兰"),
    "09-amount": _question("每月收入", "单位：元", data_type="decimal", value="1250.5"),
    "11-place": _question(
        "哪个组或哪条路？",
        control=Control.SELECT_ONE,
        value="2",
        appearance="minimal",
        choices=_PLACE_CHOICES,
    ),
    "11-photo": _question(
        "拍一张住处的照片",
        "把整栋房子拍进去",
        control=_UPLOAD,
        data_type="binary",
        mediatype="image/*",
    ),
    "11-signature": _question(
        "请见证人签字",
        "用手指或笔写",
        control=_UPLOAD,
        data_type="binary",
        mediatype="image/*",
        appearance="signature",
    ),
}


def _level(name: str, label: str, labels: tuple[str, ...], value: str = "") -> Question:
    choices = tuple(Choice(str(at), each) for at, each in enumerate(labels))
    made = _question(
        label,
        control=Control.SELECT_ONE,
        value=value,
        appearance="minimal address",
        choices=choices,
    )
    return replace(made, path=f"/data/address/{name}", bind=f"/data/address/{name}")


_LEVELS = (
    _level("town", "乡镇", ("云溪镇", "青石镇"), "0"),
    _level("village", "村或社区", ("柳湾村", "东坪村", "河西社区"), "0"),
    _level("hamlet", "组或路", _PLACES),
)


def _address(theme: Theme) -> QuestionPage:
    data = QuestionData(item="居住证明", step=4, total=12, title="现在住址")
    fields = [field_for(question, theme, helpers=_HELPERS) for question in _LEVELS]
    return QuestionPage(theme, data, Levels(theme, fields))


def _page(question: Question) -> Callable[[Theme], QuestionPage]:
    data = QuestionData(item="居住证明", step=5, total=15, title=question.label, hint=question.hint)
    return lambda theme: QuestionPage(theme, data, field_for(question, theme, helpers=_HELPERS))


ASKINGS: dict[str, Callable[[Theme], QuestionPage]] = {
    **{name: _page(question) for name, question in QUESTIONS.items()},
    "11-address": _address,
}
