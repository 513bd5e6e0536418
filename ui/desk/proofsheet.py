"""A paper over a staff window before or while it is printed: Enter prints, Esc goes back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Kind
from ui.components.frames import Note
from ui.components.paperpictures import PaperPictures
from ui.components.text import Text
from ui.desk.keycaps import KeyButton
from ui.desk.panel import emptied
from ui.pages.proof import ProofData
from ui.theme import Theme

_PRINT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROLL, _SHEET = 420, 720
_STEPS = {
    Qt.Key.Key_Down: 0.1,
    Qt.Key.Key_Up: -0.1,
    Qt.Key.Key_PageDown: 0.9,
    Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_Space: 0.9,
}
"""How much of the view a key turns."""


class ProofSheet(QWidget):
    """``agreed`` says that it is right; however it closes, the paper is let go of."""

    agreed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._printing = theme, False
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._head, self._area = QVBoxLayout(), QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._lay_out()
        window.installEventFilter(self)
        self.hide()

    def open(self, data: ProofData, *, printing: bool = False) -> None:
        """Cover the window until a decision; what is ``printing`` already is only shown."""
        emptied(self._head)
        self._printing = printing
        self._go.setVisible(not printing)
        title = tr("正在打印，单子是这样的") if printing else tr("看一看，对了再打印")
        self._head.addWidget(Text(title, "title"))
        told = tr("{paper}，一共 {count} 张", paper=data.name, count=len(data.pictures))
        self._head.addWidget(Text(told, "hint"))
        if data.note:
            self._head.addWidget(Note(self._theme, data.note, symbol="info"))
        widest = _SHEET if data.sheet else _ROLL
        paper = PaperPictures(self._theme, data.pictures, widest, data.name)
        paper.setAutoFillBackground(False)
        self._area.setWidget(paper)
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()
        self.setFocus()

    def close_sheet(self) -> None:
        """Nothing is printed; the paper is no longer held."""
        self.hide()
        paper = self._area.takeWidget()
        if paper is not None:
            paper.deleteLater()

    def event(self, event: QEvent) -> bool:
        """While it is open the window's own keys rest."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter prints, Esc goes back, arrows and pages turn."""
        key = Qt.Key(event.key())
        if key in _PRINT:
            self._agree()
        elif key is Qt.Key.Key_Escape:
            self.close_sheet()
        elif key in _STEPS:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + round(_STEPS[key] * bar.pageStep()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the window."""
        if event.type() is QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
        return False

    def _agree(self) -> None:
        self.close_sheet()
        if not self._printing:
            self.agreed.emit()

    def _lay_out(self) -> None:
        space = self._theme.space
        back = KeyButton(self._theme, tr("返回"), "Esc", symbol="back")
        back.clicked.connect(self.close_sheet)
        go = KeyButton(self._theme, tr("打印"), "Enter", Kind.PRIMARY, symbol="printer")
        go.clicked.connect(self._agree)
        row = QHBoxLayout()
        row.setSpacing(space.l)
        row.addStretch(1)
        self._go = go
        for button in (back, go):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space.xxl] * 4)
        column.setSpacing(space.l)
        column.addLayout(self._head)
        column.addWidget(self._area, 1)
        column.addLayout(row)
