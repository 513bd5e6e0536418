"""Places: latitude and longitude from the device or typed; lines of points for traces and shapes.

A geopoint is ``lat lon altitude accuracy`` (degrees, metres), a trace points joined by ``;``.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import small
from ui.components.text import Text
from ui.fields.base import Field
from ui.fields.figures import DECIMAL
from ui.fields.line import Line
from ui.fields.text import MultilineField

_BOUNDS = (90.0, 180.0)


def read_point(text: str) -> tuple[float, ...] | None:
    """The numbers of a point (two to four); None if it is no place on earth."""
    try:
        numbers = tuple(float(part) for part in text.replace(",", " ").split())
    except ValueError:
        return None
    if not 2 <= len(numbers) <= 4:  # noqa: PLR2004 — ODK: latitude, longitude, altitude, accuracy
        return None
    inside = all(abs(number) <= bound for number, bound in zip(numbers, _BOUNDS, strict=False))
    return numbers if inside else None


def serialised_point(numbers: tuple[float, ...]) -> str:
    """As the instance holds it, always four numbers."""
    padded = (*numbers, 0.0, 0.0)[:4]
    return " ".join(f"{number:.7f}".rstrip("0").rstrip(".") for number in padded)


class GeopointField(Field):
    """Two boxes, and a button where the device knows its place."""

    _latitude: Line
    _longitude: Line
    _rest: tuple[float, ...] = ()
    _accuracy: Text

    def build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.m)
        self._latitude = self._box(row, tr("纬度"))
        self._longitude = self._box(row, tr("经度"))
        self._longitude.entered.connect(self.done)
        self._latitude.entered.connect(self._longitude.setFocus)
        self._rows.addLayout(row)
        self._accuracy = Text("", "hint")
        if self._helpers.locate is not None:
            here = small(self._theme, tr("用本机的位置"), "place")
            here.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            here.clicked.connect(self._locate)
            self._rows.addWidget(here)
        self._rows.addWidget(self._accuracy)
        self._accuracy.hide()
        self._rows.addWidget(self._problem)

    def value(self) -> str:
        point = self._point()
        return "" if point is None else serialised_point((*point, *self._rest))

    def show_value(self, value: str) -> None:
        point = read_point(value)
        self._rest = point[2:] if point else ()
        latitude, longitude = (f"{number:.7g}" for number in point[:2]) if point else ("", "")
        self._latitude.setText(latitude)
        self._longitude.setText(longitude)
        self._say_accuracy()

    def show_state(self, state: str) -> None:
        for line in (self._latitude, self._longitude):
            line.dress(state)

    def first(self) -> QWidget:
        return self._latitude

    def complaint(self) -> str:
        both = f"{self._latitude.text()} {self._longitude.text()}".strip()
        if not both or self._point() is not None:
            return ""
        return tr("纬度是 -90 到 90，经度是 -180 到 180，请看看输全没有")

    @property
    def columns(self) -> int:
        return 2

    def _box(self, row: QHBoxLayout, name: str) -> Line:
        line = Line(self._theme, dense=self._dense)
        line.setAccessibleName(f"{self._question.label} {name}")
        line.setPlaceholderText(name)
        line.typed.connect(lambda: self._typed(line))
        line.left.connect(self.commit)
        column = QVBoxLayout()
        if not self._dense:
            column.addWidget(Text(name, "label"))
        column.addWidget(line)
        row.addLayout(column, 1)
        return line

    def _typed(self, line: Line) -> None:
        kept = DECIMAL.filtered(line.text())
        if kept != line.text():
            line.setText(kept)
        self._rest = ()
        self.edited()

    def _point(self) -> tuple[float, ...] | None:
        return read_point(f"{self._latitude.text()} {self._longitude.text()}")

    def _locate(self) -> None:
        place = self._helpers.locate() if self._helpers.locate else None
        if place is None:
            self.show_problem(tr("现在定不了位，可以自己输，或者到窗外再试"))
            return
        self.show_problem("")
        numbers = (place.latitude, place.longitude, place.altitude, place.accuracy)
        self.show_value(serialised_point(numbers))
        self.tell()

    def _say_accuracy(self) -> None:
        metres = self._rest[1] if len(self._rest) > 1 else 0
        self._accuracy.show_text(tr("定位误差 {metres} 米", metres=round(metres)))
        self._accuracy.setVisible(bool(metres))


class GeolineField(MultilineField):
    """A trace or shape, one point a line: latitude, blank, longitude."""

    def value(self) -> str:
        points = [read_point(line) for line in self._lines()]
        if not points or any(point is None for point in points):
            return ""
        return ";".join(serialised_point(point) for point in points if point)

    def show_value(self, value: str) -> None:
        shown = [" ".join(part.split()[:2]) for part in value.split(";") if part.strip()]
        super().show_value("\n".join(shown))

    def complaint(self) -> str:
        for at, line in enumerate(self._lines(), 1):
            if read_point(line) is None:
                return tr("第 {line} 行不是一个位置，像 32.05 118.78 这样输", line=at)
        return ""

    @property
    def columns(self) -> int:
        return 2

    def _lines(self) -> list[str]:
        return [line for line in self._paper.toPlainText().splitlines() if line.strip()]
