"""Certificate documents: what the submission says, set by the typesetter, sealed with PAdES."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Final

from lxml import etree
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kiosk.sandbox.authority import Authority
from kiosk.sandbox.shelf import element_text
from offline.exchange.answers import parse_xml
from offline.records import Case
from printers.papers import Certificate, Run, RunKind
from printers.typeset import certificate_pdf

ISSUER: Final = "云溪镇柳湾村村民委员会"
HELP_PHONE: Final = "0515-5550123"
VALID_WORDS: Final = "六个月内"
SIGNATURE_FIELD: Final = "Seal"
MONTHS: Final = 12


def certificate_document(title: str, xml: bytes, case: Case, authority: Authority) -> bytes:
    """The signed PDF of a finished case."""
    return sealed(certificate_pdf(certificate_of(title, parse_xml(xml), case)), authority)


def certificate_of(title: str, root: etree._Element, case: Case) -> Certificate:
    """The certificate's data, name and ID in full (a certificate is the person's own paper)."""
    issued = (case.updated or case.accepted or datetime.now().astimezone()).astimezone().date()
    return Certificate(
        title=title,
        issuer=ISSUER,
        number=f"柳居证〔{issued.year}〕{case.number[-6:]} 号",
        name=element_text(root, "name"),
        id_number=element_text(root, "id_number"),
        paragraphs=_paragraphs(root, issued),
        issued=issued,
        help_phone=HELP_PHONE,
        qr_text=f"GSD1:{case.number}",
    )


def _paragraphs(root: etree._Element, issued: date) -> tuple[tuple[Run, ...], ...]:
    return tuple(
        paragraph for paragraph in (_who(root, issued), _witness(root), _purpose(root)) if paragraph
    )


def _who(root: etree._Element, issued: date) -> tuple[Run, ...]:
    runs = [Run("兹证明"), _field(element_text(root, "name"))]
    if sex := element_text(root, "sex"):
        runs += [Run("，性别"), _field({"male": "男", "female": "女"}.get(sex, sex))]
    runs += [Run("，居民身份证号"), _field(element_text(root, "id_number"))]
    if since := _date(element_text(root, "since")):
        runs += [Run("，自"), _field(f"{since.year} 年 {since.month} 月 {since.day} 日"), Run("起")]
    if address := element_text(root, "full"):
        runs += [Run("，居住在"), _field(address)]
    if since:
        runs += [Run("，至今已满"), _field(duration(since, issued))]
    return (*runs, Run("。"))


def _witness(root: etree._Element) -> tuple[Run, ...]:
    name = element_text(root, "witness_name")
    return (Run("见证人"), _field(name), Run("。")) if name else ()


def _purpose(root: etree._Element) -> tuple[Run, ...]:
    purpose = element_text(root, "purpose_words") or element_text(root, "purpose_text")
    told = (Run("本证明用于"), _field(purpose), Run("，")) if purpose else (Run("本证明"),)
    return (*told, Run("开具后"), Run(VALID_WORDS, RunKind.STRONG), Run("有效。"))


def _field(text: str) -> Run:
    return Run(text, RunKind.FIELD)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def duration(since: date, until: date) -> str:
    """Whole years and months between two days, in words; under a month in days."""
    months = (until.year - since.year) * MONTHS + until.month - since.month
    months -= until.day < since.day
    if months <= 0:
        return f"{max((until - since).days, 0)} 天"
    years, rest = divmod(months, MONTHS)
    words = [f"{years} 年"] if years else []
    return " ".join([*words, f"{rest} 个月"] if rest else words)


def sealed(document: bytes, authority: Authority) -> bytes:
    """A PDF signed as PAdES B-B (ETSI EN 319 142-1) with the sandbox's seal."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(load_certs_from_pemder_data(authority.root))
    signer = signers.SimpleSigner(
        signing_cert=next(iter(load_certs_from_pemder_data(authority.seal))),
        signing_key=load_private_key_from_pemder_data(authority.seal_key, None),
        cert_registry=store,
    )
    settings = signers.PdfSignatureMetadata(
        field_name=SIGNATURE_FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    out = BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(document)), settings, signer, output=out)
    return out.getvalue()
