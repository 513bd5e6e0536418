from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from printers.seals import verify
from printers.typeset import certificate_pdf
from printers.verdicts import Genuine, Reason, Refused
from tests.printers.paper_samples import certificate
from tests.printers.seal_makers import Seal, make_seal, seal_pdf, updated_pdf

PAGE = certificate_pdf(certificate())


@pytest.fixture(scope="module")
def seal() -> Seal:
    return make_seal()


@pytest.fixture(scope="module")
def sealed(seal: Seal, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return seal_pdf(PAGE, seal, tmp_path_factory.mktemp("seal"))


def reason_of(document: bytes, *roots: bytes) -> Reason | None:
    verdict = verify(document, roots)
    return verdict.reason if isinstance(verdict, Refused) else None


def test_a_sealed_page_under_a_pinned_root_is_genuine(sealed: bytes, seal: Seal) -> None:
    verdict = verify(sealed, [make_seal().root, seal.root])
    assert isinstance(verdict, Genuine)
    assert "测试印章" in verdict.signer
    assert verdict.signed_at is not None


def test_one_changed_byte_anywhere_is_refused(sealed: bytes, seal: Seal) -> None:
    chance = Random(7)  # noqa: S311 — places to change, no secret
    held = sealed.rindex(b"<3082")  # the signature in hex, its head and its padding
    places = [
        *range(held + 1, held + 120, 4),
        *(chance.randrange(held, held + 3400) for _ in range(20)),
    ]
    places += [*range(8), *(chance.randrange(len(sealed)) for _ in range(20))]
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 0x01
        assert reason_of(bytes(changed), seal.root) is not None, place


def test_a_changed_page_is_told_as_changed(sealed: bytes, seal: Seal) -> None:
    changed = bytearray(sealed)
    changed[len(PAGE) // 2] ^= 0x01
    assert reason_of(bytes(changed), seal.root) is Reason.CHANGED


def test_a_cut_file_is_refused(sealed: bytes, seal: Seal) -> None:
    for end in (0, 10, len(sealed) // 2, len(sealed) - 1):
        assert reason_of(sealed[:end], seal.root) is not None


def test_an_unknown_root_is_refused(sealed: bytes) -> None:
    assert reason_of(sealed, make_seal().root) is Reason.UNKNOWN_ROOT
    assert reason_of(sealed) is Reason.UNKNOWN_ROOT


def test_an_update_after_sealing_is_refused(sealed: bytes, seal: Seal) -> None:
    assert reason_of(updated_pdf(sealed), seal.root) is Reason.UPDATED


def test_a_page_without_a_seal_is_refused(seal: Seal) -> None:
    assert reason_of(PAGE, seal.root) is Reason.UNSIGNED


@pytest.mark.parametrize("junk", [b"", b"not a pdf", b"%PDF-1.7\n", bytes(2000)])
def test_what_is_no_pdf_is_refused(junk: bytes, seal: Seal) -> None:
    assert reason_of(junk, seal.root) is Reason.NOT_A_PDF


def test_a_seal_whose_certificate_has_run_out_is_refused(tmp_path: Path) -> None:
    old = make_seal(lasts=timedelta(days=2), since=timedelta(days=-9))
    assert reason_of(seal_pdf(PAGE, old, tmp_path), old.root) is Reason.EXPIRED
