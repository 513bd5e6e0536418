"""The one style sheet: ``resources/theme/app.qss`` with the tokens of a theme filled in."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from ui.theme.metrics import Border, IconSizes, Radius, Space, Target, TypeScale
from ui.theme.theme import Theme
from ui.theme.tokens import TEMPLATE


def render(theme: Theme) -> str:
    """The style sheet of a theme; an unknown token in the template is a KeyError."""
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(values(theme))


def values(theme: Theme) -> dict[str, object]:
    """Every token by the template's name for it: ``$wall``, ``$type_title``, ``$radius_card``."""
    groups: dict[str, TypeScale | Space | Radius | Border | Target | IconSizes] = {
        "type": theme.type,
        "space": theme.space,
        "radius": theme.radius,
        "border": theme.border,
        "target": theme.target,
        "icon": theme.icon,
    }
    found: dict[str, object] = dict(asdict(theme.colour))
    for prefix, group in groups.items():
        found |= {f"{prefix}_{name}": size for name, size in asdict(group).items()}
    return found | _derived(theme)


def _derived(theme: Theme) -> dict[str, object]:
    border, colour, contrast = theme.border, theme.colour, theme.contrast
    foot = 0 if contrast else border.selected
    padding = theme.px(28)
    return {
        "ui_family": ", ".join(f'"{name}"' for name in theme.families),
        "title_family": ", ".join(f'"{name}"' for name in theme.title_families),
        "foot": foot,
        "key_foot": max(border.line + 2, border.line * 2),
        "pad_control": padding,
        "pad_selected": padding - (border.selected - border.control),
        "pad_focus": padding - (border.focus - border.control),
        "grain_bar": theme.px(12),
        "pressed": colour.ink if contrast else colour.mist,
        "on_pressed": colour.wall if contrast else colour.ink,
        "card_edge": colour.edge if theme.large else colour.line,
        "note_edge": f"{border.line}px solid {colour.edge}" if contrast else "0px",
        "tag_edge": f"{border.line}px solid" if contrast else "0px solid",
        "ok_note": colour.ink if contrast else colour.pine_deep,
        "rail_on": colour.pine if contrast else colour.tile,
        "on_rail_on": colour.on_pine if contrast else colour.on_tile,
        "chosen_tab": colour.pine if contrast else colour.tile,
        "on_chosen_tab": colour.on_pine if contrast else colour.on_tile,
        "field_text": theme.px(44) if not theme.staff else theme.type.body,
        "step_size": max(theme.px(32), theme.type.body),
        "phone_size": theme.px(64),
        "large_button": theme.px(62 if theme.large and theme.portrait else 50),
        "huge_button": theme.px(68),
        "site_size": theme.px(40 if theme.large and theme.portrait else 36),
        "clock_size": theme.px(56 if theme.large and theme.portrait else 46),
        "summary_edge": colour.edge if contrast else colour.vermilion,
    }
