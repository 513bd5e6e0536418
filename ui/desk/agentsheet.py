"""代办: a scan of the agent's code, or the name and number of the one who is not here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import link
from ui.desk.events import ActForTyped
from ui.desk.gateforms import GateForm
from ui.desk.gatehouse import in_the_middle
from ui.fields.resident import id_complaint
from ui.theme import Theme


class AgentForm(GateForm):
    """Two boxes; the number is checked as everywhere, down to its last digit."""

    away = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        self._today = today
        super().__init__(
            theme,
            tr("替别人办"),
            tr(
                "本人来过、扫过码，现在来的是代办人：扫代办人的服务码。"
                "本人没有来：输本人的姓名和身份证号。"
            ),
        )
        self._name, self._number = self.box(tr("本人姓名")), self.box(tr("本人身份证号"))
        self.close_with(tr("就是替他办"), "check")
        leave = link(theme, tr("回到表格"))
        leave.clicked.connect(self.away)
        self.column.addWidget(leave)

    def press(self) -> None:
        """Told only if name and number can be."""
        name, number = self._name.text().strip(), self._number.text().strip()
        wrong = tr("请填姓名") if not name else id_complaint(number, self._today())
        if wrong or not number:
            self.say(wrong or tr("请输身份证号"))
        else:
            self.told.emit(ActForTyped(name, number))


class AgentSheet(QWidget):
    """The card over a staff window. ``told`` carries ActForTyped."""

    told = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form = AgentForm(theme, today)
        self.form.told.connect(self._tell)
        self.form.away.connect(self.leave)
        outer = QVBoxLayout(self)
        outer.addWidget(in_the_middle(self.form))
        self.hide()

    def open(self) -> None:
        """Cover the window, with empty boxes."""
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()
        self.form.begin()

    def leave(self) -> None:
        """Nothing that was typed stays."""
        self.form.begin()
        self.hide()

    def _tell(self, event: object) -> None:
        self.leave()
        self.told.emit(event)
