"""Places on an OFD page: affine maps (GB/T 33190 8.5: x' = ax + cy + e, y' = bx + dy + f), arcs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, ceil, cos, hypot, pi, radians, sin, sqrt, tan

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Affine:
    """The six numbers of a CTM."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> Point:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Affine) -> Affine:
        """This map of what ``inner`` mapped before."""
        e, f = self.at(inner.e, inner.f)
        return Affine(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def scale(self) -> float:
        """How much larger it makes a line's width."""
        return sqrt(abs(self.a * self.d - self.b * self.c))

    def parts(self) -> tuple[float, float, float, float]:
        """Turn and shear (radians), scale across and down: M = turn · scale · shear across.

        ZeroDivisionError for a map that leaves nothing to see.
        """
        across = hypot(self.a, self.b)
        down = (self.a * self.d - self.b * self.c) / across
        shear = (self.a * self.c + self.b * self.d) / across
        return atan2(self.b, self.a), atan2(shear, across), across, down


PLAIN = Affine()
"""Everything where and as it is."""


def shifted(x: float, y: float) -> Affine:
    """A map that moves only."""
    return Affine(e=x, f=y)


def turned(degrees: float) -> Affine:
    """A map that turns about the origin, clockwise on the page."""
    cosine, sine = cos(radians(degrees)), sin(radians(degrees))
    return Affine(cosine, sine, -sine, cosine)


def arc(
    begin: Point, radii: Point, tilt: float, *, large: bool, sweep: bool, end: Point
) -> Iterator[tuple[Point, Point, Point]]:
    """An elliptic arc as cubic curves, each two controls and an end (as SVG 1.1, F.6.5).

    ``tilt`` in degrees; ``sweep`` is clockwise on the page. Nothing for an arc without length.
    """
    if begin == end:
        return
    rx, ry = abs(radii[0]), abs(radii[1])
    if not (rx and ry):
        yield begin, end, end
        return
    cosine, sine = cos(radians(tilt)), sin(radians(tilt))
    half_x, half_y = (begin[0] - end[0]) / 2, (begin[1] - end[1]) / 2
    x, y = cosine * half_x + sine * half_y, cosine * half_y - sine * half_x
    stretch = max(1.0, sqrt((x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * stretch, ry * stretch
    over = (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2
    under = (rx * y) ** 2 + (ry * x) ** 2
    factor = sqrt(max(0.0, over / under)) * (-1 if large == sweep else 1)
    middle_x, middle_y = factor * rx * y / ry, -factor * ry * x / rx
    ellipse = Affine(
        cosine * rx,
        sine * rx,
        -sine * ry,
        cosine * ry,
        cosine * middle_x - sine * middle_y + (begin[0] + end[0]) / 2,
        sine * middle_x + cosine * middle_y + (begin[1] + end[1]) / 2,
    )
    first = atan2((y - middle_y) / ry, (x - middle_x) / rx)
    last = atan2((-y - middle_y) / ry, (-x - middle_x) / rx)
    yield from _circular(ellipse, first, _span(last - first, sweep=sweep))


def _span(angle: float, *, sweep: bool) -> float:
    if sweep and angle < 0:
        return angle + 2 * pi
    return angle - 2 * pi if not sweep and angle > 0 else angle


def _circular(ellipse: Affine, first: float, span: float) -> Iterator[tuple[Point, Point, Point]]:
    """Quarter by quarter, each off by less than a thousandth of the radius."""
    count = max(1, ceil(abs(span) / (pi / 2) - 1e-9))
    step = span / count
    reach = 4 / 3 * tan(step / 4)
    for number in range(count):
        one, two = first + number * step, first + (number + 1) * step
        yield (
            ellipse.at(cos(one) - reach * sin(one), sin(one) + reach * cos(one)),
            ellipse.at(cos(two) + reach * sin(two), sin(two) - reach * cos(two)),
            ellipse.at(cos(two), sin(two)),
        )
