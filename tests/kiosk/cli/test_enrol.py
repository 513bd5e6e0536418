"""``kiosk enrol``: each way it may fail says what to do, and nothing secret is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk import app
from kiosk.cli import BAD_ENVIRONMENT, OK, main
from offline.exchange.link import read_link
from tests.odd_server import Say, odd_server
from tests.sandbox_server import running_sandbox

Spoken = pytest.CaptureFixture[str]
EMPTY_LIST = b'<xforms xmlns="http://openrosa.org/xforms/xformsList"/>'


def enrol(folder: Path, *words: str) -> int:
    return main(["enrol", *words, "--data", str(folder)])


@pytest.mark.parametrize("words", [("--server", "{}", "--code", "X"), ("--openrosa", "{}")])
def test_nobody_there_is_said_as_it_is_and_nothing_is_promised(
    tmp_path: Path, capsys: Spoken, words: tuple[str, ...]
) -> None:
    url = "http://[::1]:9"
    assert enrol(tmp_path, *(word.format(url) for word in words)) == BAD_ENVIRONMENT
    told = capsys.readouterr()
    assert told.out == ""
    assert "没有登记" in told.err
    assert "再登记一次" in told.err
    assert "自动" not in told.err


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Say(401, b""), "不认这个口令或链接（401）"),
        (Say(403, b""), "不认这个口令或链接（403）"),
        (Say(404, b""), "核对地址"),
        (Say(400, b"no"), "400"),
        (Say(502, b"<html>nginx</html>"), "连不上"),
        (Say(200, b"<html>log in</html>"), "连不上"),
    ],
)
def test_what_an_openrosa_server_says_is_told_as_advice(
    tmp_path: Path, capsys: Spoken, answer: Say, word: str
) -> None:
    with odd_server(lambda _: answer) as server:
        assert enrol(tmp_path, "--openrosa", server.url) == BAD_ENVIRONMENT
    told = capsys.readouterr().err
    assert "没有登记" in told
    assert word in told


@pytest.mark.parametrize(
    "path", ["v1/key/s3cr3t/projects/3", "v1/test/s3cr3t/projects/3/forms/f/draft"]
)
def test_a_token_in_the_address_is_used_and_not_shown(
    tmp_path: Path, capsys: Spoken, path: str
) -> None:
    with odd_server(lambda _: Say(200, EMPTY_LIST)) as server:
        assert enrol(tmp_path, "--openrosa", f"{server.url}/{path}/") == OK
    told = capsys.readouterr()
    assert server.seen[0].path == f"/{path}/formList"
    assert "s3cr3t" not in told.out + told.err
    assert json.loads(told.out)["kind"] == "openrosa"


def test_over_ipv6_a_terminal_is_enrolled_and_exchanges(tmp_path: Path, capsys: Spoken) -> None:
    with running_sandbox(tmp_path / "centre", host="::1") as served:
        data = tmp_path / "data"
        assert enrol(data, "--server", served.url, "--code", "SANDBOX") == OK
        assert json.loads(capsys.readouterr().out)["url"].startswith("http://[::1]:")
        assert main(["sync", "--once", "--data", str(data)]) == OK


def test_token_and_key_lie_in_no_file_in_clear(tmp_path: Path) -> None:
    with running_sandbox(tmp_path / "centre") as served:
        data = tmp_path / "data"
        assert enrol(data, "--server", served.url, "--code", "SANDBOX") == OK
        assert main(["sync", "--once", "--data", str(data)]) == OK
    store = app.open_store(data, writer=False)
    link = read_link(store.notes)
    store.close()
    assert link is not None
    secrets = [link.token.encode(), *link.key.encode().splitlines()[1:-1]]
    written = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert len(written) > 10_000
    assert [secret in written for secret in secrets] == [False] * len(secrets)
