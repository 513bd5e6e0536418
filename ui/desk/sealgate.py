"""The gate of a store that this machine does not open: what happened, one box, and what follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from offline.i18n import tr
from offline.store.waysin import WaysIn
from ui.components.buttons import link
from ui.components.frames import Note
from ui.desk.events import CloseOffice
from ui.desk.gateforms import GateForm
from ui.desk.gatehouse import Gatehouse
from ui.desk.panel import add, emptied
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Unseal:
    """A passphrase of the store was typed, or its recovery ``code``."""

    secret: str = field(repr=False)
    code: bool


@dataclass(frozen=True, slots=True)
class GoOn:
    """Begin work; ``keep`` gives this machine a key anew, so that the next start asks nobody."""

    keep: bool


class SealGate(Gatehouse):
    """``told`` carries Unseal, GoOn and CloseOffice; ``away`` are the words of the way out."""

    def __init__(self, theme: Theme, away: str) -> None:
        self._shut, self._opened = ShutForm(theme, away), OpenedForm(theme)
        super().__init__(theme, (self._shut, self._opened))

    def show_ways(self, ways: WaysIn) -> None:
        """Begin anew with what may be tried; a passphrase that is not locked goes before a code."""
        self._shut.show_ways(ways)
        self.turn(self._shut)

    def show_opened(self) -> None:
        """It is open: make the machine's key anew?"""
        self.turn(self._opened)


class ShutForm(GateForm):
    """What happened, and a box for the passphrase or the code."""

    def __init__(self, theme: Theme, away: str) -> None:
        super().__init__(
            theme,
            tr("打不开本机的数据"),
            tr(
                "数据都在，没有丢。只是这台机器自己存的钥匙不能用了：换过主板、"
                "清过安全芯片，或者数据是从别的机器搬来的。"
            ),
        )
        self._ways, self._code = WaysIn(passphrase=False, recovery=False), False
        self._secret = self.box(tr("口令"), secret=True)
        self._label = self.labels[-1]
        self._go = self.close_with(tr("打开"))
        self._none = QVBoxLayout()
        self.column.addLayout(self._none)
        self._other, leave = link(theme, ""), link(theme, away)
        self._other.clicked.connect(lambda: self._ask(code=not self._code))
        leave.clicked.connect(lambda: self.told.emit(CloseOffice()))
        for each in (self._other, leave):
            self.column.addWidget(each)

    def show_ways(self, ways: WaysIn) -> None:
        """Ask for the passphrase first, unless there is none or it locked."""
        self._ways = ways
        self._ask(code=ways.recovery and (ways.locked or not ways.passphrase))
        any_way = ways.passphrase or ways.recovery
        for each in (self._label, self._secret, self._go):
            each.setVisible(any_way)
        self._other.setVisible(ways.passphrase and ways.recovery)
        emptied(self._none)
        if not any_way:
            add(self._none, Note(self.theme, _no_way(), symbol="error", state="err"))

    def press(self) -> None:
        """Try it. A passphrase leaves the screen at once, a code stays to be compared."""
        secret = self._secret.text()
        if not self._code:
            self._secret.clear()
        if secret:
            self.told.emit(Unseal(secret, self._code))

    def _ask(self, *, code: bool) -> None:
        self._code = code
        words = tr("恢复码（32 位，空格和短横可以不输）") if code else tr("本机数据的口令")
        self._label.show_text(words)
        self._secret.setAccessibleName(words)
        mode = QLineEdit.EchoMode.Normal if code else QLineEdit.EchoMode.Password
        self._secret.setEchoMode(mode)
        other = tr("改用口令") if code else tr("改用恢复码")
        self._other.setText(other)
        self._other.setAccessibleName(other)
        self.begin()


class OpenedForm(GateForm):
    """Open for now; one press makes it so for ever."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            tr("数据打开了"),
            tr("在这台机器上重新存一把钥匙，以后启动就不用再输。口令和恢复码照旧能用。"),
        )
        self._go = self.close_with(tr("存好钥匙，开始工作"), "check")
        once = link(theme, tr("这一次不存"))
        once.clicked.connect(lambda: self.told.emit(GoOn(keep=False)))
        self.column.addWidget(once)

    def begin(self) -> None:
        """The keyboard is at the button."""
        super().begin()
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self) -> None:
        """Keep it."""
        self.told.emit(GoOn(keep=True))


def _no_way() -> str:
    return tr(
        "没有设过口令，也没有恢复码，这台机器打不开它。请联系运维人员："
        "有备份的，在新的数据文件夹里用 kiosk store restore 恢复。"
    )
