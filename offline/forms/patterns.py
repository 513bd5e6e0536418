"""``regex()``: Java's pattern syntax, whole match, without a way to hang.

Patterns with at most one repetition, and that of a single character, are safe for Python's own
engine, which is quicker; all others run on ours (``offline.forms.regex``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from offline.forms import regex
from offline.forms.xpath.values import EvaluationError
from offline.i18n import tr

_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d*,?\d*\})")
_PYTHON_DIFFERS = re.compile(r"\)[*+{]|\\[pPQEzZGh]|\(\?|&&|\[[^\]]*\[|[*+?}]\+|\\[0-9]")
_LONGEST_SAFE = 10_000


@lru_cache(maxsize=1024)
def _safe(pattern: str) -> re.Pattern[str] | None:
    """The pattern for Python's engine if it can neither hang nor mean something else there."""
    if len(_UNBOUNDED.findall(pattern)) > 1 or _PYTHON_DIFFERS.search(pattern):
        return None
    try:
        return re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError):
        return None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches (JavaRosa, ``Pattern.matches``)."""
    safe = _safe(pattern)
    if safe is not None and len(text) < _LONGEST_SAFE:
        return safe.fullmatch(text) is not None
    try:
        return regex.matches(pattern, text)
    except regex.PatternError as error:
        raise EvaluationError(
            tr("regex() 用不了“{pattern}”：{error}", pattern=pattern, error=str(error))
        ) from error
