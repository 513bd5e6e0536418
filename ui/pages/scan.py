"""Waiting for a code: the picture shows where to hold it. No green button: the scan acts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.scanning.picture import Grey
from offline.i18n import tr
from ui.components.buttons import secondary
from ui.components.marks import Disc
from ui.components.scanview import ScanView, picture_of
from ui.components.text import Text, plain
from ui.pages.base import Anatomy, Leave, Page, arrange
from ui.pages.home import CardPressed, TypeIdPressed
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class ScanData:
    """What is scanned: a service code, or with ``slip`` the code on a slip or receipt.

    ``status`` is the sentence in the picture; ``item`` names what was chosen before, if it was.
    With ``camera`` the picture is what a camera sees.
    """

    slip: bool = False
    status: str = ""
    item: str = ""
    card_reader: bool = True
    camera: bool = False


class ScanPage(Page):
    """Title, picture, three steps, and the two ways without a phone."""

    leave = Leave.HOME

    def __init__(self, theme: Theme, data: ScanData) -> None:
        super().__init__(theme)
        self.data = data
        self._title = tr("请扫单子上的码") if data.slip else tr("请扫您的服务码")
        self.setAccessibleName(self._title)
        self._view = ScanView(theme, data.status or self._usual_status(), slip=data.slip)
        steps = [self._step(number, words) for number, words in enumerate(self._steps(), 1)]
        parts = Anatomy(
            head=[Text(self._title, "title"), Text(self._hint(), "hint")],
            body=[self._view] if theme.portrait else [self._view, self._ways()],
            gap=20,
        )
        if theme.portrait:
            parts.body += [*steps]
            parts.low = [Text(self._other_words(), "strong"), self._ways()]
        else:
            parts.head += [_space(theme), *steps]
        arrange(self, parts)

    @property
    def status(self) -> str:
        """The sentence in the picture."""
        return self._view.accessibleName()

    def show_status(self, words: str) -> None:
        """Say in the picture what the scanner sees."""
        self._view.show_status(words)

    def show_picture(self, pixels: Grey) -> None:
        """Show what the camera sees, so that a person can aim."""
        self._view.show_picture(picture_of(pixels))

    def spoken(self) -> str:
        """Title, hint and steps."""
        return "。".join((self._title, self._hint(), *(plain(step) for step in self._steps())))

    def _hint(self) -> str:
        if self.data.item:
            return tr("要办的事：{item}", item=self.data.item)
        if self.data.slip:
            return tr("登记单、受理回执上都有")
        return tr("医保码、社保卡二维码也可以")

    def _usual_status(self) -> str:
        if self.data.camera:
            return tr("把码放进框里")
        return tr("把码对准屏幕下面的扫描口")

    def _steps(self) -> tuple[str, ...]:
        aim = tr("对准屏幕下面的<b>扫描口</b>，停两秒")
        if self.data.camera:
            aim = tr("把码对准<b>摄像头</b>，停两秒")
        if self.data.slip:
            return (
                tr("找到单子上的<b>方块码</b>"),
                aim,
                tr("听到“嘀”一声就好了"),
            )
        return (
            tr("手机打开<b>服务码</b>，屏幕调亮"),
            aim,
            tr("听到“嘀”一声就好了"),
        )

    def _step(self, number: int, words: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        gap = 0 if self.theme.portrait else self.theme.gap(10)
        row.setContentsMargins(0, gap, 0, gap)
        row.setSpacing(self.theme.gap(24))
        row.addWidget(Disc(self.theme, number))
        row.addWidget(Text(words, "step"), 1)
        return holder

    def _ways(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.space.l)
        if self.data.card_reader and not self.data.slip:
            card = secondary(self.theme, tr("刷身份证"), "id-card")
            card.clicked.connect(lambda: self.say(CardPressed()))
            row.addWidget(card, 1)
        typing = secondary(self.theme, self._typing_words(), "keypad")
        typing.clicked.connect(lambda: self.say(TypeIdPressed()))
        row.addWidget(typing, 1)
        return holder

    def _typing_words(self) -> str:
        return tr("输单子上的号") if self.data.slip else tr("输身份证号")

    def _other_words(self) -> str:
        return tr("单子不在身边也行") if self.data.slip else tr("没带手机也行")


def _space(theme: Theme) -> QWidget:
    gap = QWidget()
    gap.setFixedHeight(theme.px(20))
    return gap
