"""Numbers: whole, decimal, plain digits and mobile numbers, by pad or by keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from offline.i18n import tr
from offline.identity import is_phone
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.figures import DECIMAL, DIGITS, INTEGER, PHONE, Rule, count_words
from ui.fields.kinds import Kind, kind_of
from ui.fields.line import Line
from ui.fields.pad import BACK, CLEAR, NumberPad, after_key
from ui.theme import Mode

_RULES = {
    Kind.INTEGER: INTEGER,
    Kind.DECIMAL: DECIMAL,
    Kind.PHONE: PHONE,
    Kind.DIGITS: DIGITS,
}


class NumberField(Field):
    """A box and, on a resident's page, the pad below it."""

    grows = True
    _line: Line
    _rule: Rule
    _count: Text

    def build(self) -> None:
        self._rule = _RULES[kind_of(self._question)]
        self._line = Line(self._theme, dense=self._dense, by_pad=True)
        self._line.setAccessibleName(self._question.label)
        self._line.typed.connect(self._filter)
        self._line.left.connect(self.commit)
        self._line.entered.connect(self.done)
        self._rows.addWidget(self._line)
        self._count = Text("", "hint")
        if not self._dense:
            self._add_pad()

    def _add_pad(self) -> None:
        self._rows.addWidget(self._count)
        self._count.setVisible(bool(self._rule.places))
        self._rows.addWidget(self._problem)
        flat = self._theme.mode is Mode.COMPACT
        pad = NumberPad(self._theme, "." if "." in self._rule.marks else CLEAR, flat=flat)
        pad.pressed.connect(self._press)
        self._rows.addWidget(pad, 1)

    def value(self) -> str:
        text = self._line.text()
        if self._rule in (INTEGER, DECIMAL):
            return "" if text in {"", "-"} else text.rstrip(".")
        return text

    def show_value(self, value: str) -> None:
        self._line.setText(value)
        self._say_count()

    def show_state(self, state: str) -> None:
        self._line.dress(state)

    def first(self) -> QWidget:
        return self._line

    def complaint(self) -> str:
        text = self._line.text()
        if self._rule is not PHONE or not text:
            return ""
        missing = PHONE.missing(text)
        if missing:
            return tr("手机号少了 {missing} 位，请接着输完", missing=missing)
        return "" if is_phone(text) else tr("手机号是 1 开头的 11 位数，请看看哪一位不对")

    def read_value(self) -> str:
        return " ".join(self.value()) if self._rule in (PHONE, DIGITS) else self.value()

    def _press(self, key: str) -> None:
        text = self._line.text()
        if key in (BACK, CLEAR) or self._rule.takes(text, key):
            self._line.setText(after_key(text, key))
            self._typed()

    def _filter(self) -> None:
        text, cursor = self._line.text(), self._line.cursorPosition()
        kept = self._rule.filtered(text)
        if kept != text:
            self._line.setText(kept)
            self._line.setCursorPosition(min(cursor, len(kept)))
        self._typed()

    def _typed(self) -> None:
        self._say_count()
        self.edited()

    def _say_count(self) -> None:
        self._count.show_text(count_words(self._rule, self._line.text()))
