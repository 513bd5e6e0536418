"""A window with a field, an input method and a wedge, in a process of its own on a real X server.

Says ``ready`` on standard output, then a JSON line for every scan, and for every end of a line on
its standard input what the field holds.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kiosk.scanning.burst import Rule
from kiosk.scanning.wedge import WedgeScanner

SENTINEL = "~"


def tell(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    app = QApplication([])
    window = QWidget()
    layout = QVBoxLayout(window)
    field, button = QLineEdit(), QPushButton("保存")
    layout.addWidget(field)
    layout.addWidget(button)
    button.clicked.connect(lambda: tell({"pressed": True}))
    wedge = WedgeScanner(Rule(sentinel=SENTINEL), app)
    wedge.start(lambda scan: tell({"scan": scan.text}))

    def asked() -> None:
        os.read(0, 64)
        tell({"field": field.text()})

    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(asked)
    window.show()

    field.setFocus()
    look = QTimer()
    look.timeout.connect(lambda: ready(look, field))
    look.start(100)
    app.exec()


def ready(look: QTimer, field: QLineEdit) -> None:
    """When keys reach the field: there is no window manager that would give it the focus."""
    if field.hasFocus() and field.isActiveWindow():
        look.stop()
        tell({"ready": QGuiApplication.platformName()})
    else:
        field.activateWindow()


if __name__ == "__main__":
    main()
