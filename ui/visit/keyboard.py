"""The pinyin keyboard on the screen: comes with a text field, goes with it, remembers nobody.

Qt's keyboard learns what is typed and writes a dictionary below the config folder (FACTS,
Platform). A name that one resident types must not be offered to the next, so the folder is made
anew for each process and emptied whenever a visit ends.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from resources.keyboard import LAYOUTS, STYLE, STYLES
from ui.shell import Shell
from ui.visit.keylook import KeyLook

MODULE = "qtvirtualkeyboard"
_TEXT = (QLineEdit, QPlainTextEdit, QTextEdit)


def prepare() -> Path:
    """Before the application: Chinese keys, a config folder that ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-keyboard-"))
    os.environ.setdefault("QT_IM_MODULE", MODULE)
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ["XDG_CONFIG_HOME"] = str(folder)
    os.environ["QML_IMPORT_PATH"] = str(STYLES)
    os.environ["QT_VIRTUALKEYBOARD_STYLE"] = STYLE
    os.environ["QT_VIRTUALKEYBOARD_LAYOUT_PATH"] = str(LAYOUTS)
    os.environ.setdefault("QT_LOGGING_RULES", "qt.virtualkeyboard.*=false")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    return folder


class Keyboard(QObject):
    """Shows the keyboard for text fields and hides the rail meanwhile."""

    def __init__(self, app: QApplication, shell: Shell, learnt: Path | None = None) -> None:
        super().__init__(shell)
        self._shell, self._learnt = shell, learnt
        self._method = QGuiApplication.inputMethod()
        self._look: KeyLook | None = None
        if learnt is not None:
            self._look = KeyLook(shell.theme, self)
            shell.dressed.connect(self._look.dress)
            app.focusChanged.connect(self._focused)
            self._method.visibleChanged.connect(self._shown)
            self._method.keyboardRectangleChanged.connect(self._shown)

    def forget(self) -> None:
        """What was learnt from this visit is gone; the keyboard too."""
        self._method.reset()
        self._method.hide()
        if self._learnt is not None:
            for entry in self._learnt.iterdir():
                shutil.rmtree(entry, ignore_errors=True)

    def end(self) -> None:
        """The process ends: its config folder goes."""
        if self._learnt is not None:
            self._method.visibleChanged.disconnect(self._shown)
            self._method.keyboardRectangleChanged.disconnect(self._shown)
            shutil.rmtree(self._learnt, ignore_errors=True)

    def _focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        wants = isinstance(now, _TEXT) and not now.isReadOnly()
        if wants and now is not None:
            now.setInputMethodHints(now.inputMethodHints() | Qt.InputMethodHint.ImhSensitiveData)
        act = self._method.show if wants else self._method.hide
        QTimer.singleShot(0, self, act)

    def _shown(self) -> None:
        self._shell.set_keyboard(self._covered() if self._method.isVisible() else 0)

    def _covered(self) -> int:
        """How much of the window's foot lies under the keys and the row above them, px."""
        keys = self._method.keyboardRectangle().height()
        above = self._look.candidates if self._look is not None else 0
        screen = self._shell.screen().geometry()
        foot = self._shell.mapToGlobal(self._shell.rect().bottomLeft()).y() + 1
        return max(0, foot - (screen.bottom() + 1 - round(keys) - above))
