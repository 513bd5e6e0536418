"""The gate of a machine that belongs to no centre yet: address and code, then what was fetched."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt

from offline.i18n import tr
from ui.components.buttons import link
from ui.desk.events import CloseOffice
from ui.desk.gateforms import GateForm
from ui.desk.gatehouse import Gatehouse
from ui.theme import Theme

SCHEME = "https://"


@dataclass(frozen=True, slots=True)
class Join:
    """Enrol at an exchange with a one-time code."""

    url: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GoOn:
    """Begin work."""


class JoinGate(Gatehouse):
    """``told`` carries Join, GoOn and CloseOffice; ``away`` are the words of the way out."""

    def __init__(self, theme: Theme, away: str) -> None:
        self._ask, self._joined = AskForm(theme, away), JoinedForm(theme)
        super().__init__(theme, (self._ask, self._joined))

    def show_form(self) -> None:
        """Ask for address and code."""
        self.turn(self._ask)

    def show_joined(self, items: int) -> None:
        """Enrolled; how many service items came."""
        self._joined.show_items(items)
        self.turn(self._joined)


class AskForm(GateForm):
    """Where the exchange is, and the code that its people gave for this machine."""

    def __init__(self, theme: Theme, away: str) -> None:
        super().__init__(
            theme,
            tr("登记这台机器"),
            tr("还没有登记到交换平台。网址和登记码由上级的管理员给，一个码只能用一次。"),
        )
        self._url = self.box(tr("交换平台的网址"))
        self._code = self.box(tr("登记码"))
        self.close_with(tr("登记"))
        leave = link(theme, away)
        leave.clicked.connect(lambda: self.told.emit(CloseOffice()))
        self.column.addWidget(leave)

    def begin(self) -> None:
        """The address begins as every address of an exchange does."""
        super().begin()
        self._url.setText(SCHEME)

    def press(self) -> None:
        """Try it. The code leaves the screen only once it was taken."""
        url, code = self._url.text().strip(), self._code.text().strip()
        if url in ("", SCHEME) or not code:
            self.say(tr("网址和登记码都要填"))
            return
        self.told.emit(Join(url if "://" in url else SCHEME + url, code))


class JoinedForm(GateForm):
    """Enrolled: what came, and on to work."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("这台机器登记好了"), "")
        self._go = self.close_with(tr("开始工作"), "check")

    def show_items(self, items: int) -> None:
        """How many service items came with the first exchange."""
        came = tr("取到 {items} 个事项和它们的表单。", items=items)
        none = tr("上级还没有发布事项，发布以后会自动取回来。")
        self.lead.show_text(came if items else none)

    def begin(self) -> None:
        """The keyboard is at the button."""
        super().begin()
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self) -> None:
        """On."""
        self.told.emit(GoOn())
