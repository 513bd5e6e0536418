"""Encrypted forms: what is finalised for the holder of the form's private key alone."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from kiosk.flow.station import Station
from offline.forms.api import Finished
from offline.forms.encryption import seal
from offline.forms.form import Compiled

SEALED_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Frozen:
    """The bytes of a submission as they will be sent: its XML and the names of its files."""

    xml: bytes
    attachments: tuple[str, ...]


def freeze(station: Station, form: Compiled, instance_id: str, finished: Finished) -> Frozen:
    """Plain, or with ``base64RsaPublicKey`` sealed as ODK's encryption specification says.

    To be called inside the finalising transaction: sealed files take the plain ones' place.
    """
    key = form.definition.public_key
    if not key:
        return Frozen(finished.xml, finished.attachments)
    room = station.store.attachments
    plain: dict[str, bytes] = {}
    for name in finished.attachments:
        with room.open(instance_id, name) as source:
            plain[name] = source.read()
    sealed = seal(
        finished.xml,
        plain,
        form_id=form.form_id,
        version=form.version,
        instance_id=instance_id,
        key=key,
    )
    for name in plain:
        room.remove(instance_id, name)
    for name, data in sealed.files.items():
        room.add(instance_id, name, SEALED_TYPE, BytesIO(data))
    return Frozen(sealed.manifest, tuple(sealed.files))
