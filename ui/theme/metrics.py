"""Sizes in pixels on one screen, typed: text, space, radius, border, target, bar, icon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.theme.screen import Mode, Scale, Screen, scale_of
from ui.theme.tokens import Raw, millimetres, raw


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Text heights in px."""

    display: int
    title: int
    h2: int
    card: int
    body: int
    small: int
    button: int
    button_small: int
    key: int
    key_number: int


@dataclass(frozen=True, slots=True)
class Space:
    """Distances in px; ``page`` is the padding at the sides of a page."""

    xs: int
    s: int
    m: int
    l: int  # noqa: E741 — the design's own name
    xl: int
    xxl: int
    page: int


@dataclass(frozen=True, slots=True)
class Radius:
    """Corner radii in px."""

    tag: int
    key: int
    card: int
    tile: int
    frame: int


@dataclass(frozen=True, slots=True)
class Border:
    """Border widths in px."""

    line: int
    control: int
    selected: int
    error: int
    focus: int


@dataclass(frozen=True, slots=True)
class Target:
    """Heights of what is pressed, in px."""

    minimum: int
    small: int
    action: int
    choice: int
    number_key: int
    letter_key: int
    gap: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Heights of the fixed bars, and the pitch of the drip tiles, in px."""

    header: int
    drip: int
    drip_pitch: int
    rail: int


@dataclass(frozen=True, slots=True)
class IconSizes:
    """Icon edges in px."""

    rail: int
    button: int
    tile: int
    mark: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """All sizes of a theme on a screen."""

    type: TypeScale
    space: Space
    radius: Radius
    border: Border
    target: Target
    bars: Bars
    icon: IconSizes


def kiosk_metrics(screen: Screen, *, elder: bool) -> Metrics:
    """The resident's sizes; ``elder`` also serves the contrast theme."""
    scale, tokens = scale_of(screen), raw()
    texts = millimetres(tokens["type"]["elder" if elder else "standard"])
    return Metrics(
        type=TypeScale(**_sized(texts, scale.text, scale.text_floor)),
        space=_space(tokens["space"], scale, elder=elder),
        radius=Radius(**_sized(millimetres(tokens["radius"]), scale.look)),
        border=Border(**_sized(millimetres(tokens["border"]), scale.look, 1)),
        target=_target(tokens["target"], scale, elder=elder),
        bars=_bars(tokens["bars"], scale, screen.mode, elder=elder),
        icon=IconSizes(**_sized(millimetres(tokens["icon"]["size_kiosk"]), scale.look)),
    )


def staff_metrics(screen: Screen) -> Metrics:
    """The staff's sizes, in the pixels of a desktop monitor: 1920 wide, or 1366 below 1600."""
    tokens, wide = raw(), screen.width >= 1600  # noqa: PLR2004 — half-way between the two tables
    text = tokens["type"]["staff_px"]["1920x1080" if wide else "1366x768"]
    target, radius, border = (
        tokens["target"]["staff_px"],
        tokens["radius_staff_px"],
        tokens["border_staff_px"],
    )
    field = target["field_1920" if wide else "field_1366"]
    return Metrics(
        type=_staff_type(text),
        space=Space(4, 8, 8, 12, 16, 20, 16),
        radius=Radius(radius["tag"], radius["field"], *[radius["panel"]] * 3),
        border=Border(border["line"], border["control"], 2, border["error"], border["focus"]),
        target=Target(
            24, field, target["button"], target["row_1920" if wide else "row_1366"], 44, 40, 8
        ),
        bars=Bars(tokens["bars"]["staff_top_px"]["1920" if wide else "1366"], 3, 60, 0),
        icon=IconSizes(20, 18, 20, 48),
    )


def _sized(tokens: dict[str, float], per_mm: float, least: int = 0) -> dict[str, Any]:
    return {name: max(least, round(size * per_mm)) for name, size in tokens.items()}


def _space(tokens: Raw, scale: Scale, *, elder: bool) -> Space:
    sizes = _sized(millimetres(tokens), scale.space)
    narrow = sizes.pop("page_elder")
    return Space(**sizes | ({"page": narrow} if elder else {}))


def _target(tokens: Raw, scale: Scale, *, elder: bool) -> Target:
    def size(token: Raw) -> int:
        return max(scale.target_floor, round(float(token["mm"]) * scale.target))

    suffix = "_elder" if elder else ""
    return Target(
        minimum=size(tokens["minimum"]),
        small=size(tokens["small_button" + suffix]),
        action=size(tokens["action_button" + suffix]),
        choice=round(tokens["choice_min"]["mm"] * scale.look),
        number_key=size(tokens["number_key"]),
        letter_key=size(tokens["letter_key"]["h"]),
        gap=round(tokens["gap_between_targets_min"]["mm"] * scale.look),
    )


def _bars(tokens: Raw, scale: Scale, mode: Mode, *, elder: bool) -> Bars:
    def size(name: str) -> int:
        return round(float(tokens[name]["mm"]) * scale.look)

    tall = mode is Mode.PORTRAIT
    header = ("header_elder" if elder else "header_portrait") if tall else "header_landscape"
    rail = ("rail_elder" if elder else "rail_portrait") if tall else "rail_landscape"
    return Bars(
        header=size(header),
        drip=round(tokens["drip"]["h"]["mm"] * scale.look),
        drip_pitch=round(tokens["drip"]["pitch"]["mm"] * scale.look),
        rail=size(rail),
    )


def _staff_type(text: Raw) -> TypeScale:
    title, body, label, tag = text["title"], text["body"], text["label"], text["tag"]
    return TypeScale(
        display=title + 6,
        title=title,
        h2=body + 2,
        card=body,
        body=body,
        small=label,
        button=body,
        button_small=label,
        key=body,
        key_number=tag,
    )
