"""OFD certificates: read, drawn where they say, their SM2 seals proved, hostile ones refused."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from printers.certificates import printable
from printers.ofd.document import as_pdf
from printers.ofd.package import OfdError, OfdFault, Package
from printers.ofd.seals import verify_ofd
from printers.papers import Site, UnverifiedSealError
from printers.refusals import REFUSALS, refusal
from printers.typeset import typesetter
from printers.verdicts import Genuine, Reason, Refused
from tests.printers.ofd.makers import (
    DAY,
    IMAGE,
    NOW,
    PATH,
    TEXT,
    Authority,
    authority,
    files,
    packed,
    sealed,
    with_unit,
)

SITE = Site("云溪镇", "柳湾村便民服务站", "LW", "LW-K01", "0515-5550123")


@pytest.fixture(scope="module")
def office() -> Authority:
    return authority()


def verdict(of: dict[str, bytes], office: Authority) -> Genuine | Refused:
    return verify_ofd(Package(packed(of)), [office.root], NOW)


def test_a_seal_under_a_pinned_root_is_genuine(office: Authority) -> None:
    found = verdict(sealed(office), office)
    assert isinstance(found, Genuine)
    assert "云溪镇民政办" in found.signer
    assert found.signed_at == NOW


def test_one_changed_byte_in_any_file_is_refused(office: Authority) -> None:
    whole = sealed(office)
    for name, data in whole.items():
        for place in range(0, len(data), max(1, len(data) // 24)):
            changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            try:
                found = verdict(whole | {name: changed}, office)
            except OfdError:
                continue
            assert isinstance(found, Refused) or _harmless(name), (name, place)


def _harmless(name: str) -> bool:
    """The list of the signatures is under no signature; it only says where they are."""
    return name.endswith("Signatures.xml")


def test_an_unknown_root_a_file_added_and_time_that_ran_out_are_refused(office: Authority) -> None:
    stranger = verify_ofd(Package(packed(sealed(office))), [authority().root], NOW)
    assert stranger == Refused(Reason.UNKNOWN_ROOT)
    added = sealed(office) | {"Doc_0/Extra.xml": b"<x/>"}
    assert verdict(added, office) == Refused(Reason.UPDATED)
    late = verify_ofd(Package(packed(sealed(office))), [office.root], NOW + 40 * DAY)
    assert late == Refused(Reason.UNKNOWN_ROOT)
    assert verdict(files(), office) == Refused(Reason.UNSIGNED)


def test_a_seal_made_for_somebody_else_is_refused(office: Authority) -> None:
    other = authority()
    stolen = Authority(office.root, other.certificate, office.signer)
    assert isinstance(verdict(sealed(stolen), office), Refused)


def text_of(pdf: bytes, folder: Path) -> str:
    source = folder / "o.pdf"
    source.write_bytes(pdf)
    command = ["pdftotext", "-layout", str(source), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def picture_of(pdf: bytes, folder: Path) -> Image.Image:
    source = folder / "o.pdf"
    source.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-r", "50.8", str(source), str(folder / "o")],
        check=True,
    )
    return Image.open(folder / "o.png").convert("RGB")


def test_texts_paths_pictures_and_the_seal_stand_where_they_say(
    office: Authority, tmp_path: Path
) -> None:
    paper = as_pdf(packed(sealed(office)), [office.root], NOW, typesetter())
    assert isinstance(paper.verdict, Genuine)
    said = "".join(text_of(paper.pdf, tmp_path).split())
    assert "居住证明𠮷·𬭎王" in said
    assert "仅供参考" not in said
    page = picture_of(paper.pdf, tmp_path)
    assert page.getpixel((160, 130)) == (0, 0, 0)
    assert page.getpixel((80, 180)) == (255, 0, 0)
    assert page.getpixel((320, 440)) == (0, 0, 255)
    assert page.getpixel((300, 300)) == (255, 255, 255)


def test_what_is_not_proved_prints_only_if_policy_allows_and_says_so(tmp_path: Path) -> None:
    plain = packed(files())
    with pytest.raises(UnverifiedSealError):
        printable(plain, [], copy=1, printed=NOW, site=SITE)
    pdf = printable(plain, [], copy=2, printed=NOW, site=SITE, for_reference=True)
    said = "".join(text_of(pdf, tmp_path).split())
    assert "仅供参考，印章没有核对通过" in said
    assert "补打第2次" in said


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", b"<OFD/>")
        archive.writestr("zeros", bytes(80 * 1024 * 1024))
    return out.getvalue()


ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><ofd:OFD '
    b'xmlns:ofd="http://www.ofdspec.org/2016">&b;</ofd:OFD>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><OFD>&a;</OFD>'
ROUND_CLIP = (
    "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 1 1'><ofd:AbbreviatedData>"
    "M 0 0 A 1 1 0 0 1 1 1 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
)
COMPOSITE = '<ofd:CompositeObject ID="8" Boundary="0 0 9 9" ResourceID="50"/>'


def endless() -> bytes:
    """A composite that holds itself."""
    return with_unit(COMPOSITE)


MANY = TEXT.replace("g 6 8", "g 99999 8")


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (bomb(), OfdFault.HOSTILE),
        (packed(files() | {"OFD.xml": ENTITIES}), OfdFault.HOSTILE),
        (packed(files() | {"OFD.xml": OUTSIDE}), OfdFault.HOSTILE),
        (packed(files() | {"../../evil": b"x"}), OfdFault.HOSTILE),
        (packed(files() | {"C:\\evil": b"x"}), OfdFault.HOSTILE),
        (packed(files(MANY)), OfdFault.HOSTILE),
        (packed(files(TEXT.replace('Size="8"', 'Size="1e99"'))), OfdFault.NOT_OFD),
        (packed(files(TEXT.replace("Boundary", "Bound"))), OfdFault.NOT_OFD),
        (packed(files(TEXT.replace("Size", 'CTM="0 0 0 0 0 0" Size'))), OfdFault.NOT_OFD),
        (packed(files(TEXT.replace("Size", 'Fill="false" Size'))), OfdFault.UNSUPPORTED),
        (packed(files(PATH.replace("M 0 0", "M 0 0 Z 1 1"))), OfdFault.UNSUPPORTED),
        (packed(files(PATH.replace('Value="0 0 0"', 'Index="1"'))), OfdFault.UNSUPPORTED),
        (
            packed(files(PATH.replace('Value="0 0 0"/>', "><ofd:AxialShd/></ofd:FillColor>"))),
            OfdFault.UNSUPPORTED,
        ),
        (
            packed(files(IMAGE.replace("/>", f">{ROUND_CLIP}</ofd:ImageObject>"))),
            OfdFault.UNSUPPORTED,
        ),
        (packed(files(COMPOSITE)), OfdFault.NOT_OFD),
        (packed(files(COMPOSITE) | {"Doc_0/PublicRes.xml": endless()}), OfdFault.HOSTILE),
        (packed(files(IMAGE.replace('"3"', '"99"'))), OfdFault.NOT_OFD),
        (packed(files() | {"Doc_0/Res/red.png": b"GIF"}), OfdFault.UNSUPPORTED),
        (packed({"OFD.xml": b"<OFD"}), OfdFault.NOT_OFD),
        (b"PK\x03\x04 nonsense", OfdFault.NOT_OFD),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(
    document: bytes, fault: OfdFault
) -> None:
    with pytest.raises(OfdError) as caught:
        as_pdf(document, [], NOW, typesetter())
    assert caught.value.fault is fault
    assert isinstance(caught.value, REFUSALS)
    assert refusal(caught.value).endswith("。")


def test_text_in_an_ofd_is_never_markup(tmp_path: Path) -> None:
    tricky = TEXT.replace("居住证明𠮷·𬭎王", "#set[*]$_\\")
    paper = as_pdf(packed(files(tricky)), [], NOW, typesetter())
    assert "#set[*]$_\\" in "".join(text_of(paper.pdf, tmp_path).split())
