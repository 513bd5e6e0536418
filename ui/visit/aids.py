"""The six aids of the rail: leave, read aloud, large, contrast, language, help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from kiosk.flow import afterwards
from offline import i18n
from offline.sync.summary import Summary
from ui.components.rail import Aid
from ui.pages.base import Leave
from ui.pages.help import HelpData, HelpPage
from ui.shell import RailPressed
from ui.speech import Speaker
from ui.syncing import Synchroniser
from ui.theme import Screen, ThemeName, apply_theme, build_theme
from ui.visit.stage import Stage
from ui.visit.ticketing import Ticketing


class Aids:
    """What the rail does on every page. ``leave`` ends the visit, ``mine`` goes to one's page."""

    def __init__(
        self,
        stage: Stage,
        synchroniser: Synchroniser,
        leave: Callable[[], None],
        mine: Callable[[], None],
        spoken_language: Callable[[], None],
    ) -> None:
        self._stage, self._sync = stage, synchroniser
        self._leave, self._mine, self._spoken_language = leave, mine, spoken_language
        self._tickets = Ticketing(stage, synchroniser, leave)
        self._speaker = Speaker(stage)
        self._help: HelpData | None = None
        stage.shell.rail.connect(self._pressed)
        stage.changed.connect(self._page_changed)
        synchroniser.finished.connect(self._told)

    @property
    def changed(self) -> bool:
        """Whether somebody left another theme or language behind."""
        settings = self._stage.services.settings
        theme = self._stage.shell.theme.name.value
        return theme != settings.theme or i18n.language() != settings.language

    def check_in(self, appointment: str) -> None:
        """An appointment's slip was scanned."""
        self._tickets.take(appointment)

    def reset(self) -> None:
        """The next person begins with the station's own theme and language."""
        self._help = None
        self._speaker.stop()
        settings = self._stage.services.settings
        i18n.use(settings.language)
        self.dress(ThemeName(settings.theme))

    def dress(self, name: ThemeName) -> None:
        """Another theme for the whole application."""
        shell = self._stage.shell
        screen = shell.theme.screen
        self.fit(name, screen)

    def fit(self, name: ThemeName, screen: Screen) -> None:
        """A theme on a screen of this size."""
        app = QApplication.instance()
        theme = build_theme(name, screen)
        if isinstance(app, QApplication):
            apply_theme(app, theme)
        self._stage.shell.apply(theme)

    def _pressed(self, pressed: RailPressed) -> None:
        if self._stage.working:
            return
        match pressed.aid:
            case Aid.LEAVE:
                self._first_cell(pressed.leave)
            case Aid.VOICE:
                self._read_aloud()
            case Aid.LARGE:
                self._toggle(ThemeName.ELDER)
            case Aid.CONTRAST:
                self._toggle(ThemeName.CONTRAST)
            case Aid.LANGUAGE:
                self._other_language()
            case Aid.HELP:
                self._call()

    def _first_cell(self, leave: Leave) -> None:
        match leave:
            case Leave.MY:
                self._mine()
            case Leave.TICKET:
                self._tickets.take()
            case _:
                self._leave()

    def _toggle(self, wanted: ThemeName) -> None:
        on = self._stage.shell.theme.name is wanted
        self.dress(ThemeName.STANDARD if on else wanted)
        self._stage.redraw()

    def _other_language(self) -> None:
        i18n.use("en" if i18n.language() != "en" else i18n.SOURCE)
        self._spoken_language()
        self._stage.shell.apply(self._stage.shell.theme)
        self._stage.redraw()

    def _read_aloud(self) -> None:
        page = self._stage.shell.page
        if self._speaker.speaking:
            self._speaker.stop()
        elif page is not None and self._speaker.available:
            self._speaker.say(page.spoken(), slow=self._stage.shell.theme.large)
        self._stage.shell.set_voice(self._speaker.speaking)

    def _page_changed(self) -> None:
        self._speaker.stop()
        self._stage.shell.set_voice(on=False)

    def _call(self) -> None:
        settings = self._stage.services.settings
        page = type(self._stage.shell.page).__name__
        self._help = HelpData(
            name=settings.help_name, phone=settings.help_phone, terminal=settings.terminal
        )
        self._show_help()
        self._stage.store(
            lambda station: afterwards.call_help(station, page), lambda _none: self._sync.now()
        )

    def _show_help(self) -> None:
        data = self._help
        if data is not None:
            self._stage.interrupt(lambda theme: HelpPage(theme, data))

    def _told(self, summary: Summary | None) -> None:
        """The exchange has the call, or could not be reached."""
        if self._help is None or not isinstance(self._stage.shell.page, HelpPage):
            return
        told = summary is not None and summary.help_calls > 0
        if self._help.told is None:
            self._help = HelpData(
                self._help.name, self._help.phone, told=told, terminal=self._help.terminal
            )
            self._show_help()
