"""第 n 页，共 m 页, with 上一页 and 下一页."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import small
from ui.components.text import Text
from ui.theme import Theme


class Pager(QWidget):
    """``turned`` carries the page (from 0) that a person went to."""

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._page, self._pages = 0, 1
        self._words = Text("", "hint")
        back, on = tr("上一页"), tr("下一页")
        self._short = not theme.portrait
        self._back = small(theme, "" if self._short else back, "chevron-up", name=back)
        self._on = small(theme, "" if self._short else on, "chevron-down", name=on)
        self._back.clicked.connect(lambda: self._go(self._page - 1))
        self._on.clicked.connect(lambda: self._go(self._page + 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self._words.one_line() if self._short else self._words, 1)
        row.addWidget(self._back)
        row.addWidget(self._on)

    @property
    def page(self) -> int:
        return self._page

    def show_pages(self, page: int, pages: int) -> None:
        """Show a page of so many, without telling anyone. One page needs no pager."""
        self._pages = max(pages, 1)
        self._page = min(max(page, 0), self._pages - 1)
        words = tr("第 {page} 页，共 {pages} 页", page=self._page + 1, pages=self._pages)
        self._words.show_text(f"{self._page + 1} / {self._pages}" if self._short else words)
        self._words.setAccessibleName(words)
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page < self._pages - 1)
        self.setVisible(self._pages > 1)

    def _go(self, page: int) -> None:
        self.show_pages(page, self._pages)
        self.turned.emit(self._page)
