"""Which font files papers are set in, and where this machine keeps them.

They come from the Debian packages fonts-noto-cjk and fonts-hanazono and are not committed. A
bundle carries its own copies in this folder, which come first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file by name, the folder that its Debian package puts it in, and the package."""

    name: str
    folder: Path
    package: str


_NOTO = Path("/usr/share/fonts/opentype/noto")
_HANAZONO = Path("/usr/share/fonts/truetype/hanazono")

FONT_FILES = (
    FontFile("NotoSansCJK-Regular.ttc", _NOTO, "fonts-noto-cjk"),
    FontFile("NotoSansCJK-Bold.ttc", _NOTO, "fonts-noto-cjk"),
    FontFile("NotoSerifCJK-Regular.ttc", _NOTO, "fonts-noto-cjk"),
    FontFile("NotoSerifCJK-Bold.ttc", _NOTO, "fonts-noto-cjk"),
    FontFile("HanaMinA.ttf", _HANAZONO, "fonts-hanazono"),
    FontFile("HanaMinB.ttf", _HANAZONO, "fonts-hanazono"),
)


class MissingFontsError(Exception):
    """Font files that papers cannot be set without; ``packages`` would bring them."""

    def __init__(self, missing: Iterable[FontFile]) -> None:
        lost = tuple(missing)
        self.files = tuple(font.name for font in lost)
        self.packages = tuple(sorted({font.package for font in lost}))
        super().__init__(f"no {', '.join(self.files)}: install {' '.join(self.packages)}")


def located(bundled: Path = HERE) -> tuple[Path, ...]:
    """The files, the bundle's own copy first (MissingFontsError names every one that is gone)."""
    found = {font: _find(font, bundled) for font in FONT_FILES}
    missing = [font for font, path in found.items() if path is None]
    if missing:
        raise MissingFontsError(missing)
    return tuple(path for path in found.values() if path is not None)


def folders(bundled: Path = HERE) -> tuple[Path, ...]:
    """The folders of the located files, for a typesetter that takes folders only."""
    return tuple(dict.fromkeys(path.parent for path in located(bundled)))


def _find(font: FontFile, bundled: Path) -> Path | None:
    places = (bundled / font.name, font.folder / font.name)
    return next((path for path in places if path.is_file()), None)
