"""One way to translate: gettext. Chinese is the source text, other languages are catalogues.

Every room that speaks to a person calls ``tr("中文")``; the language is the visit's, switched by
the person at the screen, so it is process-wide on purpose.
"""

from __future__ import annotations

import gettext
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "resources" / "i18n"
SOURCE = "zh_CN"

_active: gettext.NullTranslations = gettext.NullTranslations()
_language = SOURCE


def use(language: str) -> None:
    """Switch to ``zh_CN`` or a language with a catalogue; an unknown one falls back to Chinese."""
    global _active, _language  # noqa: PLW0603 — gettext's own convention: one language a process
    _language = language
    _active = (
        gettext.NullTranslations()
        if language == SOURCE
        else gettext.translation("kiosk", CATALOGUES, [language], fallback=True)
    )


def language() -> str:
    """The language in use, e.g. ``zh_CN`` or ``en``."""
    return _language


def tr(text: str, /, **values: object) -> str:
    """The text in the language in use, with ``{name}`` places filled in."""
    translated = _active.gettext(text)
    return translated.format(**values) if values else translated


def mark(text: str) -> str:
    """Mark a text in a table for the catalogue; ``tr`` translates it where it is shown."""
    return text
