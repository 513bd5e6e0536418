"""Words on a page: labels whose look is a role, with hand breaks and bold runs."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_BOLD = re.compile(r"</?b>")
_ESCAPED_BOLD = re.compile(r"&lt;(/?b)&gt;")
_LEADING = {"display": 84, "title": 91}
_BODY_LEADING = 104
# Latin letters reach below the line where hanzi do not: tight leading would cut them.
_DESCENDERS = re.compile("[gjpqyQ]")
_WHOLE = 100


class Text(QLabel):
    """A label of a role: display, title, h2, strong, number, lead, hint, label, small, problem.

    ``text`` may hold line breaks and ``<b>bold</b>`` runs; everything else is shown as it is, so
    data is never read as markup. Line height is 1.5 em,
    in titles 1.32, on the home page 1.22.
    """

    def __init__(
        self, text: str = "", role: str = "body", *, tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self._balanced = role == "title" and "\n" not in text
        self._leading = _LEADING.get(role, _BODY_LEADING)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show other words."""
        self.setAccessibleName(plain(text))
        low = _DESCENDERS.search(plain(text)) is not None
        leading = max(self._leading, _WHOLE) if low else self._leading
        self.setText(f'<p style="line-height:{leading}%; white-space:pre-wrap">{_markup(text)}</p>')

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A title of two lines never leaves a character or two alone on the second."""
        super().resizeEvent(event)
        if not self._balanced:
            return
        em, room = self.fontMetrics().height() / 1.45, self.width()
        wide = self.fontMetrics().horizontalAdvance(self.accessibleName())
        alone = room < wide < room + 2.5 * em
        self.setContentsMargins(0, 0, round(room - wide / 2 - em) if alone else 0, 0)

    def one_line(self) -> Text:
        """Never wrap: for words that are known to be short."""
        self.setWordWrap(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        return self

    def aligned(self, where: Qt.AlignmentFlag) -> Text:
        """Put the words elsewhere than left and vertically centred."""
        self.setAlignment(where)
        return self


def plain(text: str) -> str:
    """The words alone, as a screen reader or a voice should have them."""
    return _BOLD.sub("", text).replace("\n", "")


def _markup(text: str) -> str:
    escaped = html.escape(text).replace("\n", "<br>")
    return _ESCAPED_BOLD.sub(r"<\1>", escaped)
