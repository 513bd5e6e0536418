"""The forms that the sandbox hands out: XLSForms of the catalogue and of ``--forms``, compiled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from lxml import etree

from offline.exchange.answers import UnsafeXmlError, parse_xml
from offline.forms.api import FormError

XFORMS: Final = "{http://www.w3.org/2002/xforms}"
XHTML: Final = "{http://www.w3.org/1999/xhtml}"
SUFFIXES: Final = (".xlsx", ".xml")

_MEDIA: Final = re.compile(rb"jr://(?:file|file-csv|images|audio|video)/([^\"'<>/\s]+)")


@dataclass(frozen=True, slots=True)
class ShelfForm:
    """A form as it is published; ``media`` are files by the name that the form uses.

    ``lists`` are the CSV files it names that nobody laid beside it: entity lists of the exchange.
    """

    form_id: str
    version: str
    title: str
    xml: bytes
    media: Mapping[str, Path] = field(default_factory=dict)
    lists: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        return md5(self.xml)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All published forms by id, and the files that could not be published with the reason."""

    forms: Mapping[str, ShelfForm]
    problems: Mapping[str, Exception]


def load_shelf(folders: Sequence[Path], cache: Path) -> Shelf:
    """Compile what lies in the folders; a later folder's form replaces one of the same id.

    Compiled XML is kept in ``cache`` by the digest of its source and of the compiler's version.
    """
    cache.mkdir(parents=True, exist_ok=True)
    forms: dict[str, ShelfForm] = {}
    problems: dict[str, Exception] = {}
    for path in _sources(folders):
        try:
            form = _published(path, cache)
        except (FormError, UnsafeXmlError, OSError) as error:
            problems[path.name] = error
        else:
            forms[form.form_id] = form
    return Shelf(forms, problems)


def md5(data: bytes) -> str:
    """The formList's hash of a file: ``md5:`` and hex (OpenRosa Form Discovery; no security)."""
    return "md5:" + hashlib.md5(data, usedforsecurity=False).hexdigest()


def _sources(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.suffix in SUFFIXES and not path.name.startswith(("~", ".")):
                if path.suffix == ".xml" and b"<h:html" not in path.read_bytes()[:4096]:
                    continue  # a form's media may be XML too
                yield path


def _published(path: Path, cache: Path) -> ShelfForm:
    xml = path.read_bytes() if path.suffix == ".xml" else _compiled(path, cache)
    root = parse_xml(xml)
    instance = root.find(f".//{XFORMS}model/{XFORMS}instance/*")
    if instance is None or not instance.get("id"):
        raise FormError(f"{path.name}: no primary instance with an id")
    media = _media(path, xml)
    named = {name.decode() for name in _MEDIA.findall(xml)}
    return ShelfForm(
        form_id=instance.get("id", ""),
        version=instance.get("version", ""),
        title=root.findtext(f".//{XHTML}title") or path.stem,
        xml=xml,
        media=media,
        lists=tuple(sorted(n for n in named - media.keys() if n.endswith(".csv"))),
    )


def _compiled(path: Path, cache: Path) -> bytes:
    source = path.read_bytes()
    kept = cache / f"{hashlib.sha256(version('pyxform').encode() + source).hexdigest()}.xml"
    if kept.is_file():
        return kept.read_bytes()
    from offline.xlsform import compile_xlsform  # noqa: PLC0415 — pyxform is slow to import

    xml, _ = compile_xlsform(path)
    partial = kept.with_suffix(".partial")
    partial.write_bytes(xml)
    partial.replace(kept)
    return xml


def _media(path: Path, xml: bytes) -> dict[str, Path]:
    """Files that the form names, from ``FORM-media`` or from beside it, where they are."""
    names = {name.decode() for name in _MEDIA.findall(xml)}
    places = [path.with_name(f"{path.stem}-media"), path.parent]
    found = ((name, place / name) for name in sorted(names) for place in reversed(places))
    return {name: file for name, file in found if file.is_file()}


def element_text(root: etree._Element, name: str) -> str:
    """The text of the first element of that local name, empty if there is none."""
    found = next(root.iter(f"{{*}}{name}"), None)
    return "" if found is None else (found.text or "").strip()
