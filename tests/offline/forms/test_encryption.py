from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from offline.forms import encryption
from offline.forms.api import FormError
from tests.offline.forms.recipient import opened

PRIVATE = generate_private_key(65537, 2048)
PUBLIC = base64.b64encode(
    PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
XML = "<data id='f'><name>王小明</name></data>".encode()


def sealed() -> encryption.Sealed:
    return encryption.seal(
        XML,
        {"p.jpg": b"\xff\xd8 photo", "q.jpg": b""},
        form_id="f",
        version="2",
        instance_id="uuid:1",
        key=PUBLIC,
    )


def test_only_the_private_key_opens_it() -> None:
    found = sealed()
    assert set(found.files) == {"p.jpg.enc", "q.jpg.enc", "submission.xml.enc"}
    assert "王小明".encode() not in b"".join(found.files.values()) + found.manifest
    assert encryption.unseal(found, PRIVATE) == {
        "p.jpg": b"\xff\xd8 photo",
        "q.jpg": b"",
        "submission.xml": XML,
    }


@pytest.mark.parametrize("version", ["2", ""])
@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 1000])
def test_a_centre_that_knows_only_the_specification_reads_the_same(version: str, size: int) -> None:
    media = {f"{n}.jpg": bytes([n]) * (size + n) for n in range(20)}
    found = encryption.seal(
        XML, media, form_id="f", version=version, instance_id="uuid:1", key=PUBLIC
    )
    theirs = opened(found.manifest, found.files, PRIVATE)
    assert theirs == {**media, "submission.xml": XML}
    assert encryption.unseal(found, PRIVATE) == theirs


def test_the_manifest_names_form_instance_and_files() -> None:
    text = sealed().manifest.decode()
    assert 'encrypted="yes"' in text
    assert 'id="f"' in text
    assert "uuid:1</" in text
    assert text.index("p.jpg.enc") < text.index("q.jpg.enc") < text.index("submission.xml.enc")


def test_an_exchanged_form_id_breaks_the_signature() -> None:
    found = sealed()
    forged = replace(found, manifest=found.manifest.replace(b'id="f"', b'id="g"'))
    with pytest.raises(FormError):
        encryption.unseal(forged, PRIVATE)


@pytest.mark.parametrize("key", ["", "!!!", base64.b64encode(b"no key").decode()])
def test_a_key_that_is_none_is_told(key: str) -> None:
    with pytest.raises(FormError):
        encryption.public_key(key)
