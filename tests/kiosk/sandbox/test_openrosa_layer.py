from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from lxml import etree

from tests.sandbox_server import RunningSandbox, running_sandbox, submission_xml

OPENROSA = {"X-OpenRosa-Version": "1.0"}
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path) as running:
        yield running


def post(
    served: RunningSandbox,
    xml: bytes,
    files: Mapping[str, bytes] | None = None,
    headers: Mapping[str, str] = OPENROSA,
    fields: Mapping[str, str] | None = None,
    path: str = "submission",
) -> requests.Response:
    parts = {"xml_submission_file": ("submission.xml", xml, "text/xml")}
    parts |= {name: (name, data, "image/jpeg") for name, data in (files or {}).items()}
    return requests.post(
        f"{served.url}/{path}", files=parts, data=fields, headers=dict(headers), timeout=10
    )


def attachments(served: RunningSandbox) -> dict[str, str]:
    return {file["name"]: file["sha256"] for file in served.received()[0]["attachments"]}


def test_without_the_version_header_nothing_is_answered(served: RunningSandbox) -> None:
    assert requests.get(f"{served.url}/formList", timeout=5).status_code == 400
    assert requests.head(f"{served.url}/submission", timeout=5).status_code == 400
    assert post(served, submission_xml("uuid:1"), headers={}).status_code == 400
    assert served.received() == []


def test_the_form_list_leads_to_forms_and_media_with_their_hashes(served: RunningSandbox) -> None:
    listing = requests.get(f"{served.url}/formList", headers=OPENROSA, timeout=5)
    root = etree.fromstring(listing.content)
    entry = {child.tag.removeprefix(LIST): child.text or "" for child in root[0]}
    xml = requests.get(entry["downloadUrl"], timeout=5).content
    assert (entry["formID"], entry["name"], entry["version"]) == ("allowance", "高龄津贴", "1")
    assert entry["hash"] == "md5:" + hashlib.md5(xml, usedforsecurity=False).hexdigest()
    listed = etree.fromstring(
        requests.get(entry["manifestUrl"], headers=OPENROSA, timeout=5).content
    )
    media = {child.tag.removeprefix(MANIFEST): child.text or "" for child in listed[0]}
    data = requests.get(media["downloadUrl"], headers={"Range": "bytes=0-3"}, timeout=5)
    assert (media["filename"], data.status_code) == ("allowance.csv", 200)
    assert media["hash"] == "md5:" + hashlib.md5(data.content, usedforsecurity=False).hexdigest()


def test_the_handshake_says_what_is_taken(served: RunningSandbox) -> None:
    answer = requests.head(f"{served.url}/submission", headers=OPENROSA, timeout=5)
    assert answer.status_code == 204
    assert answer.headers["X-OpenRosa-Accept-Content-Length"] == "10000000"
    assert answer.headers["X-OpenRosa-Version"] == "1.0"


def test_an_exact_duplicate_is_taken_again_and_is_one_row(served: RunningSandbox) -> None:
    answers = [post(served, submission_xml("uuid:1")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert b"full submission upload was successful!" in answers[0].content
    assert [entry["instance_id"] for entry in served.received()] == ["uuid:1"]


def test_the_same_id_with_other_xml_is_a_conflict(served: RunningSandbox) -> None:
    post(served, submission_xml("uuid:1"))
    assert post(served, submission_xml("uuid:1", name="李小娜")).status_code == 409
    assert len(served.received()) == 1


def test_eight_at_once_leave_one_row_and_only_201_or_409(served: RunningSandbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(served, submission_xml("uuid:1")), range(8)))
    statuses = {answer.status_code for answer in answers}
    assert 201 in statuses
    assert statuses <= {201, 409}
    assert len(served.received()) == 1


def test_a_deleted_submission_sent_again_is_a_conflict(served: RunningSandbox) -> None:
    post(served, submission_xml("uuid:1"))
    assert requests.delete(f"{served.url}/v1/received/uuid:1", timeout=5).status_code == 200
    assert post(served, submission_xml("uuid:1")).status_code == 409
    assert served.received() == []


def test_without_an_instance_id_every_try_is_a_new_row(served: RunningSandbox) -> None:
    xml = submission_xml("")
    assert [post(served, xml).status_code, post(served, xml).status_code] == [201, 201]
    assert len(served.received()) == 2


def test_missing_and_unlisted_attachments_pass_in_silence(served: RunningSandbox) -> None:
    answer = post(served, submission_xml("uuid:1", photo="a.jpg"), {"other.jpg": b"x"})
    assert answer.status_code == 201
    assert attachments(served) == {}


def test_other_bytes_for_an_attachment_overwrite(served: RunningSandbox) -> None:
    xml = submission_xml("uuid:1", photo="a.jpg")
    for data in (b"one", b"two"):
        assert post(served, xml, {"a.jpg": data}).status_code == 201
    assert attachments(served) == {"a.jpg": hashlib.sha256(b"two").hexdigest()}


def test_a_split_submission_is_whole_only_with_its_last_part(served: RunningSandbox) -> None:
    xml = submission_xml("uuid:1", photo="a.jpg")
    post(served, xml, fields={"*isIncomplete*": "yes"})
    assert served.sandbox.ledger.held(["uuid:1"]) == []
    post(served, xml, {"a.jpg": b"one"})
    assert served.sandbox.ledger.held(["uuid:1"]) == ["uuid:1"]
    assert attachments(served) == {"a.jpg": hashlib.sha256(b"one").hexdigest()}


def test_unknown_form_or_version_is_not_found(served: RunningSandbox) -> None:
    unknown = submission_xml("uuid:1").replace(b'id="allowance"', b'id="nowhere"')
    newer = submission_xml("uuid:1").replace(b'version="1"', b'version="9"')
    assert [post(served, unknown).status_code, post(served, newer).status_code] == [404, 404]


def test_a_closing_form_leaves_the_list_and_a_closed_one_takes_nothing(
    served: RunningSandbox,
) -> None:
    place = f"{served.url}/v1/forms/allowance/state"
    requests.put(place, json={"state": "closing"}, timeout=5)
    listing = requests.get(f"{served.url}/formList", headers=OPENROSA, timeout=5)
    assert b"<formID>allowance<" not in listing.content
    assert post(served, submission_xml("uuid:1")).status_code == 201
    requests.put(place, json={"state": "closed"}, timeout=5)
    assert post(served, submission_xml("uuid:2")).status_code == 409


def test_bad_tokens_and_passwords_are_denied(served: RunningSandbox) -> None:
    xml = submission_xml("uuid:1")
    bearer = {**OPENROSA, "Authorization": "Bearer nonsense"}
    basic = {**OPENROSA, "Authorization": "Basic eDp5"}
    assert post(served, xml, headers=bearer).status_code == 403
    assert post(served, xml, path="key/nonsense/submission").status_code == 403
    answer = post(served, xml, headers=basic)
    assert (answer.status_code, "WWW-Authenticate" in answer.headers) == (401, False)


@pytest.mark.parametrize("xml", [b"", b"<data", b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'])
def test_what_is_not_xml_is_a_bad_request(served: RunningSandbox, xml: bytes) -> None:
    assert post(served, xml).status_code == 400


def test_compressed_and_formless_bodies_are_bad_requests(served: RunningSandbox) -> None:
    squeezed = {**OPENROSA, "Content-Encoding": "gzip", "Content-Type": "multipart/form-data"}
    for headers, body in ((squeezed, gzip.compress(b"x")), (OPENROSA, b"<data/>")):
        answer = requests.post(f"{served.url}/submission", data=body, headers=headers, timeout=5)
        assert answer.status_code == 400
    lost = requests.post(f"{served.url}/submission", files={"a": b"x"}, headers=OPENROSA, timeout=5)
    assert lost.status_code == 400


def test_a_list_that_did_not_change_is_not_sent_again(served: RunningSandbox) -> None:
    headers = {"X-OpenRosa-Version": "1.0"}
    first = requests.get(f"{served.url}/formList", headers=headers, timeout=5)
    known = {**headers, "If-None-Match": first.headers["ETag"]}
    again = requests.get(f"{served.url}/formList", headers=known, timeout=5)
    assert (again.status_code, again.content) == (304, b"")
    state = {"state": "closing"}
    requests.put(f"{served.url}/v1/forms/allowance/state", json=state, timeout=5)
    changed = requests.get(f"{served.url}/formList", headers=known, timeout=5)
    assert changed.status_code == 200
    assert b"allowance" not in changed.content


def test_range_on_media_is_ignored(served: RunningSandbox) -> None:
    url = f"{served.url}/forms/allowance/media/allowance.csv"
    part = requests.get(url, headers={"Range": "bytes=0-3"}, timeout=5)
    assert (part.status_code, part.content) == (200, requests.get(url, timeout=5).content)
