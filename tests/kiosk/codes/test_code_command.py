from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.codes import testissuer
from kiosk.codes.signatures import public_of
from tests.kiosk.codes.issuing import stranger


class Command:
    """``kiosk code …`` with a data folder that was never enrolled."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys, self.errors = data, capsys, ""

    def __call__(self, *words: str) -> tuple[int, Any]:
        code = main(["code", *words, "--data", str(self.data)])
        told = self._capsys.readouterr()
        self.errors = told.err
        return code, json.loads(told.out) if told.out else None


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path / "data", capsys)


def test_what_is_issued_is_verified_and_masked(command: Command, tmp_path: Path) -> None:
    image = tmp_path / "code.png"
    code, made = command("issue", "--name", "欧阳娜", "--id4", "123x", "--image", str(image))
    assert code == 0
    for words in ((made["text"],), ("--image", str(image))):
        code, told = command("verify", *words)
        assert (code, told["verdict"]) == (0, "verified-offline")
        assert told["person"]["name"] == "欧*娜"
        assert told["person"]["id"] == "**************123X"
        assert told["issuer"] == testissuer.NAME
        assert "欧阳娜" not in json.dumps(told, ensure_ascii=False)


def test_verifying_twice_is_no_replay_for_nothing_is_recorded(command: Command) -> None:
    _, made = command("issue", "--name", "王小明", "--id4", "0021")
    assert [command("verify", made["text"])[0] for _ in range(2)] == [0, 0]


def test_the_clock_can_be_named(command: Command) -> None:
    issued = ("--now", "2026-11-21T08:00:00Z", "--ttl", "300")
    _, made = command("issue", "--name", "王小明", "--id4", "0021", *issued)
    for now, verdict, code in (
        ("2026-11-21T08:04:59Z", "verified-offline", 0),
        ("2026-11-21T08:05:00+00:00", "expired", 1),
        ("2026-11-21T07:00:00Z", "not-yet-valid", 1),
        ("1795248299", "verified-offline", 0),
    ):
        done, told = command("verify", made["text"], "--now", now)
        assert (done, told["verdict"]) == (code, verdict), now


def test_other_keys_than_the_pinned_ones(command: Command, tmp_path: Path) -> None:
    private, keys = tmp_path / "key.pem", tmp_path / "keys.json"
    private.write_text(stranger())
    entry = {"issuer": "s.example", "key_id": "s-1", "public": public_of(stranger())}
    keys.write_text(json.dumps([entry]))
    who = ("--name", "某公司", "--id4", "341L", "--kind", "enterprise")
    _, made = command("issue", *who, "--key", str(private), "--issuer", "s.example", "--kid", "s-1")
    code, told = command("verify", made["text"], "--keys", str(keys))
    assert (code, told["person"]["kind"]) == (0, "enterprise")
    code, told = command("verify", made["text"])
    assert (code, told["verdict"], told["person"]) == (1, "unknown-issuer", None)


@pytest.mark.parametrize("text", ["GSR1:A-1", "https://example.cn/", "你好", "-", "\ud800"])
def test_whatever_is_scanned_gets_an_answer(command: Command, text: str) -> None:
    code, told = command("verify", text)
    assert (code, told["verdict"]) == (1, "not-a-code")


@pytest.mark.parametrize("content", ["", "{", "{}", "[1]", '[{"issuer": "a"}]', '{"keys": 3}'])
def test_a_bad_key_file_is_said_to_be_bad(command: Command, tmp_path: Path, content: str) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(content)
    code, told = command("verify", "x", "--keys", str(keys))
    assert (code, told) == (1, None)
    assert command.errors.startswith("这个公钥文件不能用")


@pytest.mark.parametrize(
    "words",
    [
        ("--name", "", "--id4", "0021"),
        ("--name", "王", "--id4", "21"),
        ("--name", "王", "--id4", "00 1"),
        ("--name", "王", "--id4", "0021", "--key", "pyproject.toml"),
    ],
)
def test_a_code_that_would_not_verify_is_not_issued(command: Command, words: tuple[str]) -> None:
    code, made = command("issue", *words)
    assert (code, made) == (1, None)
    assert command.errors.startswith("这样的码发不出来")


def test_a_picture_that_is_none(command: Command, tmp_path: Path) -> None:
    odd = tmp_path / "odd.png"
    odd.write_text("odd")
    code, told = command("verify", "--image", str(odd))
    assert (code, told) == (1, None)
    assert "不是图片" in command.errors
