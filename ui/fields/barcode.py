"""A code to scan into an answer, or to type when it will not scan."""

from __future__ import annotations

from offline.i18n import tr
from ui.components.text import Text
from ui.fields.line import Line
from ui.fields.text import TextField


class BarcodeField(TextField):
    """A box with the sign of a scan; a scan that reaches the page goes into it."""

    def build(self) -> None:
        self._line = Line(self._theme, dense=self._dense, symbol="scan")
        self._line.setAccessibleName(self._question.label)
        self._line.setPlaceholderText(tr("扫一下，或者自己输"))
        self._line.typed.connect(self.edited)
        self._line.left.connect(self.commit)
        self._line.entered.connect(self.done)
        self._rows.addWidget(self._line)
        if not self._dense:
            self._rows.addWidget(Text(tr("把码对着扫码口，离一个手掌远"), "hint"))
            self._rows.addWidget(self._problem)

    def take_scan(self, text: str) -> bool:
        self._line.setText(text.strip())
        self.commit()
        return True
