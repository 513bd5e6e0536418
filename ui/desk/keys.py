"""All keys of the staff windows, shown by F1; any key closes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.frames import frame
from ui.components.text import Text
from ui.desk.keycaps import KeyCap
from ui.theme import Theme


def desk_keys() -> tuple[tuple[str, str], ...]:
    """Key and what it does, in the order a case is handled."""
    return (
        ("Ctrl N", tr("办新事项")),
        ("Ctrl K  /", tr("找人、办件、单号")),
        ("Enter", tr("下一项")),
        ("Shift Enter", tr("上一项")),
        ("1 – 9", tr("选第几个")),
        ("↓", tr("打开选项")),
        ("F2", tr("下一位居民")),
        ("F3", tr("要处理的、日志、账号")),
        ("F5", tr("代办：来的人替谁办")),
        ("F6", tr("挂起这件")),
        ("F7", tr("到左边的办件")),
        ("F8", tr("检查还差什么")),
        ("F9", tr("提交并打印")),
        ("Alt S", tr("显示完整号码")),
        ("Ctrl L", tr("锁屏")),
        ("Esc", tr("回到表格")),
    )


class KeySheet(QWidget):
    """A sheet over the window."""

    def __init__(self, theme: Theme, parent: QWidget, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sheet = frame("panel")
        grid = QGridLayout(sheet)
        space = theme.space
        grid.setContentsMargins(*[space.xxl * 2] * 4)
        grid.setHorizontalSpacing(space.xxl)
        grid.setVerticalSpacing(space.l)
        grid.addWidget(Text(tr("全部快捷键"), "title"), 0, 0, 1, 4)
        for at, (key, words) in enumerate(keys):
            row, column = 1 + at // 2, 2 * (at % 2)
            grid.addWidget(KeyCap(theme, key), row, column)
            grid.addWidget(Text(words, "body").one_line(), row, column + 1)
        grid.addWidget(Text(tr("按任意键回去"), "hint"), 2 + len(keys) // 2, 0, 1, 4)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        self.hide()

    def open(self) -> None:
        """Cover the window until a key or a press."""
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()
        self.setFocus()

    def keyPressEvent(self, _event: QKeyEvent) -> None:
        """Any key closes."""
        self.hide()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A press closes."""
        self.hide()
