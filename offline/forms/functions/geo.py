"""Places: points are ``latitude longitude [altitude accuracy]``, traces and shapes ``;`` lists."""

from __future__ import annotations

import math
from itertools import pairwise

from offline.forms.functions.registry import function
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError, Value
from offline.i18n import tr

EARTH_RADIUS = 6_378_100.0
"""Metres, at the equator (JavaRosa, ``GeoUtils``)."""
Point = tuple[float, float]


def _points(scope: Scope, values: tuple[Value, ...]) -> list[Point]:
    texts: list[str] = []
    for value in values:
        if isinstance(value, list):
            texts += [scope.rules.string([node]) for node in value]
        else:
            texts.append(scope.rules.string(value))
    return [point for text in texts for point in trace(text)]


def trace(text: str) -> list[Point]:
    """The points of a geopoint, geotrace or geoshape (EvaluationError if it is none)."""
    return [_point(piece) for piece in text.split(";") if piece.strip()]


def _point(text: str) -> Point:
    parts = text.split()
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
    except (ValueError, IndexError):
        raise EvaluationError(tr("位置要有纬度和经度")) from None
    return latitude, longitude


@function("distance", least=1, most=None, returns="number")
def _distance(scope: Scope, *values: Value) -> float:
    return math.fsum(_between(one, other) for one, other in pairwise(_points(scope, values)))


def _between(one: Point, other: Point) -> float:
    (lat1, lon1), (lat2, lon2) = [tuple(map(math.radians, p)) for p in (one, other)]
    cosine = math.sin(lat1) * math.sin(lat2)
    cosine += math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_RADIUS


@function("area", "enclosed-area", least=1, most=1, returns="number")
def _area(scope: Scope, value: Value) -> float:
    points = _points(scope, (value,))
    if len(points) < 3:  # noqa: PLR2004 — a polygon has three corners
        return 0.0
    circumference = 2 * math.pi * EARTH_RADIUS
    lat0, lon0 = points[0]
    flat = [
        (
            (lon - lon0) * circumference * math.cos(math.radians(lat)) / 360.0,
            (lat - lat0) * circumference / 360.0,
        )
        for lat, lon in points[1:]
    ]
    return abs(sum((y1 * x2 - x1 * y2) / 2.0 for (x1, y1), (x2, y2) in pairwise(flat)))


@function("geofence", least=2, most=2, returns="boolean")
def _geofence(scope: Scope, place: Value, shape: Value) -> bool:
    here, corners = _points(scope, (place,)), _points(scope, (shape,))
    return bool(here) and inside(here[0], corners)


def inside(point: Point, corners: list[Point]) -> bool:
    """Whether a point lies in a closed polygon (ray casting; its last corner is its first)."""
    y, x = point
    within = False
    for (y1, x1), (y2, x2) in pairwise(corners):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within
