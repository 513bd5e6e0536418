"""The token file: read once, handed on as plain mappings to the typed tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

RESOURCES = Path(__file__).resolve().parent.parent.parent / "resources"
TOKENS = RESOURCES / "theme" / "tokens.json"
TEMPLATE = RESOURCES / "theme" / "app.qss"

Raw = Mapping[str, Any]


@cache
def raw() -> Raw:
    """The whole file ``resources/theme/tokens.json``; the source of every colour and size."""
    loaded: Raw = json.loads(TOKENS.read_text(encoding="utf-8"))
    return loaded


def millimetres(group: Raw) -> dict[str, float]:
    """The ``mm`` of every token of a group that has one: millimetres are the truth."""
    return {name: token["mm"] for name, token in group.items() if "mm" in token}
