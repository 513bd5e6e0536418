"""Pictures of every page in every theme and mode: ``python -m ui.gallery --out build/shots``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from offline import i18n
from printers.application import application_pdf
from printers.port import Medium
from printers.samples import samples
from printers.typeset import picture as paper_picture
from ui.askings import ASKINGS
from ui.components.pdfpage import page_picture
from ui.desk.gatesamples import gate_samples, seal_samples
from ui.desk.officesamples import door_samples, office_samples
from ui.desk.samples import desk_samples
from ui.grid.samples import grid_samples
from ui.samples import OFFLINE, WITHOUT_AIDS
from ui.samples import PAGES as WHOLE_PAGES
from ui.shell import Shell, Site
from ui.signedsamples import application
from ui.theme import Mode, Screen, Theme, ThemeName, apply_theme, build_theme, make_application

SCREENS = {
    Mode.PORTRAIT: Screen(1080, 1920, 21.5),
    Mode.LANDSCAPE: Screen(1920, 1080, 21.5),
    Mode.COMPACT: Screen(1280, 800, 10.1),
}
PAGES = {**WHOLE_PAGES, **ASKINGS}
STAFF_SCREENS = {
    "desk": Screen(1920, 1080, 23.8),
    "desk-1366": Screen(1366, 768, 15.6),
    "grid": Screen(1366, 768, 14.0),
    "door": SCREENS[Mode.PORTRAIT],
    "door-compact": SCREENS[Mode.COMPACT],
}
STAFF_THEMES = (ThemeName.STAFF_LIGHT, ThemeName.STAFF_DARK)
THEMES = (ThemeName.STANDARD, ThemeName.ELDER, ThemeName.CONTRAST)
SITE = Site("云溪镇", "柳湾村便民服务站")
_NESTED = 6
"""How deep layouts lie in one another at most."""
_A4_WIDE = 910
_QUICK = 90
"""Little compression: writing a picture should not take longer than painting it."""
_MORNING = datetime(2026, 3, 18, 10, 24, tzinfo=UTC)


def picture(app: QApplication, theme: Theme, name: str, shell: Shell | None = None) -> QPixmap:
    """One page in real size, in the shell given or one of its own."""
    shown = shell or open_shell(app, theme)
    shown.set_online(name not in OFFLINE)
    shown.show_aids(on=name not in WITHOUT_AIDS)
    shown.show_page(PAGES[name](theme))
    return shown.grab()


def open_shell(app: QApplication, theme: Theme) -> Shell:
    """A shell of the size of the theme's screen."""
    apply_theme(app, theme)
    shell = Shell(theme, SITE, lambda: _MORNING)
    shell.resize(theme.screen.width, theme.screen.height)
    return shell


def sweep() -> None:
    """Let go of discarded pages, where no event loop runs that would."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Let layouts follow what they show, where no event loop runs that would."""
    for _ in range(_NESTED):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def render_all(out: Path, names: Iterable[str], modes: Iterable[Mode]) -> int:
    """Write ``{theme}-{mode}-{page}.png`` for every combination; how many."""
    app = make_application()
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for theme_name in THEMES:
        for mode in modes:
            theme = build_theme(theme_name, SCREENS[mode])
            shell = open_shell(app, theme)
            for name in names:
                target = out / f"{theme_name}-{mode}-{name}.png"
                picture(app, theme, name, shell).save(str(target), "PNG", _QUICK)
                sweep()
                count += 1
            shell.deleteLater()
    return count


def render_staff(out: Path) -> int:
    """Write the desk's and the grid worker's windows, light and dark; how many."""
    app = make_application()
    count = 0
    for theme_name in STAFF_THEMES:
        for place, screen in STAFF_SCREENS.items():
            theme = build_theme(theme_name, screen)
            apply_theme(app, theme)
            found = _staff_pages(place)
            for name, make in found.items():
                window = make(theme)
                window.resize(screen.width, screen.height)
                window.show()
                settle()
                window.grab().save(str(out / f"{theme_name}-{place}-{name}.png"), "PNG", _QUICK)
                window.deleteLater()
                sweep()
                count += 1
    return count


def _staff_pages(place: str) -> Mapping[str, Callable[[Theme], QWidget]]:
    if place.startswith("door"):
        return {**door_samples(), "gate-door": gate_samples()["gate-door"], **seal_samples()}
    own = grid_samples() if place == "grid" else desk_samples()
    return {**own, **gate_samples(), **seal_samples(), **office_samples()}


def render_papers(out: Path) -> int:
    """Write every paper, rolls in both widths and sizes; how many."""
    count = 0
    for name, paper in samples().items():
        for medium in (Medium.ROLL_80, Medium.ROLL_58):
            for elder in (False, True):
                size = "elder" if elder else "standard"
                target = out / f"paper-{name}-{medium}-{size}.png"
                target.write_bytes(paper_picture(paper, medium, elder=elder))
                count += 1
    signed = page_picture(application_pdf(application()), _A4_WIDE)
    QPixmap.fromImage(signed).save(str(out / "paper-application-a4.png"), "PNG", _QUICK)
    return count + 1


def main(arguments: list[str] | None = None) -> int:
    """Entry point of ``make shots``."""
    parser = argparse.ArgumentParser(prog="python -m ui.gallery")
    parser.add_argument("--out", type=Path, default=Path("build/shots"))
    parser.add_argument("--page", action="append", choices=sorted(PAGES))
    parser.add_argument("--mode", action="append", choices=[mode.value for mode in Mode])
    parser.add_argument("--language", default="zh_CN", choices=["zh_CN", "en"])
    chosen = parser.parse_args(arguments)
    i18n.use(chosen.language)
    modes = [Mode(value) for value in chosen.mode] if chosen.mode else list(Mode)
    count = render_all(chosen.out, chosen.page or list(PAGES), modes)
    if not (chosen.page or chosen.mode):
        count += render_staff(chosen.out) + render_papers(chosen.out)
    sys.stdout.write(f"{count} pictures in {chosen.out}\n")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
