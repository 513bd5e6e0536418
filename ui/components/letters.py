"""Twenty-six letter keys and one to delete: enough to find an item by its pinyin initials."""

from __future__ import annotations

from string import ascii_uppercase

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, Kind
from ui.theme import Mode, Theme


class LetterPad(QWidget):
    """Types into a field without taking its focus."""

    def __init__(self, theme: Theme, field: QLineEdit, columns: int = 9) -> None:
        """``columns`` keys a row; lower keys on the compact screen, 12 mm still."""
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(max(theme.target.gap, theme.gap(10)))
        keys = [Button(theme, letter, Kind.KEY) for letter in ascii_uppercase]
        for key in keys:
            key.clicked.connect(lambda _checked=False, key=key: field.insert(key.text()))
        erase = Button(theme, "", Kind.KEY_FN, symbol="backspace", name=tr("删一个字"))
        erase.setAutoRepeat(True)
        erase.clicked.connect(field.backspace)
        for index, key in enumerate([*keys, erase]):
            if theme.mode is Mode.COMPACT:
                key.setFixedHeight(theme.target.minimum)
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(key, index // columns, index % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
