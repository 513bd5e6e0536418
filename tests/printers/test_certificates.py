from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from printers.certificates import printable
from printers.papers import UnverifiedSealError
from printers.refusals import refusal
from printers.seals import verify
from printers.typeset import certificate_pdf
from printers.verdicts import Genuine, Reason
from tests.printers.paper_samples import NOW, SITE, certificate
from tests.printers.seal_makers import Seal, make_seal, seal_pdf


@pytest.fixture(scope="module")
def seal() -> Seal:
    return make_seal()


@pytest.fixture(scope="module")
def sealed(seal: Seal, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("certificates")
    return seal_pdf(certificate_pdf(certificate()), seal, folder)


def text_of(document: bytes, tmp_path: Path) -> str:
    source = tmp_path / "copy.pdf"
    source.write_bytes(document)
    done = subprocess.run(["pdftotext", str(source), "-"], capture_output=True, check=True)
    return done.stdout.decode().replace("\n", "")


def test_the_first_copy_is_the_sealed_file_itself(sealed: bytes, seal: Seal) -> None:
    first = printable(sealed, [seal.root], copy=1, printed=NOW, site=SITE)
    assert first == sealed
    assert isinstance(verify(first, [seal.root]), Genuine)


def test_a_second_copy_shows_the_same_words_and_that_it_is_one(
    sealed: bytes, seal: Seal, tmp_path: Path
) -> None:
    second = printable(sealed, [seal.root], copy=2, printed=NOW, site=SITE)
    text = text_of(second, tmp_path)
    assert "补打" in text
    assert "第 2 次，2026-03-18 10:31，机器 LW-K01" in text
    body = "".join(run.text for runs in certificate().paragraphs for run in runs)
    assert body in text


def test_a_certificate_whose_seal_is_not_recognised_is_not_printed(
    sealed: bytes, seal: Seal
) -> None:
    changed = bytearray(sealed)
    changed[2000] ^= 1
    with pytest.raises(UnverifiedSealError) as caught:
        printable(bytes(changed), [seal.root], copy=1, printed=NOW, site=SITE)
    assert str(caught.value) == Reason.CHANGED
    assert "盖章以后被改过" in refusal(caught.value)
    with pytest.raises(UnverifiedSealError):
        printable(sealed, [make_seal().root], copy=2, printed=NOW, site=SITE)
