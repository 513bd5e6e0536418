"""The kiosk's window: eave above, rail below, and one page between that changes by cross-fade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Property, QEasingCurve, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from offline.i18n import language, tr
from ui.components.eave import Drip, Eave
from ui.components.rail import Aid, Rail
from ui.pages.base import Leave, Page
from ui.theme import Theme

_FADE_MS = 160
_KNOCK = "Ctrl+Alt+S"


@dataclass(frozen=True, slots=True)
class Site:
    """Whose eave it is."""

    town: str
    name: str


@dataclass(frozen=True, slots=True)
class RailPressed:
    """One of the six aids was pressed; ``leave`` says what the first cell offered."""

    aid: Aid
    leave: Leave


class Shell(QWidget):
    """Chrome and page stack. ``rail`` carries RailPressed, ``event`` whatever the page says."""

    rail = Signal(object)
    said = Signal(object)
    dressed = Signal(object)
    """Another theme or language is on; carries the Theme."""
    knocked = Signal()
    """The emblem was held, or Ctrl+Alt+S pressed: somebody of the staff wants in."""

    def __init__(self, theme: Theme, site: Site, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._site, self._now = site, now
        self._online, self._voice, self._keyboard = True, False, 0
        self._aided = True
        self._page: Page | None = None
        self._cover: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._pages = QStackedWidget()
        self._pages.setProperty("role", "pages")
        self._theme = theme
        self._build_chrome()
        QShortcut(QKeySequence(_KNOCK), self).activated.connect(self.knocked)
        self._ticker = QTimer(self)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    def show_page(self, page: Page) -> None:
        """Change the page; the one before is discarded, its signals go with it."""
        before, self._page = self._page, page
        fading = before is not None and self._moving()
        seen = before.grab() if before is not None and fading else None
        page.said.connect(self.said)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.make_room(typing=self._keyboard > 0)
        if before is not None:
            before.said.disconnect(self.said)
            self._pages.removeWidget(before)
            before.deleteLater()
        self._refresh_rail()
        if seen is not None:
            Fade(seen, self._pages)

    def set_online(self, online: bool) -> None:
        """Say in the eave whether there is a network."""
        self._online = online
        self._eave.pill.show_online(online=online)

    def set_voice(self, on: bool) -> None:
        """Show whether pages are being read aloud."""
        self._voice = on
        self._refresh_rail()

    def show_aids(self, *, on: bool) -> None:
        """Without: nothing leads on from the page, and nothing is known of the network."""
        self._aided = on
        self._give_way()

    def cover(self, widget: QWidget | None) -> None:
        """Lay something over page and chrome, which take no press meanwhile; None uncovers."""
        before, self._cover = self._cover, widget
        for under in (self._eave, self._pages, self._rail):
            under.setEnabled(widget is None)
        if before is not None:
            before.hide()
            before.deleteLater()
        if widget is not None:
            widget.setParent(self)
            self._place_cover()
            widget.show()

    def set_keyboard(self, height: int) -> None:
        """The keyboard on the screen takes so many px: the rail gives way, the page stays above.

        A screen that is wider than high has no room for the eave either.
        """
        self._keyboard = height
        self._column.setContentsMargins(0, 0, 0, height)
        self._give_way()
        self._place_cover()

    def _give_way(self) -> None:
        typing = self._keyboard > 0
        self._rail.setHidden(typing or not self._aided)
        self._eave.pill.setHidden(not self._aided)
        for above in (self._eave, self._drip):
            above.setHidden(typing and not self._theme.portrait)
        if self._page is not None:
            self._page.make_room(typing=typing)

    def apply(self, theme: Theme) -> None:
        """Another theme or language: the chrome is made anew; show the page again after it."""
        self._theme = theme
        for old in (self._eave, self._rail, self._drip):
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._build_chrome()
        self._refresh_rail()
        self.dressed.emit(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drip spans the window."""
        super().resizeEvent(event)
        self._place_drip()
        self._place_cover()

    def _build_chrome(self) -> None:
        self._eave = Eave(self._theme, self._site.town, self._site.name)
        self._eave.emblem.held.connect(self.knocked)
        self._rail = Rail(self._theme)
        self._rail.pressed.connect(self._rail_pressed)
        self._drip = Drip(self._theme, self)
        self._column.insertWidget(0, self._eave)
        self._column.insertWidget(1, self._pages, 1)
        self._column.insertWidget(2, self._rail)
        self._eave.pill.show_online(online=self._online)
        self._tick()
        self._refresh_rail()
        self._place_drip()
        self._give_way()

    def _place_drip(self) -> None:
        self._drip.setGeometry(0, self._theme.bars.header, self.width(), self._drip.height())
        self._drip.setHidden(self._eave.isHidden())
        self._drip.raise_()

    def _place_cover(self) -> None:
        if self._cover is not None:
            self._cover.setGeometry(self.rect().adjusted(0, 0, 0, -self._keyboard))
            self._cover.raise_()

    def _moving(self) -> bool:
        return self._theme.motion and QGuiApplication.platformName() != "offscreen"

    def _tick(self) -> None:
        self._eave.show_time(self._now())

    def _rail_pressed(self, aid: Aid) -> None:
        self.rail.emit(RailPressed(aid, self._page.leave if self._page else Leave.HOME))

    def _refresh_rail(self) -> None:
        symbol, words = _leave_words(self._page.leave if self._page else Leave.HOME)
        large, contrast = self._theme.large, self._theme.contrast
        cells = self._rail.cells
        cells[Aid.LEAVE].show_aid(symbol, words, on=False)
        cells[Aid.VOICE].show_aid("voice", tr("读给我听"), on=self._voice)
        cells[Aid.LARGE].show_aid("big-text", tr("大字版"), on=large)
        cells[Aid.CONTRAST].show_aid("contrast", tr("黑底黄字"), on=contrast)
        cells[Aid.LANGUAGE].show_aid("language", _other_language(), on=False)
        cells[Aid.HELP].show_aid("bell", tr("叫人帮忙"), on=False)


class Fade(QWidget):
    """A picture of the page before, fading away over the new one; it never takes a touch."""

    def __init__(self, picture: QPixmap, over: QWidget) -> None:
        super().__init__(over)
        self._picture, self._strength = picture, 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(over.rect())
        self._animation = QPropertyAnimation(self, b"strength", self)
        self._animation.setDuration(_FADE_MS)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.finished.connect(self.deleteLater)
        self._animation.start()
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The old page, as strong as it still is."""
        painter = QPainter(self)
        painter.setOpacity(self._strength)
        painter.drawPixmap(0, 0, self._picture)

    def _get(self) -> float:
        return self._strength

    def _set(self, strength: float) -> None:
        self._strength = strength
        self.update()

    strength = Property(float, _get, _set)


def _other_language() -> str:
    return "中文" if language() == "en" else "English"


def _leave_words(leave: Leave) -> tuple[str, str]:
    return {
        Leave.TICKET: ("ticket", tr("取号预约")),
        Leave.HOME: ("home", tr("回首页")),
        Leave.NOT_ME: ("exit", tr("不是我")),
        Leave.SAVE: ("home", tr("保存退出")),
        Leave.FINISH: ("exit", tr("结束退出")),
        Leave.MY: ("home", tr("我的首页")),
    }[leave]
