"""Whether an answer that says "accepted" is an answer to *this* submission. Pure.

A proxy's cache, or one that mixes up its connections, may hand us what was said to somebody else.
OpenRosa's envelope names nothing, so whatever else an answer tells is held against what was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from offline.exchange.answers import RESPONSE_NAMESPACE, UnsafeXmlError, parse_xml
from offline.exchange.outcomes import Accepted, SendOutcome, Unreachable

RECEIPT: Final = "Submission-Receipt"
METADATA: Final = "{http://www.opendatakit.org/xforms}submissionMetadata"
CACHED: Final = Unreachable("cached answer")
ANOTHERS: Final = Unreachable("another's answer")


def receipt_of(xml: bytes) -> str:
    """What the service API answers to a submission it holds: the digest of its bytes, and so of
    the instance id in them.
    """
    return f"sha-256={sha256(xml).hexdigest()}"


def proven(
    outcome: SendOutcome,
    headers: Mapping[str, str],
    body: bytes,
    instance_id: str,
    xml: bytes,
    *,
    receipt: bool,
) -> SendOutcome:
    """The outcome, or Unreachable where the acceptance belongs to another request.

    ``Age`` says that a cache answers (RFC 9111 § 5.1). ODK Aggregate and Briefcase servers name the
    instance in ``submissionMetadata``. With ``receipt`` the exchange promised a receipt.
    """
    if not isinstance(outcome, Accepted):
        return outcome
    if headers.get("Age", "").strip():
        return CACHED
    given = headers.get(RECEIPT, "")
    if (given or receipt) and given != receipt_of(xml):
        return ANOTHERS if given else Unreachable("no receipt")
    return outcome if named(body) in ("", instance_id) else ANOTHERS


def named(body: bytes) -> str:
    """The instance that an envelope names; "" where it names none."""
    if b"submissionMetadata" not in body:  # most servers: not read twice
        return ""
    try:
        root = parse_xml(body)
    except UnsafeXmlError:
        return ""
    if root.tag != f"{{{RESPONSE_NAMESPACE}}}OpenRosaResponse":
        return ""
    told = next(root.iter(METADATA), None)
    return "" if told is None else told.get("instanceID", "")
