"""Colours and line widths of an OFD's objects: their own, else their DrawParam's, else usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from printers.ofd.package import OfdError, OfdFault, numbers

_DEEP = 16
_OPAQUE = 255
_GREY, _RGB, _CMYK = 1, 3, 4


@dataclass(frozen=True, slots=True)
class Looks:
    """An object, then the draw parameters that stand behind it, nearest first."""

    behind: tuple[etree._Element, ...]

    def colour(self, name: str, usual: str) -> str:
        """``#rrggbb`` or ``#rrggbbaa`` of FillColor or StrokeColor (OfdError for shadings)."""
        for one in self.behind:
            found = one.find(name)
            if found is not None:
                return _colour(found, self._alpha())
        return _faded(usual, self._alpha()) if usual else ""

    def number(self, name: str, usual: float) -> float:
        """An attribute as a number."""
        told = self.word(name, "")
        return numbers(told, 1)[0] if told else usual

    def word(self, name: str, usual: str) -> str:
        """An attribute as it stands."""
        return next((one.get(name, "") for one in self.behind if one.get(name)), usual)

    def _alpha(self) -> int:
        return _level(numbers(self.behind[0].get("Alpha", str(_OPAQUE)), 1)[0])


def looks_of(one: etree._Element, layer: str, parameters: Mapping[str, etree._Element]) -> Looks:
    """Of an object; ``layer`` is the id of its layer's draw parameter (8.2)."""
    named = one.get("DrawParam") or layer
    return Looks((one, *_chain(named, parameters)))


def _chain(named: str, parameters: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    for _ in range(_DEEP):
        found = parameters.get(named)
        if found is None:
            return
        yield found
        named = found.get("Relative", "")


def _colour(element: etree._Element, alpha: int) -> str:
    if len(element):
        raise OfdError(OfdFault.UNSUPPORTED, f"a colour by {element[0].tag}")
    if not element.get("Value"):
        raise OfdError(OfdFault.UNSUPPORTED, "a colour of a palette")
    levels = [_level(one) for one in numbers(element.get("Value", ""))]
    if len(levels) == _CMYK:
        rest = _OPAQUE - levels[3]
        levels = [(_OPAQUE - one) * rest // _OPAQUE for one in levels[:3]]
    if len(levels) not in {_GREY, _RGB}:
        raise OfdError(OfdFault.UNSUPPORTED, f"a colour of {len(levels)} parts")
    red, green, blue = levels if len(levels) == _RGB else levels * _RGB
    own = _level(numbers(element.get("Alpha", str(_OPAQUE)), 1)[0])
    return _faded(f"#{red:02x}{green:02x}{blue:02x}", own * alpha // _OPAQUE)


def _faded(colour: str, alpha: int) -> str:
    return colour if alpha == _OPAQUE else f"{colour}{alpha:02x}"


def _level(told: float) -> int:
    return min(max(int(told), 0), _OPAQUE)
