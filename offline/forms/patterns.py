"""``regex()``: Java's pattern syntax on Python's engine, compiled once."""

from __future__ import annotations

import re
from functools import lru_cache

from offline.forms.xpath.values import EvaluationError


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise EvaluationError(f"regex() cannot use {pattern!r}: {error}") from error


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches (JavaRosa, ``Pattern.matches``)."""
    return _compiled(pattern).fullmatch(text) is not None
