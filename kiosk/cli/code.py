"""``kiosk code verify`` judges a code as the kiosk does; ``kiosk code issue`` makes one to try."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.cli import BAD_INPUT, OK, Commands
from kiosk.codes import Claims, CodeResult, issue, proves, testissuer, verify
from kiosk.codes.claims import KINDS, ClaimsError
from kiosk.codes.keyfile import KeyFileError, read_keys
from kiosk.codes.signatures import KeyUnusableError
from kiosk.scanning.image import read_picture
from kiosk.scanning.picture import PictureError
from kiosk.scanning.words import picture_sentence
from offline.i18n import tr
from offline.identity import mask_name
from offline.records import IssuerKey

_NONCE = 12  # octets: no two alike in 2**48 codes of one issuer


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("code", help="verify a service code, or issue one to try")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    check = acts.add_parser("verify", help="judge a code, without recording its nonce")
    what = check.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", metavar="TEXT")
    what.add_argument("--image", type=Path, metavar="F")
    check.add_argument("--keys", type=Path, metavar="F", help="issuer keys as JSON")
    check.add_argument("--now", type=_moment, metavar="T", help="ISO 8601, or seconds since 1970")
    check.set_defaults(run=run_verify)
    _add_issue(acts)


def _add_issue(acts: Commands[argparse.ArgumentParser]) -> None:
    make = acts.add_parser("issue", help="issue a code with the test issuer's key, or another")
    make.add_argument("--name", required=True)
    make.add_argument("--id4", required=True, help="the last four of the ID")
    make.add_argument("--kind", choices=sorted(KINDS), default="person")
    make.add_argument("--ttl", type=int, default=600, metavar="S", help="seconds; 600")
    make.add_argument("--key", type=Path, metavar="F", help="private key in PEM")
    make.add_argument("--issuer", default=testissuer.ISSUER)
    make.add_argument("--kid", default=testissuer.KEY_ID, help="the key's id")
    make.add_argument("--subject", default="", help="pseudonym; made from the name if not given")
    make.add_argument("--now", type=_moment, metavar="T", help="time of issue")
    make.add_argument("--image", type=Path, metavar="OUT.png")
    make.set_defaults(run=run_issue)


def run_verify(args: argparse.Namespace) -> int:
    """Print the result as JSON; exit 0 if a visit may begin with it."""
    try:
        keys = _keys(args)
        text = _text(args, keys)
    except KeyFileError as error:
        return _refuse(tr("这个公钥文件不能用：{fact}", fact=error))
    except PictureError as error:
        return _refuse(picture_sentence(error.fault))
    result = verify(text, keys, args.now or datetime.now(UTC))
    print(json.dumps(_told(result), ensure_ascii=False))
    return OK if result.good else BAD_INPUT


def run_issue(args: argparse.Namespace) -> int:
    """Print the code and what it says; exit 1 if name, last four or key don't do."""
    now = args.now or datetime.now(UTC)
    try:
        key = testissuer.private_key() if args.key is None else args.key.read_text("utf-8")
        claims = _claims(args, now.replace(microsecond=0))
        text = issue(claims, key)
    except (ClaimsError, KeyUnusableError, UnicodeDecodeError) as error:
        return _refuse(tr("这样的码发不出来：{fact}", fact=error))
    if args.image is not None:
        from kiosk.codes.qr import save_qr  # noqa: PLC0415 — loads Pillow, only with --image

        save_qr(text, args.image)
    print(json.dumps({"text": text, **_described(claims)}, ensure_ascii=False))
    return OK


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return BAD_INPUT


def _moment(text: str) -> datetime:
    """A time of the command line; without a zone it is the machine's."""
    if text.isdecimal():
        return datetime.fromtimestamp(int(text), UTC)
    return datetime.fromisoformat(text).astimezone(UTC)


def _keys(args: argparse.Namespace) -> Sequence[IssuerKey]:
    if args.keys is not None:
        return read_keys(args.keys)
    from kiosk import app  # noqa: PLC0415 — loads the store, not needed with --keys

    return app.pinned_keys(app.data_folder(args))


def _text(args: argparse.Namespace, keys: Sequence[IssuerKey]) -> str:
    """The text given, or that of the picture's best code: one that is good, else the first."""
    if args.image is None:
        return str(args.text)
    symbols = read_picture(args.image, proves=lambda text: proves(text, keys))
    texts = [symbol.text for symbol in symbols]
    return next((text for text in texts if proves(text, keys)), texts[0] if texts else "")


def _claims(args: argparse.Namespace, now: datetime) -> Claims:
    return Claims(
        issuer=args.issuer,
        subject=args.subject or testissuer.pseudonym(args.kind, args.name, args.id4),
        name=args.name,
        id4=args.id4.upper(),
        kind=args.kind,
        issued=now,
        expires=now + timedelta(seconds=args.ttl),
        nonce=secrets.token_bytes(_NONCE),
        key_id=args.kid.encode(),
    )


def _described(claims: Claims) -> dict[str, Any]:
    return {
        "issuer": claims.issuer,
        "kid": claims.key_id.decode(),
        "subject": claims.subject,
        "kind": claims.kind,
        "issued": claims.issued.isoformat(),
        "expires": claims.expires.isoformat(),
        "nonce": claims.nonce.hex(),
    }


def _told(result: CodeResult) -> dict[str, Any]:
    """A result for others' eyes: the person masked."""
    told: dict[str, Any] = {
        "verdict": result.verdict.value,
        "good": result.good,
        "scheme": result.scheme,
        "detail": result.detail,
        "instead": result.instead,
        "issuer": result.issuer_name,
        "issued": result.issued and result.issued.isoformat(),
        "expires": result.expires and result.expires.isoformat(),
        "nonce": result.nonce,
        "person": None,
    }
    if result.person is not None:
        who = result.person
        told["person"] = {
            "name": mask_name(who.name),
            "id": "*" * 14 + who.id4,
            "kind": who.kind,
            "subject": who.subject,
        }
    return told
