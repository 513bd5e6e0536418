"""Dates and times on a resident's page: wheels or the pad, and a sentence that says the choice."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, small
from ui.components.buttons import Kind as ButtonKind
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.calendars import Day, how_far, said, years_before
from ui.fields.kinds import Kind, appearances, kind_of
from ui.fields.moment import PARTS, Moment
from ui.fields.saying import Saying
from ui.fields.typedwhen import PadWhen
from ui.fields.wheel import Wheel


class WhenField(Field):
    """Three wheels for a date, two for a time, five for both."""

    grows = True
    _kind: Kind
    _moment: Moment
    _set: bool
    _wheels: dict[str, Wheel]
    _pad: PadWhen
    _ways: QStackedWidget
    _saying: Saying

    def build(self) -> None:
        self._kind = kind_of(self._question)
        self._moment, self._set = Moment(Day.of(self._helpers.today())), False
        self._wheels = {part: self._wheel(part) for part in self._parts()}
        self._pad = PadWhen(self._theme, self._kind, self._helpers.today)
        self._pad.changed.connect(self._typed)
        self._ways = QStackedWidget()
        self._ways.addWidget(self._wheel_row())
        self._ways.addWidget(self._pad)
        self._ways.setMaximumHeight(next(iter(self._wheels.values())).maximumHeight())
        self._saying = Saying(self._theme, "calendar" if self._kind is not Kind.TIME else "clock")
        if self._theme.portrait:
            self._rows.addLayout(self._tabs())
        self._rows.addWidget(self._ways, 1)
        if self._theme.portrait:
            self._rows.addWidget(self._saying)
        else:
            self._rows.addLayout(self._saying_and_way())
        self._rows.addWidget(self._problem)
        if self._theme.portrait and not self._theme.large and self._kind is Kind.DATE:
            self._rows.addLayout(self._quick())

    def value(self) -> str:
        return self._moment.serialised(self._kind) if self._set else ""

    def show_value(self, value: str) -> None:
        found = Moment.read(self._kind, value, self._helpers.today())
        if self._set and found == self._moment:
            return
        self._set = found is not None
        if found is not None:
            self._moment = found
        self._pad.show_moment(found)
        self._show()

    def first(self) -> QWidget:
        if self._ways.currentWidget() is self._pad:
            return self._pad.line
        return next(iter(self._wheels.values())).drum

    def complaint(self) -> str:
        return self._pad.complaint() if self._ways.currentWidget() is self._pad else ""

    def read_value(self) -> str:
        return self._saying.words()

    def show_state(self, state: str) -> None:
        self._pad.line.dress(state)

    def _parts(self) -> tuple[str, ...]:
        words = appearances(self._question)
        parts = PARTS[self._kind]
        if "year" in words:
            return parts[:1]
        return parts[:2] if "month-year" in words else parts

    def _wheel(self, part: str) -> Wheel:
        units = {
            "year": tr("年"),
            "month": tr("月"),
            "day": tr("日"),
            "hour": tr("时"),
            "minute": tr("分"),
        }
        wheel = Wheel(self._theme, units[part], units[part], partial(self._label, part))
        wheel.turned.connect(partial(self._turn, part))
        return wheel

    def _label(self, part: str, steps: int) -> str:
        turned = self._moment.turned(part, steps, self._helpers.today())
        return "" if steps and turned == self._moment else turned.number(part)

    def _wheel_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(24 if len(self._wheels) < len(PARTS[Kind.DATE_TIME]) else 12))
        for wheel in self._wheels.values():
            row.addWidget(wheel, 1)
        return holder

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        group = QButtonGroup(self)
        for at, (words, symbol) in enumerate(
            ((tr("上下选"), "chevron-down"), (tr("用数字输"), "keypad"))
        ):
            button = Button(self._theme, words, ButtonKind.SEGMENT, symbol=symbol)
            button.setCheckable(True)
            button.setChecked(at == 0)
            button.clicked.connect(partial(self._ways.setCurrentIndex, at))
            group.addButton(button)
            row.addWidget(button, 1)
        return row

    def _saying_and_way(self) -> QHBoxLayout:
        """Where the screen lies there is no height for tabs: one button changes the way."""
        change = small(self._theme, tr("用数字输"), "keypad")
        change.clicked.connect(lambda: self._change_way(change))
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.m)
        row.addWidget(self._saying, 1)
        row.addWidget(change)
        return row

    def _change_way(self, button: Button) -> None:
        typed = self._ways.currentIndex() == 0
        self._ways.setCurrentIndex(int(typed))
        button.setText(tr("上下选") if typed else tr("用数字输"))
        button.setAccessibleName(button.text())
        self.focus_first()

    def _quick(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(16))
        row.addWidget(Text(tr("快选："), "hint").one_line())
        for words, years in ((tr("今天"), 0), (tr("一年前"), 1), (tr("三年前"), 3)):
            button = small(self._theme, words)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._jump, years))
            row.addWidget(button, 1)
        return row

    def _jump(self, years: int) -> None:
        self._choose(Moment(Day.of(years_before(self._helpers.today(), years))))

    def _turn(self, part: str, steps: int) -> None:
        self._choose(self._moment.turned(part, steps, self._helpers.today()))

    def _choose(self, moment: Moment) -> None:
        self._moment, self._set = moment, True
        self._pad.show_moment(moment)
        self._show()
        self.tell()

    def _typed(self) -> None:
        found = self._pad.moment()
        self._set = found is not None
        if found is not None:
            self._moment = found
        self._show()
        self.commit()

    def _show(self) -> None:
        for wheel in self._wheels.values():
            wheel.show_state(chosen=self._set)
        if not self._set:
            self._saying.say(tr("还没选"), tr("按上面的箭头，或者用数字输"))
        elif self._kind is Kind.TIME:
            self._saying.say(self._moment.typed(Kind.TIME), "")
        else:
            self._saying.say(*self._said_day())

    def _said_day(self) -> tuple[str, str]:
        day = self._moment.day.when
        clock = f" {self._moment.typed(Kind.TIME)}" if self._kind is Kind.DATE_TIME else ""
        return said(day) + clock, how_far(day, self._helpers.today())
