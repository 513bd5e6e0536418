"""读给我听: a page's words read aloud by the machine's own synthesiser, offline.

``espeak-ng`` reads hanzi as English, but reads pinyin with tone numbers rightly in its voice
``cmn-latn-pinyin`` (FACTS, Platform), so the words are turned into pinyin first.
"""

from __future__ import annotations

import re
from shutil import which

from pypinyin import Style, lazy_pinyin
from PySide6.QtCore import QObject, QProcess

PROGRAM = "espeak-ng"
VOICE = "cmn-latn-pinyin"
WORDS_PER_MINUTE = {"standard": 150, "elder": 120}

_HANZI = re.compile(r"[㐀-鿿𠀀-𲎯]")


def pinyin(text: str) -> str:
    """The text with hanzi as pinyin and tone numbers; figures, letters and stops stay."""
    parts = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join(part.strip() for part in parts if part.strip())


class Speaker(QObject):
    """Reads one text at a time; a new one, or leaving the page, stops the old."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)

    @property
    def available(self) -> bool:
        """Whether this machine has a synthesiser."""
        return which(PROGRAM) is not None

    @property
    def speaking(self) -> bool:
        """Whether something is being read now."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def say(self, text: str, *, slow: bool = False) -> None:
        """Read a text from its beginning."""
        self.stop()
        chinese = bool(_HANZI.search(text))
        speed = WORDS_PER_MINUTE["elder" if slow else "standard"]
        voice = VOICE if chinese else "en"
        words = pinyin(text) if chinese else text
        self._process.start(PROGRAM, ["-v", voice, "-s", str(speed), "--stdin"])
        self._process.write(words.encode())
        self._process.closeWriteChannel()

    def stop(self) -> None:
        """Be silent."""
        if self.speaking:
            self._process.kill()
            self._process.waitForFinished(500)
