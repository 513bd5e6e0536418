"""Every sentence of the program has its English, and no place for a value was lost."""

from __future__ import annotations

import ast
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kiosk", "ui", "offline", "printers")
COMPLETE = ["en"]
SEAL = {"受理", "成功"}
"""Carved in the red seal on the screen, which is a picture in every language."""

KEYWORDS = {"tr", "mark"}


@cache
def sentences() -> frozenset[str]:
    """All source texts that the program hands to ``tr`` or marks for it."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return frozenset(
        call.args[0].value
        for path in files
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    )


@cache
def catalogue(language: str) -> Catalog:
    path = ROOT / "resources" / "i18n" / language / "LC_MESSAGES" / "kiosk.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translated(language: str, source: str) -> str:
    message = catalogue(language).get(source)
    return str(message.string) if isinstance(message, Message) else ""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_program_has_sentences() -> None:
    assert len(sentences()) > 100


@pytest.mark.parametrize("language", COMPLETE)
def test_every_sentence_is_translated(language: str) -> None:
    assert sorted(source for source in sentences() if not translated(language, source)) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_no_place_is_lost(language: str) -> None:
    changed = {
        source
        for source in sentences()
        if (words := translated(language, source)) and places(words) != places(source)
    }
    assert sorted(changed) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    gone = {str(message.id) for message in catalogue(language) if message.id} - sentences()
    assert sorted(gone) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_no_chinese_is_left_in_a_translation(language: str) -> None:
    left = {
        str(message.id)
        for message in catalogue(language)
        if message.id and any("一" <= letter <= "鿿" for letter in str(message.string))
    }
    assert left <= SEAL
