"""The number pad: three by four keys, X, the point or 清空 left of 0, 删一位 at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, Kind
from ui.fields.evengrid import EvenGrid
from ui.theme import Theme

BACK = "back"
CLEAR = "clear"


class NumberPad(QWidget):
    """Tells every key pressed: a character, ``BACK`` or ``CLEAR``. Keys never take the focus, so
    that a keyboard beside the screen goes on typing into the field. ``flat`` puts the keys into
    two rows of six, for screens without height.
    """

    pressed = Signal(str)

    def __init__(self, theme: Theme, corner: str = CLEAR, *, flat: bool = False) -> None:
        super().__init__()
        self._theme = theme
        keys = [self._button(key, flat=flat) for key in [*"123456789", corner, "0", BACK]]
        grid = EvenGrid(columns=6 if flat else 3, gap=theme.px(16), cap=theme.target.number_key)
        grid.show_items(keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(grid)
        self.setMaximumHeight(grid.maximumHeight())

    def _button(self, key: str, *, flat: bool) -> Button:
        button = self._made(key, flat=flat)
        height = self._theme.target.number_key
        button.setMinimumHeight(min(self._theme.target.minimum, height))
        button.setMaximumHeight(height)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(key == BACK)
        button.clicked.connect(lambda: self.pressed.emit(key))
        return button

    def _made(self, key: str, *, flat: bool) -> Button:
        if key == BACK:
            return self._made_fn(tr("删一位"), "backspace", flat=flat)
        if key == CLEAR:
            return self._made_fn(tr("清空"), "close", flat=flat)
        button = Button(self._theme, key, Kind.KEY)
        button.setProperty("scale", "number")
        return button

    def _made_fn(self, words: str, symbol: str, *, flat: bool) -> Button:
        shown = "" if flat else words
        return Button(self._theme, shown, Kind.KEY_FN, symbol=symbol, name=words)


def after_key(text: str, key: str) -> str:
    """The text after a key of the pad that the field's rule takes."""
    if key == BACK:
        return text[:-1]
    return "" if key == CLEAR else text + key
