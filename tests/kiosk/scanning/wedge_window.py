"""A window with a field, an input method and a wedge, in a process of its own on a real X server.

Says ``ready`` on standard output, then a JSON line for every scan, for every change of the field,
for what the input method composes in it, for the button pressed; and for every end of a line on
its standard input what the field holds.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.scanning.burst import Rule
from kiosk.scanning.wedge import WedgeScanner


def tell(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Field(QLineEdit):
    """Says everything that reaches it, however short it stays."""

    def __init__(self) -> None:
        super().__init__()
        self.textChanged.connect(lambda text: tell({"field": text}))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 — Qt's name
        if event.preeditString():
            tell({"composed": event.preeditString()})
        super().inputMethodEvent(event)


def main(sentinel: str) -> None:
    app = QApplication([])
    window = QWidget()
    layout = QVBoxLayout(window)
    field, button = Field(), QPushButton("保存")
    layout.addWidget(field)
    layout.addWidget(button)
    button.clicked.connect(lambda: tell({"pressed": True}))
    wedge = WedgeScanner(Rule(sentinel=sentinel), app)
    wedge.start(lambda scan: tell({"scan": scan.text}))

    def asked() -> None:
        os.read(0, 64)
        tell({"holds": field.text(), "focused": field.hasFocus()})

    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(asked)
    window.show()

    field.setFocus()
    look = QTimer()
    look.timeout.connect(lambda: ready(look, field))
    look.start(100)
    app.exec()


def ready(look: QTimer, field: QLineEdit) -> None:
    """When keys reach the field and the input method serves it."""
    method = QGuiApplication.inputMethod()
    if field.hasFocus() and field.isActiveWindow() and method.isVisible():
        look.stop()
        tell({"ready": QGuiApplication.platformName()})
    else:
        field.activateWindow()
        method.show()


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "")
