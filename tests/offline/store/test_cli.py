"""``kiosk store …`` as IT staff use it: JSON on stdout, one sentence on stderr, exit codes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from offline.store import paths, slots
from offline.store.keyfiles import FileKeyStore
from offline.store.sqlite import open_store
from tests.fakes.store_samples import LI, NOON, draft, handed_in

Kiosk = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIOSK_KEYS", str(tmp_path / "keys"))
    monkeypatch.setattr(slots, "ARGON2", {"passes": 1, "memory_kib": 32, "lanes": 1})
    return tmp_path / "data"


@pytest.fixture
def kiosk(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Kiosk:
    def run(*words: str, said: str = "", data: Path = folder) -> tuple[int, list[Any], str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(said + "\n"))
        code = main(["--data", str(data), "store", *words])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


@pytest.fixture
def worked(folder: Path, tmp_path: Path) -> Path:
    """A store with two submissions and a draft."""
    with closing(open_store(folder, keys=FileKeyStore(tmp_path / "keys"))) as store:
        handed_in(store, "uuid:1", files=1)
        handed_in(store, "uuid:2")
        store.submissions.claim("uuid:2", NOON)
        store.drafts.save(draft("uuid:3", LI))
    return folder


def test_list_is_a_line_a_submission(kiosk: Kiosk, worked: Path) -> None:
    assert worked.exists()
    code, lines, err = kiosk("list")
    assert (code, err) == (0, "")
    assert [line["instance_id"] for line in lines] == ["uuid:1", "uuid:2"]
    assert set(lines[0]) == {"instance_id", "receipt", "form_id", "state", "attachments"}
    assert lines[0]["attachments"][0]["name"] == "photo-0.jpg"
    assert set(lines[0]["attachments"][0]) == {"name", "sha256", "state"}
    assert [line["state"] for line in kiosk("list", "--state", "sending")[1]] == ["sending"]


def test_list_and_stats_work_beside_a_writer(kiosk: Kiosk, worked: Path, tmp_path: Path) -> None:
    with closing(open_store(worked, keys=FileKeyStore(tmp_path / "keys"))):
        assert kiosk("list")[0] == 0
        assert kiosk("stats")[1][0]["submissions"] == {"finalised": 1, "sending": 1}
        assert kiosk("verify")[1] == [{"whole": True, "problems": []}]
        code, lines, err = kiosk("rotate-key")
        assert (code, lines) == (3, [])
        assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [["list"], ["stats"], ["verify"], ["slots", "list"], ["salvage", "--into", "x"]]
)
def test_without_a_store_it_is_said(kiosk: Kiosk, folder: Path, words: list[str]) -> None:
    code, lines, err = kiosk(*words)
    assert (code, lines) == (3, [])
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert not folder.exists()


@pytest.mark.parametrize("words", [[], ["list", "--state", "nowhere"], ["backup"], ["salvage"]])
def test_wrong_usage_is_two(kiosk: Kiosk, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        kiosk(*words)
    assert left.value.code == 2


def test_a_damaged_store_is_named_and_salvaged(kiosk: Kiosk, worked: Path, tmp_path: Path) -> None:
    content = bytearray(paths.database(worked).read_bytes())
    content[4096 * 2 + 50] ^= 1
    paths.database(worked).write_bytes(content)
    code, lines, _ = kiosk("verify")
    assert code == 3
    assert lines == [{"whole": False, "problems": [{"what": "page", "where": "3"}]}]
    code, lines, _ = kiosk("salvage", "--into", str(tmp_path / "new"))
    assert code == 0
    assert lines[0]["rows"]["submissions"] == 2
    assert len(kiosk("list", data=tmp_path / "new")[1]) == 2
    assert kiosk("verify", data=tmp_path / "new")[1][0]["whole"]


def test_a_backup_comes_back_with_the_recovery_code(
    kiosk: Kiosk, worked: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "b.tar")
    assert worked.exists()
    assert not kiosk("backup", file)[1][0]["opens_elsewhere"]
    recovery = kiosk("slots", "add-recovery")[1][0]["recovery"]
    assert kiosk("backup", file)[1][0]["opens_elsewhere"]
    back = tmp_path / "back"
    assert kiosk("restore", "--recovery", file, said="0" * 32, data=back)[0] == 3
    assert kiosk("restore", "--recovery", file, said=recovery, data=back)[0] == 0
    assert [line["state"] for line in kiosk("list", data=back)[1]] == ["finalised", "waiting"]
    assert kiosk("restore", file, data=back)[0] == 3


def test_slots_are_listed_added_and_removed(kiosk: Kiosk, worked: Path) -> None:
    assert worked.exists()
    assert kiosk("slots", "add-passphrase", said="short")[0] == 1
    assert kiosk("slots", "add-passphrase", "--label", "li", said="long enough")[0] == 0
    assert [line["kind"] for line in kiosk("slots", "list")[1]] == ["machine", "passphrase"]
    assert kiosk("verify", "--passphrase", said="long enough")[0] == 0
    assert kiosk("verify", "--passphrase", said="not that one")[0] == 3
    assert kiosk("rotate-key")[0] == 0
    assert kiosk("slots", "remove", "li")[0] == 0
    assert kiosk("slots", "remove", "li")[0] == 1
    last = kiosk("slots", "list")[1][0]["id"]
    assert kiosk("slots", "remove", last)[0] == 3


def test_where_the_machine_key_is_gone_the_sentence_names_the_command_that_mends_it(
    kiosk: Kiosk, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worked.exists()
    assert kiosk("slots", "add-passphrase", said="long enough")[0] == 0
    monkeypatch.setenv("KIOSK_KEYS", str(tmp_path / "another machine"))
    for words in (["list"], ["stats"], ["backup", str(tmp_path / "b")], ["rotate-key"]):
        code, lines, err = kiosk(*words)
        assert (code, lines) == (3, [])
        assert "kiosk store rotate-key --recovery" in err
    for wrong in ("not that one", "long enough"):  # the second one comes too soon
        assert kiosk("rotate-key", "--passphrase", said=wrong)[0] == 3
    assert kiosk("list")[0] == 3
    monkeypatch.setattr(slots, "PAUSE", 0.0)
    assert kiosk("rotate-key", "--passphrase", said="long enough")[0] == 0
    assert [line["instance_id"] for line in kiosk("list")[1]] == ["uuid:1", "uuid:2"]


def test_wrong_passphrases_at_the_command_line_lock_as_in_the_window(
    kiosk: Kiosk, worked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worked.exists()
    assert kiosk("slots", "add-passphrase", said="long enough")[0] == 0
    code = kiosk("slots", "add-recovery")[1][0]["recovery"]
    monkeypatch.setattr(slots, "PAUSE", 0.0)
    for _ in range(slots.MOST_FAILURES):
        assert "不对" in kiosk("verify", "--passphrase", said="not that one")[2]
    assert any(line["locked"] for line in kiosk("slots", "list")[1])
    assert "太多次" in kiosk("verify", "--passphrase", said="long enough")[2]
    assert kiosk("verify", "--recovery", said=code)[0] == 0


def test_unsent_work_moves_house(kiosk: Kiosk, worked: Path, tmp_path: Path) -> None:
    file, other = str(tmp_path / "move.tar"), tmp_path / "other"
    assert worked.exists()
    code = kiosk("export", file)[1][0]["code"]
    assert kiosk("import", file, said=code, data=other)[1] == [{"taken_in": 3}]
    assert [line["state"] for line in kiosk("list", data=other)[1]] == ["finalised", "waiting"]
    assert kiosk("export", "--undo")[1] == [{"moved": False}]


def test_operators_are_kept(kiosk: Kiosk, worked: Path) -> None:
    assert worked.exists()
    assert kiosk("operators", "add", "li", "李", "--role", "window")[0] == 0
    assert kiosk("operators", "passphrase", "li", said="long enough")[0] == 0
    assert kiosk("operators", "passphrase", "li", said="short")[0] == 1
    assert kiosk("operators", "passphrase", "wang", said="long enough")[0] == 1
    (listed,) = kiosk("operators", "list")[1]
    assert listed.pop("expires") > "2026"
    assert listed == {"id": "li", "name": "李", "role": "window", "locked": False}
    assert kiosk("operators", "remove", "li")[0] == 0
    assert kiosk("operators", "list")[1] == []


def test_a_locked_operator_is_released(kiosk: Kiosk, folder: Path) -> None:
    kiosk("operators", "add", "li", "李", "--role", "window")
    kiosk("operators", "passphrase", "li", said="long enough")
    with closing(open_store(folder)) as store:
        for tries in range(slots.MOST_FAILURES):
            store.operators.unlock("li", "wrong", NOON + tries * timedelta(minutes=5))
    assert kiosk("operators", "list")[1][0]["locked"]
    assert kiosk("operators", "release", "li")[1] == [{"released": "li"}]
    assert not kiosk("operators", "list")[1][0]["locked"]
    assert kiosk("operators", "release", "nobody")[0] == 1


def test_purge_tells_what_it_forgot(kiosk: Kiosk, worked: Path) -> None:
    assert worked.exists()
    code, lines, _ = kiosk("purge")
    assert code == 0
    assert lines[0]["purged"]["accepted"] == 0
