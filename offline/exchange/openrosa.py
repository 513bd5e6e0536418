"""OpenRosa 1.0: formList, manifest, form download and submission, as servers behave (FACTS)."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from offline.exchange.answers import (
    UnsafeXmlError,
    outcome_of,
    parse_xml,
    question_outcome,
)
from offline.exchange.line import Answer, Line, LineError, address_from
from offline.exchange.link import same_host
from offline.exchange.lists import EntityListing, deleted_ids, integrity_questions
from offline.exchange.multipart import MultipartBody, packed
from offline.exchange.port import (
    Accepted,
    Denied,
    ExchangeError,
    FormListing,
    Parcel,
    ParcelFile,
    Refused,
    SendOutcome,
    Unreachable,
    UnreadableFileError,
)
from offline.exchange.proof import proven

LIST_NAMESPACE: Final = "{http://openrosa.org/xforms/xformsList}"
MANIFEST_NAMESPACE: Final = "{http://openrosa.org/xforms/xformsManifest}"
LARGEST_REQUEST: Final = 2_000_000
"""Bytes of a request with several attachments, however much more a server takes (ODK Central:
100 MB): what arrived stays, so that a cut costs one of them and not all.
"""
HANDSHAKE_LASTS: Final = 600.0
NO_HEAD: Final = (405, 501)
ENTITY_LIST: Final = "entityList"


class OpenRosa:
    """One OpenRosa server. ``device`` goes with submissions as ``deviceID``.

    ``receipts`` says that it promised a receipt for each.
    """

    def __init__(self, line: Line, *, device: str = "") -> None:
        self._line = line
        self._device = device
        self._target = "submission"
        self._limit = LARGEST_REQUEST
        self._shaken: float | None = None
        self.receipts = False

    def forms(self) -> Sequence[FormListing]:
        """The formList (ExchangeError)."""
        root = self._xml(self._get("formList", again=True), "xforms")
        return [_listing(node) for node in root.iter(f"{LIST_NAMESPACE}xform")]

    def download_form(self, listing: FormListing) -> tuple[bytes, Mapping[str, bytes]]:
        """The form's XML and its media by name; a wrong md5 is as good as no answer."""
        xml = self._get(self._own(listing.download_url)).body
        _check_hash(xml, listing.hash)
        return xml, dict(self._media_file(node) for node in self._manifest(listing))

    def entity_lists(self) -> Sequence[EntityListing]:
        """The lists that the forms' manifests name, each once (ExchangeError)."""
        found = {
            one.dataset: one
            for listing in self.forms()
            for one in map(_entity_listing, self._manifest(listing, again=True))
            if one is not None
        }
        return list(found.values())

    def entity_list(self, listing: EntityListing) -> bytes:
        """A list's CSV, not sent again if it is unchanged (ExchangeError)."""
        return self._get(self._own(listing.download_url), again=True).body

    def deleted_entities(self, listing: EntityListing, ids: Sequence[str]) -> frozenset[str]:
        """Which of these ids are no more (ExchangeError)."""
        if not listing.integrity_url:
            return frozenset()
        questions = integrity_questions(self._own(listing.integrity_url), ids)
        return frozenset[str]().union(
            *(deleted_ids(self._xml(self._get(url), "data")) for url in questions)
        )

    def send(self, parcel: Parcel, *, more: bool = False) -> SendOutcome:
        """Hand in one submission, in as many requests as the server's limit asks for.

        ``more`` says that it is not whole yet: other attachments come another way.
        """
        try:
            refusal = self._handshake(parcel)
            return refusal if refusal is not None else self._post_all(parcel, more=more)
        except LineError as error:
            return error.outcome
        except UnreadableFileError as error:
            return Refused(0, str(error))

    def probe(self) -> None:
        """The HEAD handshake, asked afresh (ExchangeError)."""
        self._shaken = None
        try:
            answer = self._line.ask("HEAD", "submission", headers=_headers())
            shaken = self._shake(answer)
        except LineError as error:
            raise ExchangeError(error.outcome) from error
        if not shaken and answer.status not in NO_HEAD:
            raise ExchangeError(_handshake_outcome(answer))

    def ready(self) -> bool:
        """Whether the server is known from a handshake not long ago."""
        return self._shaken is not None and time.monotonic() - self._shaken < HANDSHAKE_LASTS

    def _post_all(self, parcel: Parcel, *, more: bool) -> SendOutcome:
        groups = packed(parcel.files, len(parcel.xml), self._limit)
        outcome: SendOutcome = Unreachable("not sent")
        for number, files in enumerate(groups, start=1):
            outcome = self._post(parcel, files, incomplete=more or number < len(groups))
            if not isinstance(outcome, Accepted):
                return outcome
            for file in files:
                parcel.on_sent(file.name)
        return outcome

    def _post(
        self, parcel: Parcel, files: Sequence[ParcelFile], *, incomplete: bool
    ) -> SendOutcome:
        body = MultipartBody(parcel.xml, files, incomplete=incomplete)
        answer = self._line.ask(
            "POST",
            self._target,
            headers={**_headers(), "Content-Type": body.content_type},
            params={"deviceID": self._device} if self._device else None,
            body=body if parcel.here else b"".join(body),
            give_up=parcel.give_up,
        )
        outcome = proven(
            outcome_of(answer.status, answer.headers, answer.body),
            answer.headers,
            answer.body,
            parcel.instance_id,
            parcel.xml,
            receipt=self.receipts,
        )
        if not isinstance(outcome, Accepted):
            self._shaken = None
        return outcome

    def _handshake(self, parcel: Parcel) -> SendOutcome | None:
        """HEAD before POST: the limit, the place, and a portal's 200 before any photo is spent."""
        if self.ready():
            return None
        answer = self._line.ask("HEAD", "submission", headers=_headers(), give_up=parcel.give_up)
        if self._shake(answer) or answer.status in NO_HEAD:
            return None
        return _handshake_outcome(answer)

    def _shake(self, answer: Answer) -> bool:
        """Whether an OpenRosa server answered; what it told is remembered for a while."""
        openrosa = "X-OpenRosa-Version" in answer.headers
        if answer.status != 204 and not (answer.status == 200 and openrosa):  # noqa: PLR2004 — HTTP
            return False
        limit = answer.headers.get("X-OpenRosa-Accept-Content-Length", "").strip()
        asked = int(limit) if limit.isdecimal() and int(limit) > 0 else LARGEST_REQUEST
        self._limit = min(asked, LARGEST_REQUEST)
        self._target = self._own(
            address_from(answer.url, answer.headers.get("Location", answer.url))
        )
        self._shaken = time.monotonic()
        return True

    def _manifest(self, listing: FormListing, *, again: bool = False) -> list[etree._Element]:
        if not listing.manifest_url:
            return []
        answer = self._get(self._own(listing.manifest_url), again=again)
        return list(self._xml(answer, "manifest").iter(f"{MANIFEST_NAMESPACE}mediaFile"))

    def _media_file(self, node: etree._Element) -> tuple[str, bytes]:
        name = _text(node, MANIFEST_NAMESPACE, "filename")
        if not name or "/" in name or "\\" in name or name.startswith("."):
            raise ExchangeError(Refused(0, "a media file's name is not a plain file name"))
        data = self._get(self._own(_text(node, MANIFEST_NAMESPACE, "downloadUrl"))).body
        if node.get("type") != ENTITY_LIST:  # an entity list's hash is its ETag (FACTS)
            _check_hash(data, _text(node, MANIFEST_NAMESPACE, "hash"))
        return name, data

    def _get(self, path: str, *, again: bool = False) -> Answer:
        try:
            if again:
                answer = self._line.ask_again(path, headers=_headers())
            else:
                answer = self._line.ask("GET", path, headers=_headers())
        except LineError as error:
            raise ExchangeError(error.outcome) from error
        if answer.status != 200:  # noqa: PLR2004 — HTTP
            raise ExchangeError(question_outcome(answer.status, answer.headers, answer.body))
        return answer

    def _xml(self, answer: Answer, root: str) -> etree._Element:
        """The document asked for; a portal's page is none."""
        try:
            element = parse_xml(answer.body)
        except UnsafeXmlError as error:
            raise ExchangeError(Unreachable(f"no {root}")) from error
        if etree.QName(element).localname != root:
            raise ExchangeError(Unreachable(f"no {root}"))
        return element

    def _own(self, url: str) -> str:
        """An address in a listing, on the host we talk to: servers behind a proxy often name
        another one, and nothing of ours goes to a host that was not chosen.
        """
        if not url or same_host(url, self._line.base):
            return url
        try:
            base, there = urlsplit(self._line.base), urlsplit(url)
        except ValueError:  # no address at all: the line refuses it
            return url
        return urlunsplit((base.scheme, base.netloc, there.path, there.query, ""))


def _headers() -> dict[str, str]:
    return {
        "X-OpenRosa-Version": "1.0",
        "Date": format_datetime(datetime.now(UTC), usegmt=True),
    }


def _handshake_outcome(answer: Answer) -> Denied | Unreachable:
    """A handshake says nothing about a submission: what is not a denial is a wrong place."""
    outcome = outcome_of(answer.status, answer.headers, b"")
    if isinstance(outcome, Denied | Unreachable):
        return outcome
    return Unreachable(f"status {answer.status}")


def _listing(node: etree._Element) -> FormListing:
    return FormListing(
        form_id=_text(node, LIST_NAMESPACE, "formID"),
        version=_text(node, LIST_NAMESPACE, "version"),
        title=_text(node, LIST_NAMESPACE, "name"),
        hash=_text(node, LIST_NAMESPACE, "hash"),
        download_url=_text(node, LIST_NAMESPACE, "downloadUrl"),
        manifest_url=_text(node, LIST_NAMESPACE, "manifestUrl"),
    )


def _entity_listing(node: etree._Element) -> EntityListing | None:
    if node.get("type") != ENTITY_LIST:
        return None
    return EntityListing(
        dataset=_text(node, MANIFEST_NAMESPACE, "filename").removesuffix(".csv"),
        hash=_text(node, MANIFEST_NAMESPACE, "hash"),
        download_url=_text(node, MANIFEST_NAMESPACE, "downloadUrl"),
        integrity_url=_text(node, MANIFEST_NAMESPACE, "integrityUrl"),
    )


def _text(node: etree._Element, namespace: str, name: str) -> str:
    return (node.findtext(f"{namespace}{name}") or "").strip()


def _check_hash(data: bytes, given: str) -> None:
    """Compare with ``md5:…`` where one is given (OpenRosa Form Discovery: a change detector)."""
    scheme, _, digest = given.partition(":")
    if scheme == "md5" and hashlib.md5(data, usedforsecurity=False).hexdigest() != digest.lower():
        raise ExchangeError(Unreachable("hash mismatch"))
