"""Taking in a submission, answering as ODK Central does (the table in FACTS, Exchange)."""

from __future__ import annotations

import hashlib
import os
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from lxml import etree

from kiosk.sandbox.centre import Centre
from kiosk.sandbox.entities import EntityRoom
from kiosk.sandbox.ledger import Ledger, ReceivedFile, stamp
from kiosk.sandbox.shelf import ShelfForm, element_text
from offline.exchange.answers import UnsafeXmlError, parse_xml

FULL: Final = "full submission upload was successful!"
DELETED: Final = "A resource already exists with that instanceID, but it has been deleted."
OTHER_XML: Final = (
    "A submission already exists with this ID, but with different XML."
    " Form data has changed since it was first sent."
)
CLOSED: Final = "This form is closed and takes no more submissions."


@dataclass(frozen=True, slots=True)
class Upload:
    """One part of a submission request, already on its way to memory or disk."""

    name: str
    media_type: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and message of the OpenRosaResponse."""

    status: int
    message: str


class RefusedError(Exception):
    """A submission that is not taken; carries the reply."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.reply = Reply(status, message)


class Intake:
    """The door for submissions. Thread-safe: identical ones at once leave one row."""

    def __init__(
        self,
        ledger: Ledger,
        forms: dict[str, ShelfForm],
        files: Path,
        centre: Centre,
        entities: EntityRoom,
    ) -> None:
        self._ledger, self._forms, self._files = ledger, forms, files
        self._centre, self._entities = centre, entities
        self._arriving: set[str] = set()
        self._lock = threading.Lock()
        files.mkdir(parents=True, exist_ok=True)

    def take(
        self, xml: bytes, uploads: Sequence[Upload], terminal: str, *, incomplete: bool
    ) -> Reply:
        """Store a submission durably and say so, or say why not."""
        try:
            root = self._checked(xml)
            instance_id = element_text(root, "instanceID") or f"uuid:{uuid.uuid4()}"
            with self._alone(instance_id):
                files = [self._keep(u) for u in uploads if _is_named(root, u.name)]
                self._record(root, instance_id, xml, files, terminal, complete=not incomplete)
        except RefusedError as refusal:
            return refusal.reply
        return Reply(201, FULL)

    def _checked(self, xml: bytes) -> etree._Element:
        try:
            root = parse_xml(xml)
        except UnsafeXmlError as error:
            raise RefusedError(400, f"Could not parse the given data as XML: {error}") from error
        form = self._forms.get(root.get("id", ""))
        if form is None or root.get("version", "") != form.version:
            raise RefusedError(404, "The form you are submitting to is not available.")
        if self.form_state(form.form_id) == "closed":
            raise RefusedError(409, CLOSED)
        return root

    def form_state(self, form_id: str) -> str:
        """``open``, ``closing`` (takes submissions, leaves the formList) or ``closed``."""
        row = self._ledger.row("SELECT state FROM forms WHERE form_id = ?", form_id)
        return "open" if row is None else str(row["state"])

    @contextmanager
    def _alone(self, instance_id: str) -> Iterator[None]:
        """Central's race: of identical submissions at the same moment some are told 409."""
        with self._lock:
            if instance_id in self._arriving:
                raise RefusedError(409, DELETED)
            self._arriving.add(instance_id)
        try:
            yield
        finally:
            with self._lock:
                self._arriving.discard(instance_id)

    def _record(
        self,
        root: etree._Element,
        instance_id: str,
        xml: bytes,
        files: Sequence[ReceivedFile],
        terminal: str,
        *,
        complete: bool,
    ) -> None:
        with self._ledger.transaction():
            known = self._ledger.row(
                "SELECT xml, deleted FROM submissions WHERE instance_id = ?", instance_id
            )
            if known is None:
                self._insert(root, instance_id, xml, terminal)
            elif known["deleted"]:
                raise RefusedError(409, DELETED)
            elif known["xml"] != xml:
                raise RefusedError(409, OTHER_XML)
            self._ledger.add_files(instance_id, files)
            if complete:
                self._complete(root, instance_id)

    def _insert(self, root: etree._Element, instance_id: str, xml: bytes, terminal: str) -> None:
        self._ledger.run(
            "INSERT INTO submissions (instance_id, form_id, version, xml, terminal, received_at,"
            " complete) VALUES (?, ?, ?, ?, ?, ?, 0)",
            instance_id,
            root.get("id"),
            root.get("version", ""),
            xml,
            terminal,
            stamp(),
        )

    def _complete(self, root: etree._Element, instance_id: str) -> None:
        """Once: the same again says nothing new about cases and entities."""
        row = self._ledger.row(
            "SELECT complete FROM submissions WHERE instance_id = ?", instance_id
        )
        if row is not None and row["complete"]:
            return
        self._ledger.run("UPDATE submissions SET complete = 1 WHERE instance_id = ?", instance_id)
        self._centre.open_case(instance_id, root.get("id", ""))
        self._entities.take(root)

    def _keep(self, upload: Upload) -> ReceivedFile:
        """Write an attachment to its place under its digest, durable before it is acknowledged."""
        partial = self._files / f".{uuid.uuid4()}.partial"
        summer, size = hashlib.sha256(), 0
        with partial.open("wb") as target:
            while piece := upload.stream.read(1 << 16):
                target.write(piece)
                summer.update(piece)
                size += len(piece)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(self._files / summer.hexdigest())
        return ReceivedFile(upload.name, summer.hexdigest(), size, upload.media_type)


def _is_named(root: etree._Element, name: str) -> bool:
    """Whether the submission names this file; an unlisted one is dropped without a word."""
    return bool(name) and any((node.text or "").strip() == name for node in root.iter())
