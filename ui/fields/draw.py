"""A signature or a sketch by finger, pen or mouse: a PNG, black on white, with its strokes."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from offline import handwriting
from offline.i18n import tr
from ui.components.buttons import Button, small
from ui.components.paint import Box, draw_box, sized_font
from ui.fields import pictures
from ui.fields.base import Field
from ui.theme import Theme

OUTPUT = QSize(handwriting.WIDTH, handwriting.HEIGHT)
"""Pixels of the picture that is stored."""

_STAFF_HIGH = 120


class Canvas(QWidget):
    """A sheet to write on. Strokes are kept as parts of its size, so that a picture of any size can
    be made of them.
    """

    drawn = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[list[QPointF]] = []
        self._under: QImage | None = None
        self._error = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_STAFF_HIGH if theme.staff else theme.px(220))
        self.setMaximumHeight(_STAFF_HIGH if theme.staff else theme.px(620))

    @property
    def empty(self) -> bool:
        return not self._strokes

    def sizeHint(self) -> QSize:
        """The shape of the stored picture."""
        return QSize(self._theme.px(952), self._theme.px(440))

    def wipe(self) -> None:
        """A clean sheet."""
        self._strokes, self._under = [], None
        self.update()

    def undo(self) -> None:
        """Take the last stroke back."""
        del self._strokes[-1:]
        self.update()

    def show_stored(self, data: bytes | None) -> None:
        """Show a picture drawn before."""
        image = QImage.fromData(data) if data else QImage()
        self._under = None if image.isNull() else image
        self._strokes = []
        self.update()

    def show_error(self, *, on: bool) -> None:
        """Draw the border in vermilion."""
        self._error = on
        self.update()

    def png(self) -> bytes:
        """The drawing as PNG bytes, the strokes within (``handwriting.strokes_of``)."""
        image = QImage(OUTPUT, QImage.Format.Format_Grayscale8)
        image.fill(QColor("white"))
        painter = QPainter(image)
        self._draw(painter, QRectF(image.rect()), QColor("black"))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return handwriting.with_strokes(bytes(buffer.data().data()), self._points())

    def _points(self) -> tuple[handwriting.Stroke, ...]:
        wide, high = OUTPUT.width(), OUTPUT.height()

        def pixel(at: QPointF) -> tuple[int, int]:
            x, y = round(at.x() * wide), round(at.y() * high)
            return min(max(x, 0), wide), min(max(y, 0), high)

        return tuple(tuple(map(pixel, stroke)) for stroke in self._strokes)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        self._strokes.append([self._share(event.position())])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A stroke goes on."""
        if self._strokes:
            self._strokes[-1].append(self._share(event.position()))
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """A stroke ends."""
        self.drawn.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sheet, what was drawn, and a word where to write."""
        colour, border = self._theme.colour, self._theme.border
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colour.vermilion if self._error else colour.edge
        width = border.error if self._error else border.control
        draw_box(painter, self._theme, QRectF(self.rect()), Box(colour.paper, edge, width))
        if self._under is not None:
            painter.drawImage(self._inner(), self._under)
        if self.empty and self._under is None:
            self._invite(painter)
        self._draw(painter, QRectF(self.rect()), QColor(colour.ink))

    def _inner(self) -> QRectF:
        inset = self._theme.border.selected
        return QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)

    def _invite(self, painter: QPainter) -> None:
        painter.setFont(sized_font(self.font(), self._theme.type.body))
        painter.setPen(QColor(self._theme.colour.ink_2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("用手指或笔写在这里"))

    def _draw(self, painter: QPainter, area: QRectF, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, handwriting.PEN * area.width() / OUTPUT.width())
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            points = [QPointF(at.x() * area.width(), at.y() * area.height()) for at in stroke]
            painter.drawPolyline(QPolygonF(points if len(points) > 1 else points * 2))

    def _share(self, at: QPointF) -> QPointF:
        return QPointF(at.x() / max(self.width(), 1), at.y() / max(self.height(), 1))


class DrawField(Field):
    """The sheet with 擦掉重写 and 退一笔, and a picture instead for who cannot write."""

    grows = True
    _canvas: Canvas
    _dirty = False
    _other: Button

    def build(self) -> None:
        self._canvas = Canvas(self._theme)
        self._canvas.setAccessibleName(self._question.label)
        self._canvas.drawn.connect(self._draw_on)
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.m)
        undo, wipe = (
            small(self._theme, tr("退一笔"), "back"),
            small(self._theme, tr("擦掉重写"), "trash"),
        )
        self._other = small(self._theme, tr("用照片代替"), "upload")
        undo.clicked.connect(self._undo)
        wipe.clicked.connect(self._wipe)
        self._other.clicked.connect(self._ask)
        for button in (undo, wipe, self._other):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self._rows.addWidget(self._canvas, 1)
        self._rows.addWidget(self._problem)
        self._rows.addLayout(row)

    def show_value(self, value: str) -> None:
        if not self._dirty:
            self._canvas.show_stored(self._helpers.attachment(value) if value else None)

    def show_state(self, state: str) -> None:
        self._canvas.show_error(on=state == "error")

    def first(self) -> QWidget:
        return self._other

    @property
    def columns(self) -> int:
        return 2

    def commit(self) -> None:
        """Hand in what was drawn since the last time: pages call this before they go on."""
        if self._dirty:
            self._dirty = False
            if self._canvas.empty:
                self.changed.emit("")
            else:
                self.attach_bytes.emit(self._canvas.png())

    def _draw_on(self) -> None:
        self._dirty = True

    def _undo(self) -> None:
        self._canvas.undo()
        self._dirty = True

    def _wipe(self) -> None:
        self._canvas.wipe()
        self._dirty = True

    def _ask(self) -> None:
        self._helpers.choose(self, f"{tr('照片')} (*.png *.jpg *.jpeg)", self._take)

    def _take(self, path: str) -> None:
        if pictures.from_file(path, QSize(64, 64)) is None:
            self.show_problem(tr("这个文件不是照片，请换一张"))
            return
        self._dirty = False
        self.attach.emit(path)
