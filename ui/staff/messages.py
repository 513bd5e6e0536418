"""What the centre says to staff → lines and matters, until somebody says that it was read."""

from __future__ import annotations

from collections.abc import Mapping

from offline.i18n import tr
from ui.components.buttons import Kind
from ui.desk.data import Line
from ui.desk.dossier import Deed, Matter
from ui.staff import deeds


def entries(messages: Mapping[int, str]) -> tuple[tuple[Line, Matter], ...]:
    """The newest first."""
    return tuple(_entry(number, messages[number]) for number in sorted(messages, reverse=True))


def _entry(number: int, words: str) -> tuple[Line, Matter]:
    title = tr("县里的通知")
    line = Line(
        deeds.MESSAGE, str(number), words, state=tr("没看过"), tone="info", icon="bell", number=""
    )
    return line, Matter(
        deeds.MESSAGE,
        str(number),
        title,
        quote=(title, words),
        tone="info",
        deeds=(Deed("confirm", tr("看过了"), kind=Kind.PRIMARY),),
    )
