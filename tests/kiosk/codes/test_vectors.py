from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.codes import Verdict, base45, sm2, verify
from kiosk.codes.keyfile import read_keys
from kiosk.codes.result import CodeResult
from kiosk.words import not_a_code, verdict_advice, verdict_title

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "codes.md"


def blocks() -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)


PUBLISHED = json.loads(blocks()[-1])


@pytest.mark.parametrize("vector", PUBLISHED["vectors"], ids=lambda vector: vector["what"])
def test_the_published_vectors(vector: dict[str, Any], tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(PUBLISHED))
    result = verify(vector["text"], read_keys(keys), datetime.fromisoformat(vector["now"]))
    told = (vector["verdict"], vector["detail"], vector["instead"])
    if "SM2" in vector["what"] and not sm2.AVAILABLE:
        told = ("untrusted-algorithm", "SM2", "")
    assert (result.verdict.value, result.detail, result.instead) == told


def test_every_verdict_scheme_and_algorithm_has_a_vector() -> None:
    """But those that depend on what was used, revoked or answered, not on a text alone."""
    seen = {vector["verdict"] for vector in PUBLISHED["vectors"]}
    elsewhere = {"verified", "replayed", "revoked", "untrusted-algorithm"}
    assert seen | elsewhere == {verdict.value for verdict in Verdict}
    assert {key["algorithm"] for key in PUBLISHED["keys"]} == {"ES256", "EdDSA", "SM2", "exchange"}
    kinds = "receipt certificate event address url token enterprise id-number"
    assert {vector["instead"] for vector in PUBLISHED["vectors"]} == {"", *kinds.split()}


def test_every_verdict_has_words_of_its_own() -> None:
    told = {verdict_title(one) + verdict_advice(one) for one in map(CodeResult, Verdict)}
    assert len(told) == len(Verdict)
    kinds = {vector["instead"] for vector in PUBLISHED["vectors"]}
    assert len({not_a_code(kind) for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("library", [sm2] if sm2.AVAILABLE else [])
def test_the_standards_sm2_signature(library: Any) -> None:
    message, private, public, signature = blocks()[-3].split("\n")[:4]
    key = library.private_pem(bytes.fromhex(private), bytes.fromhex(public))
    pinned = library.public_of(key)
    assert library.verify(pinned, message.encode(), bytes.fromhex(signature))
    assert not library.verify(pinned, message.encode() + b".", bytes.fromhex(signature))


def test_the_published_octets() -> None:
    octets = bytes.fromhex(blocks()[-2])
    assert "GSC1:" + base45.encode(octets) == PUBLISHED["vectors"][0]["text"]
