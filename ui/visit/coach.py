"""The coach of a demonstration: hands out codes as a phone would, and takes the network away."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import qrcode
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kiosk.scanning.port import Scan
from offline.i18n import tr
from ui.components.buttons import secondary, small
from ui.components.text import Text
from ui.visit.kiosk import Kiosk

CODE_SIDE = 300
WIDTH = 460


class Coach(QWidget):
    """A small window beside the kiosk. ``new_code`` gives a fresh code's text, ``network`` turns
    the exchange on or off and says whether it is on.
    """

    def __init__(
        self, kiosk: Kiosk, new_code: Callable[[], str], network: Callable[[], bool]
    ) -> None:
        super().__init__(kiosk.shell, Qt.WindowType.Tool)
        self._kiosk, self._new_code, self._network = kiosk, new_code, network
        self.setWindowTitle(tr("演示助手"))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        theme = kiosk.shell.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 28, 28, 28)
        column.setSpacing(18)
        column.addWidget(Text(tr("王小明的手机"), "h2"))
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._picture)
        column.addWidget(Text(tr("在首页按“扫码办事”，再按下面这个键"), "small"))
        hold = secondary(theme, tr("对准扫描口"), "scan")
        hold.clicked.connect(self.hold)
        column.addWidget(hold)
        fresh = small(theme, tr("换一个新码"), "sync")
        fresh.clicked.connect(self.renew)
        column.addWidget(fresh)
        self._cut = small(theme, "", "offline")
        self._cut.clicked.connect(self.switch)
        column.addWidget(self._cut)
        column.addStretch(1)
        self._say_network(on=True)
        self.renew()
        self.setGeometry(kiosk.shell.width(), 0, WIDTH, kiosk.shell.height())

    def renew(self) -> None:
        """Show a fresh code."""
        self._text = self._new_code()
        stream = BytesIO()
        qrcode.make(self._text, border=2).save(stream)
        pixmap = QPixmap()
        pixmap.loadFromData(stream.getvalue())
        self._picture.setPixmap(
            pixmap.scaled(CODE_SIDE, CODE_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        )

    def hold(self) -> None:
        """Hold the code at the scanner: its text goes the way of every scan."""
        self._kiosk.entrance.scanned(Scan(self._text, "image"))

    def switch(self) -> None:
        """Cut the network or bring it back."""
        self._say_network(on=self._network())
        self._kiosk.sync.now(probe=True)

    def _say_network(self, *, on: bool) -> None:
        self._cut.setText(tr("拔掉网线") if on else tr("插上网线"))
