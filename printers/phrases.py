"""Pieces of wording that several papers share: heading and foot, rows, times, help."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from offline.i18n import tr
from printers.papers import StationPaper, local

Data = dict[str, Any]
Row = list[str]


def heading(paper: StationPaper) -> Data:
    """Whose paper it is, the mark of a 补打, and the foot."""
    return {
        "site": paper.site.town + paper.site.name,
        "reprint": _reprint(paper) if paper.copy > 1 else None,
        "foot": [
            tr("机器 {terminal}", terminal=paper.site.terminal) if paper.site.terminal else "",
            minute(paper.printed),
            tr("第 {copy} 次打印", copy=paper.copy),
        ],
    }


def rows(*pairs: tuple[str, str]) -> list[Row]:
    """Labels with their values, those without a value left out."""
    return [[label, value] for label, value in pairs if value]


def minute(moment: datetime) -> str:
    """A moment by the country's wall clock, to the minute."""
    return local(moment).strftime("%Y-%m-%d %H:%M")


def help_steps(phone: str) -> list[Row]:
    """The step that names whom to ring, where a number is known."""
    return [[tr("有事要问，打"), phone]] if phone else []


def _reprint(paper: StationPaper) -> Data:
    when = minute(paper.printed)
    return {"tag": tr("补打"), "words": tr("第 {copy} 次，{when}", copy=paper.copy, when=when)}
