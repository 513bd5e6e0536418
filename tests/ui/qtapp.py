"""One application for all tests of widgets, and a page laid out on a screen."""

from __future__ import annotations

from typing import TypeVar, cast

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.components.roll import Roll
from ui.gallery import SCREENS, open_shell
from ui.samples import PAGES
from ui.shell import Shell
from ui.theme import Mode, Theme, ThemeName, build_theme, make_application

W = TypeVar("W", bound=QWidget)


def shell_with(name: str, theme: ThemeName, mode: Mode) -> Shell:
    """A shell in real size with a sample page, laid out and painted once."""
    made = theme_of(theme, mode)
    shell = open_shell(make_application(), made)
    shell.show_page(PAGES[name](made))
    shell.grab()
    return shell


def theme_of(name: ThemeName = ThemeName.STANDARD, mode: Mode = Mode.PORTRAIT) -> Theme:
    return build_theme(name, SCREENS[mode], motion=False)


def inside(page: QWidget, kind: type[W]) -> list[W]:
    """Every widget of a kind in a page; the stubs of PySide6 forget the kind."""
    return cast("list[W]", page.findChildren(kind))


def too_small(page: QWidget) -> list[str]:
    """Labels that show less than they say: name, height and the height they need."""
    found = []
    for label in inside(page, QLabel):
        if not label.isVisibleTo(page):
            continue
        wraps = label.wordWrap()
        need = label.heightForWidth(label.width()) if wraps else label.sizeHint().height()
        narrow = not wraps and label.width() < label.sizeHint().width() - 1
        if narrow or label.height() < need - 1:
            found.append(f"{label.accessibleName()} {label.size().toTuple()} needs {need}")
    return found


def buttons(page: QWidget) -> list[QAbstractButton]:
    """Everything that can be pressed and is not hidden."""
    return [one for one in inside(page, QAbstractButton) if one.isVisibleTo(page)]


def names(page: QWidget) -> set[str]:
    """What a screen reader finds."""
    return {one.accessibleName() for one in inside(page, QWidget)}


def rolls(page: QWidget) -> bool:
    """Whether a column of the page has to be turned."""
    return any(roll.turns for roll in inside(page, Roll))
