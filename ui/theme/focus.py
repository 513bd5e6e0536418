"""Keyboard focus: drawn only once a key has moved it, gone again at the next touch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

PROPERTY = "keyboard"
_TOUCHES = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
)


class KeyFocus(QObject):
    """An event filter on the application that marks the focused widget after a key.

    The marked widget has the dynamic property ``keyboard`` set to true; the style sheet and the
    painted widgets look at it.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._by_key = False
        app.focusChanged.connect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys and touches go by; nothing is ever held back."""
        if event.type() == QEvent.Type.KeyPress and not self._by_key:
            self._by_key = True
            mark(QApplication.focusWidget(), on=True)
        elif event.type() in _TOUCHES and self._by_key:
            self._by_key = False
            mark(QApplication.focusWidget(), on=False)
        return super().eventFilter(watched, event)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        mark(old, on=False)
        mark(new, on=self._by_key)


def mark(widget: QWidget | None, *, on: bool) -> None:
    """Show or hide the focus border of a widget."""
    if widget is None or bool(widget.property(PROPERTY)) == on:
        return
    widget.setProperty(PROPERTY, on)
    repolish(widget)


def focus_shown(widget: QWidget) -> bool:
    """Whether a painted widget should draw its focus border."""
    return widget.hasFocus() and bool(widget.property(PROPERTY))


def repolish(widget: QWidget) -> None:
    """Make the style sheet look again at a widget's dynamic properties."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
