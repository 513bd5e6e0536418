"""The service code of our demonstration profile: CWT in COSE_Sign1, base45, ``GSC1:`` before it.

Checked in this order, so that nothing is told of a code whose signature does not hold: shape, key,
algorithm, signature, claims, issuer, key's validity, revocation, time, replay.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.codes import base45, claims, cose
from kiosk.codes.claims import Claims, ClaimsError
from kiosk.codes.result import CodeResult, Verdict
from kiosk.codes.scheme import Circumstances
from kiosk.codes.signatures import BY_NUMBER, KeyUnusableError, algorithm_of
from kiosk.codes.trust import judged
from offline.records import IssuerKey

PREFIX = "GSC1:"
_LONGEST = 2000  # a third of what a QR of version 40 holds; ours are about 250 letters


def issue(what: Claims, private_key_pem: str) -> str:
    """Sign a code, as an issuer does (ClaimsError, KeyUnusableError)."""
    algorithm = algorithm_of(private_key_pem)
    message = cose.sign(claims.dump(what), what.key_id, algorithm, private_key_pem)
    return PREFIX + base45.encode(message)


def key_id_text(key_id: bytes) -> str:
    """A key id as ``IssuerKey.key_id`` writes it: itself if it is plain ASCII, else in hex."""
    text = key_id.decode("ascii", "replace")
    return text if text.isascii() and text.isprintable() else key_id.hex()


class CwtScheme:
    """Recognised by its prefix; all in small letters is what a scanner sends under Caps Lock."""

    name = "cwt"

    def recognises(self, text: str) -> bool:
        return text[: len(PREFIX)].upper() == PREFIX

    def verify(self, text: str, given: Circumstances) -> CodeResult:
        if len(text) > _LONGEST:
            return self._plain(Verdict.MALFORMED, "too-long")
        letters = text.upper() if text.startswith(PREFIX.lower()) else text
        if not letters.startswith(PREFIX):
            return self._plain(Verdict.MALFORMED, "prefix")
        try:
            message = cose.parse(base45.decode(letters[len(PREFIX) :]))
        except cose.NotCoseError:
            return self._plain(Verdict.MALFORMED, "cose")
        except ValueError:
            return self._plain(Verdict.MALFORMED, "base45")
        return self._signed(message, given)

    def _plain(self, verdict: Verdict, detail: str, issuer_name: str = "") -> CodeResult:
        return CodeResult(verdict, self.name, issuer_name=issuer_name, detail=detail)

    def _signed(self, message: cose.Sign1, given: Circumstances) -> CodeResult:
        """Whether one of the pinned keys of this id made the signature."""
        known = [k for k in given.keys if k.key_id == key_id_text(message.key_id)]
        if not known:
            return self._plain(Verdict.UNKNOWN_ISSUER, "key")
        algorithm = BY_NUMBER.get(message.algorithm)
        usable = [k for k in known if algorithm and k.algorithm == algorithm.name]
        if algorithm is None or not usable:
            return self._plain(Verdict.UNTRUSTED_ALGORITHM, str(message.algorithm))
        signed = cose.to_be_signed(message.protected, message.payload)
        try:
            fitting = [k for k in usable if algorithm.verify(k.public, signed, message.signature)]
        except KeyUnusableError:
            return self._plain(Verdict.UNTRUSTED_ALGORITHM, "key", usable[0].issuer_name)
        if not fitting:
            return self._plain(Verdict.TAMPERED, "signature", usable[0].issuer_name)
        return self._claimed(message, fitting, given)

    def _claimed(
        self, message: cose.Sign1, keys: Sequence[IssuerKey], given: Circumstances
    ) -> CodeResult:
        """What the signed claims come to."""
        try:
            told = claims.load(message.payload, message.key_id)
        except ClaimsError as error:
            return self._plain(Verdict.MALFORMED, str(error), keys[0].issuer_name)
        key = next((k for k in keys if k.issuer == told.issuer), None)
        if key is None:
            return self._plain(Verdict.UNKNOWN_ISSUER, "issuer")
        return judged(self.name, told, key, given)
