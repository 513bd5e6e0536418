"""An OFD file (GB/T 33190-2016) as files and XML, read with suspicion.

It comes from outside: a bomb of zip or entities, a name that climbs out of the package or a number
that is none is refused before anything is made of it.
"""

from __future__ import annotations

import posixpath
import zlib
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

MAX_FILES = 2000
MAX_BYTES = 64 * 1024 * 1024
_NAMESPACE = "{http://www.ofdspec.org/2016}"


class OfdFault(StrEnum):
    """Why a file is not read as OFD."""

    NOT_OFD = "not-ofd"
    HOSTILE = "hostile"
    UNSUPPORTED = "unsupported"


class OfdError(Exception):
    """A file that is not read; ``fault`` says of what kind, the text is for the log."""

    def __init__(self, fault: OfdFault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault


class Package:
    """The files of an OFD by their whole names, without a slash before them (OfdError)."""

    def __init__(self, document: bytes) -> None:
        try:
            with ZipFile(BytesIO(document)) as archive:
                self.files = _read(archive)
        except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            raise OfdError(OfdFault.NOT_OFD, type(error).__name__) from error
        if "OFD.xml" not in self.files:
            raise OfdError(OfdFault.NOT_OFD, "no OFD.xml")

    def file(self, name: str) -> bytes:
        """A file's bytes (OfdError)."""
        try:
            return self.files[name]
        except KeyError:
            raise OfdError(OfdFault.NOT_OFD, "a file is missing") from None

    def xml(self, name: str) -> etree._Element:
        """The root of an XML file, its tags without their namespace (OfdError)."""
        return parsed(self.file(name))


def parsed(data: bytes) -> etree._Element:
    """An OFD's XML; one with a document type declares entities and is refused (OfdError)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise OfdError(OfdFault.NOT_OFD, "XML that can't be read") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise OfdError(OfdFault.HOSTILE, "a document type")
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(_NAMESPACE)
    return root


def beside(name: str, reference: str) -> str:
    """The whole name that a reference in a file means (OfdError if it leads out)."""
    joined = posixpath.join("/", posixpath.dirname(name), reference.strip())
    return _inside(posixpath.normpath(joined).lstrip("/"))


def numbers(text: str, count: int = 0) -> list[float]:
    """The numbers of an attribute, as many as said (OfdError)."""
    try:
        found = [float(one) for one in text.split()]
    except ValueError:
        raise OfdError(OfdFault.NOT_OFD, "a number that is none") from None
    if (count and len(found) != count) or any(not abs(one) < 1e6 for one in found):  # noqa: PLR2004 — a kilometre in mm
        raise OfdError(OfdFault.NOT_OFD, "numbers that can't be")
    return found


def _read(archive: ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise OfdError(OfdFault.HOSTILE, "too many files or bytes")
    files: dict[str, bytes] = {}
    left = MAX_BYTES
    for entry in entries:
        name = _inside(entry.filename.removeprefix("/"))
        if name in files:
            raise OfdError(OfdFault.HOSTILE, "two files of one name")
        files[name] = _bytes(archive, entry, left)
        left -= len(files[name])
    return files


def _bytes(archive: ZipFile, entry: ZipInfo, left: int) -> bytes:
    """A file's bytes, no more than are left whatever its header says."""
    with archive.open(entry) as source:
        data = source.read(left + 1)
    if len(data) > left:
        raise OfdError(OfdFault.HOSTILE, "more bytes than said")
    return data


def _inside(name: str) -> str:
    parts = name.split("/")
    if not name or "\\" in name or ":" in name or not {"", ".", ".."}.isdisjoint(parts):
        raise OfdError(OfdFault.HOSTILE, "a name that leads out of the package")
    return name
