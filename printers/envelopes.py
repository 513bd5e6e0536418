"""What no signature of a CMS envelope covers, and must be as the standards want it all the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.sign.validation import EmbeddedPdfSignature

_LONG_FORM = 0x80


def plainly_written(document: bytes, seal: EmbeddedPdfSignature) -> bool:
    """Whether its hex is of one case and its padding empty."""
    _, before, after, _ = (int(number) for number in seal.byte_range)
    written, held = document[before + 1 : after - 1], seal.pkcs7_content
    plain = held.hex().encode()
    return written in {plain, plain.upper()} and not held[_content_end(held) :].strip(b"\0")


def nothing_stray(signed: Any, known: Iterable[Certificate]) -> bool:
    """Whether it carries known certificates alone, its open fields as RFC 5652 (5.1, 5.3) says."""
    (signer,) = signed["signer_infos"]
    by_key = signer["sid"].name == "subject_key_identifier"
    plain = signed["encap_content_info"]["content_type"].native == "data" and not by_key
    digests = [one.dump() for one in signed["digest_algorithms"]]
    carried = {choice.chosen.dump() for choice in signed["certificates"]}
    return (
        not carried - {one.dump() for one in known}
        and signer["version"].native == ("v3" if by_key else "v1")
        and signed["version"].native == ("v1" if plain else "v3")
        and digests == [signer["digest_algorithm"].dump()]
    )


def stamp_within(signer: Any) -> Any:
    """The time stamp among the open attributes, None without any (ValueError for anything else)."""
    attributes = signer["unsigned_attrs"]
    if not attributes:
        return None
    (only,) = attributes
    (token,) = only["values"]
    if only["type"].native != "signature_time_stamp_token":
        raise ValueError(only["type"].native)
    return token["content"]


def _content_end(held: bytes) -> int:
    """Where the ContentInfo ends, its length agreeing with what is in it (else nowhere: 0)."""
    end = _der_length(held)
    content = end - _der_length(held, content_only=True)
    inner = content + _der_length(held[content:])
    return end if inner + _der_length(held[inner:]) == end else 0


def _der_length(encoded: bytes, *, content_only: bool = False) -> int:
    """Bytes of the DER element that the bytes begin with (X.690 section 8.1.3)."""
    short = encoded[1]
    count = short - _LONG_FORM if short >= _LONG_FORM else 0
    length = int.from_bytes(encoded[2 : 2 + count], "big") if count else short
    return length if content_only else 2 + count + length
