"""OFD files made by hand: zip, XML, and an SM2 seal with its root, all made afresh."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import gmssl_pyx
from asn1crypto import core, x509
from PIL import Image

from printers.ofd.seals import sm3

NOW = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)
DAY = timedelta(days=1)
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SM2_SM3 = "1.2.156.10197.1.501"
ROOT_XML = (
    f"{HEAD}<ofd:OFD {NS} Version='1.0' DocType='OFD'><ofd:DocBody><ofd:DocInfo/>"
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
)
DOCUMENT_XML = (
    f"{HEAD}<ofd:Document {NS}><ofd:CommonData><ofd:PageArea>"
    "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
    '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
)
RES_XML = (
    f'{HEAD}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts>'
    '<ofd:Font ID="2" FontName="宋体"/></ofd:Fonts><ofd:MultiMedias>'
    '<ofd:MultiMedia ID="3" Type="Image"><ofd:MediaFile>red.png</ofd:MediaFile></ofd:MultiMedia>'
    "</ofd:MultiMedias></ofd:Res>"
)
TEXT = (
    '<ofd:TextObject ID="4" Boundary="30 40 150 20" Font="2" Size="8">'
    '<ofd:TextCode X="0" Y="8" DeltaX="g 6 8 8">居住证明𠮷·𬭎王</ofd:TextCode></ofd:TextObject>'
)
PATH = (
    '<ofd:PathObject ID="5" Boundary="30 60 100 10" Fill="true" Stroke="false">'
    '<ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>'
    "M 0 0 L 100 0 L 100 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
)
IMAGE = '<ofd:ImageObject ID="6" Boundary="30 80 20 20" CTM="20 0 0 20 0 0" ResourceID="3"/>'


def png(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return out.getvalue()


def files(objects: str = TEXT + PATH + IMAGE) -> dict[str, bytes]:
    """An unsigned document of one page."""
    content = (
        f"{HEAD}<ofd:Page {NS}><ofd:Content><ofd:Layer ID='7'>{objects}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )
    texts = {
        "OFD.xml": ROOT_XML,
        "Doc_0/Document.xml": DOCUMENT_XML,
        "Doc_0/PublicRes.xml": RES_XML,
        "Doc_0/Pages/Page_0/Content.xml": content,
        "Doc_0/Signs/Signatures.xml": f"{HEAD}<ofd:Signatures {NS}/>",
    }
    return {name: text.encode() for name, text in texts.items()} | {"Doc_0/Res/red.png": png("red")}


def with_unit(objects: str) -> bytes:
    """The resources with a composite 50 of these objects."""
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50" Width="50" Height="50">'
        f"<ofd:Content>{objects}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    return RES_XML.replace("</ofd:Res>", unit).encode()


def packed(of: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in of.items():
            archive.writestr(name, data)
    return out.getvalue()


@dataclass(frozen=True)
class Keys:
    """Who signs: the public point and a function that signs a message."""

    name: str
    public: bytes
    sign: Callable[[bytes], bytes]


def keys(name: str) -> Keys:
    pair = gmssl_pyx.sm2_key_generate()
    public, private = sorted(pair, key=len, reverse=True)
    return Keys(name, public, lambda message: gmssl_pyx.sm2_sign(private, public, message))


@dataclass(frozen=True)
class Authority:
    """A root and the certificate and key that seal in its name."""

    root: bytes
    certificate: bytes
    signer: Keys


def authority() -> Authority:
    root, signer = keys("测试根"), keys("云溪镇民政办")
    return Authority(certificate_of(root, root), certificate_of(signer, root), signer)


def certificate_of(of: Keys, by: Keys, begin: datetime = NOW - DAY) -> bytes:
    """An SM2 certificate (GB/T 20518), as few fields as there may be."""
    curve = core.ObjectIdentifier("1.2.156.10197.1.301").dump()
    info = sequence(
        sequence(core.ObjectIdentifier("1.2.840.10045.2.1").dump(), curve),
        core.OctetBitString(b"\x04" + of.public).dump(),
    )
    until = core.GeneralizedTime(begin + 30 * DAY).dump()
    body = sequence(
        b"\xa0\x03" + core.Integer(2).dump(),
        core.Integer(7).dump(),
        sequence(core.ObjectIdentifier(SM2_SM3).dump()),
        x509.Name.build({"common_name": by.name}).dump(),
        sequence(core.GeneralizedTime(begin).dump(), until),
        x509.Name.build({"common_name": of.name}).dump(),
        info,
    )
    algorithm = sequence(core.ObjectIdentifier(SM2_SM3).dump())
    return sequence(body, algorithm, core.OctetBitString(by.sign(body)).dump())


def sequence(*parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return b"\x30" + bytes([size]) + content
    wide = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"\x30" + bytes([0x80 | len(wide)]) + wide + content


def seal_of(by: Authority) -> bytes:
    """SESeal of GB/T 38540: the seal's facts and picture, signed by who made it."""
    header = sequence(
        core.IA5String("ES").dump(), core.Integer(4).dump(), core.IA5String("t").dump()
    )
    times = [core.GeneralizedTime(NOW + days * DAY).dump() for days in (-1, -1, 20)]
    certificates = sequence(core.OctetString(by.certificate).dump())
    about = sequence(
        core.Integer(1).dump(),
        core.UTF8String("公章").dump(),
        core.Integer(1).dump(),
        certificates,
        *times,
    )
    sizes = [core.Integer(40).dump()] * 2
    picture = sequence(core.IA5String("png").dump(), core.OctetString(png("blue")).dump(), *sizes)
    info = sequence(header, core.IA5String("1").dump(), about, picture)
    held = core.OctetString(by.certificate).dump()
    algorithm = core.ObjectIdentifier(SM2_SM3).dump()
    signed = by.signer.sign(sequence(info, held, algorithm))
    return sequence(info, held, algorithm, core.OctetBitString(signed).dump())


def sealed(by: Authority, of: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """The document with a seal over all of it, its picture at 140 200."""
    made = dict(of or files())
    listed = '<ofd:Signature ID="s1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/>'
    folder = "Doc_0/Signs/"
    made[f"{folder}Signatures.xml"] = (
        f"{HEAD}<ofd:Signatures {NS}>{listed}</ofd:Signatures>".encode()
    )
    checks = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>{base64.b64encode(sm3(data)).decode()}'
        "</ofd:CheckValue></ofd:Reference>"
        for name, data in made.items()
        if not name.startswith(folder)
    )
    description = (
        f"{HEAD}<ofd:Signature {NS}><ofd:SignedInfo>"
        f'<ofd:References CheckMethod="1.2.156.10197.1.401">'
        f'{checks}</ofd:References><ofd:StampAnnot ID="1" PageRef="1" Boundary="140 200 40 40"/>'
        "</ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    ).encode()
    to_sign = sequence(
        core.Integer(4).dump(),
        seal_of(by),
        core.GeneralizedTime(NOW).dump(),
        core.OctetBitString(sm3(description)).dump(),
        core.IA5String("/Doc_0/Signs").dump(),
    )
    value = sequence(
        to_sign,
        core.OctetString(by.certificate).dump(),
        core.ObjectIdentifier(SM2_SM3).dump(),
        core.OctetBitString(by.signer.sign(to_sign)).dump(),
    )
    made[f"{folder}Sign_0/Signature.xml"] = description
    made[f"{folder}Sign_0/SignedValue.dat"] = value
    return made
