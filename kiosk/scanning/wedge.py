"""A scanner that plays a keyboard: its strokes are caught before any field, shortcut or IM.

A filter on the application sees each key first. It holds what could be a scan and replays what was
a person's, a wink later (``Rule.gap``), so that neither prefix nor digits leak into a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from kiosk.scanning.burst import TERMINATORS, Burst, Hold, Pass, Replay, Rule, Scanned
from kiosk.scanning.port import Scan

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_GRACE = 0.015  # seconds: keys that were struck in time may arrive a little later
_DOUBLED = 0.015  # seconds: no held key repeats so fast
"""Qt takes a key released and struck again in one millisecond for a held one; a fast scanner does
that where a letter stands twice.
"""
_LATE = 0.03  # seconds: a timer later than this means that the window was busy


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A key event as it came, and for whom."""

    receiver: QObject
    event: QKeyEvent


class WedgeScanner(QObject):
    """Fulfils ``Scanner``; lives on the GUI thread."""

    name = "wedge"

    def __init__(self, rule: Rule | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._burst: Burst[_Stroke] = Burst(rule or Rule())
        self._on_scan: Callable[[Scan], None] | None = None
        self._down: set[int] = set()
        self._replaying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._waited)
        self._due = 0.0

    def start(self, on_scan: Callable[[Scan], None]) -> None:
        """Watch the application's keys (there must be one) until stopped."""
        self._on_scan = on_scan
        application = QCoreApplication.instance()
        if application is None:
            raise RuntimeError("a wedge scanner needs an application")
        application.installEventFilter(self)

    def stop(self) -> None:
        """Hand back what is held and watch no longer."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()
        self._act(self._burst.settle(float("inf")))
        self._on_scan = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        """Whether a key is kept from its receiver."""
        if self._replaying or event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._override(event)
        at = _time_of(event)
        self._act(self._burst.settle(at))
        stroke = _Stroke(watched, _copy(event))
        outcome = self._told(event, at, stroke)
        self._act(outcome)
        return not isinstance(outcome, Pass)

    def _override(self, event: QKeyEvent) -> bool:
        """Claim a character, so that it comes as a key press and fires no shortcut on its way."""
        text = _character(event)
        if not text or (text in TERMINATORS and not self._burst.holding):
            return False
        event.accept()
        return True

    def _told(
        self, event: QKeyEvent, at: float, stroke: _Stroke
    ) -> Pass | Hold | Replay[_Stroke] | Scanned[_Stroke]:
        if event.type() == QEvent.Type.KeyRelease:
            if event.key() in self._down:
                self._down.discard(event.key())
                return Hold()
            return self._burst.aside(at, stroke)
        if event.key() == Qt.Key.Key_Shift:
            return self._burst.shift(at, stroke)
        held = event.isAutoRepeat() and self._burst.since(at) > _DOUBLED
        return self._burst.key("" if held else _character(event), at, stroke)

    def _act(self, outcome: Pass | Hold | Replay[_Stroke] | Scanned[_Stroke] | None) -> None:
        match outcome:
            case Replay(keys=keys):
                self._replay(keys)
            case Scanned(text=text, before=before, dropped=dropped):
                self._replay(before)
                self._forget(dropped)
                self._deliver(text)
            case _:
                pass
        if self._burst.holding:
            self._due = monotonic() + self._burst.wait
            if not self._timer.isActive():  # else it finds out by itself that more has come
                self._timer.start(_milliseconds(self._burst.wait))

    def _waited(self) -> None:
        """Nothing more came, or it did, or the window was busy and keys still lie in its queue."""
        late = monotonic() - self._due
        if not self._burst.holding:
            return
        if late < 0 or late > _LATE:
            self._due += late + self._burst.wait if late > 0 else 0
            self._timer.start(_milliseconds(self._due - monotonic()))
            return
        self._act(self._burst.settle(float("inf")))

    def _replay(self, strokes: Iterable[_Stroke]) -> None:
        self._replaying = True
        try:
            for stroke in strokes:
                if shiboken6.isValid(stroke.receiver):
                    QCoreApplication.sendEvent(stroke.receiver, stroke.event)
        finally:
            self._replaying = False

    def _forget(self, strokes: Iterable[_Stroke]) -> None:
        """Remember which of a scan's keys are still down: their release is nobody's."""
        for stroke in strokes:
            if stroke.event.type() == QEvent.Type.KeyPress:
                self._down.add(stroke.event.key())
            else:
                self._down.discard(stroke.event.key())

    def _deliver(self, text: str) -> None:
        """Call back when Qt has finished with the key, so that a page may do what it likes."""
        if text and self._on_scan is not None:
            on_scan = self._on_scan
            QTimer.singleShot(0, self, lambda: on_scan(Scan(text, "wedge")))


def _milliseconds(seconds: float) -> int:
    return max(1, round((seconds + _GRACE) * 1000))


def _time_of(event: QKeyEvent) -> float:
    """Seconds: the platform's own time of the key, else now. Only differences are used."""
    return event.timestamp() / 1000 if event.timestamp() else monotonic()


def _character(event: QKeyEvent) -> str:
    """The one character of a key, a terminator, or "" for keys that write nothing."""
    text = event.text()
    if len(text) == 1 and text in TERMINATORS:
        return text
    if event.modifiers() & _COMMANDS or not text.isprintable():
        return ""
    return text


def _copy(event: QKeyEvent) -> QKeyEvent:
    copy = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copy.setTimestamp(event.timestamp())
    return copy
