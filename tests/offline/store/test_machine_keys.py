"""Where a machine keeps its wrapping key: systemd-creds, a TPM 2.0 and DPAPI, else a plain file.

What is installed is used for real: systemd-creds with this host's key, the TPM as swtpm
(packaging/soak-packages.txt). Windows is not here: DPAPI's calls stand behind a port with a fake.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk import app
from kiosk.flow import health
from kiosk.flow.health import Level
from offline.store import envelope as envelopes
from offline.store import keystore, slotkeeping, slots, tpm
from offline.store.dpapi import Blob, DpapiKeyStore
from offline.store.keyfiles import FileKeyStore
from offline.store.keyring import RememberedKeyStore, UserKeyring
from offline.store.keystore import KeyStore, MachineKeys, SystemdCredsKeyStore
from offline.store.port import KeyUnavailableError
from offline.store.sqlite import open_store
from offline.store.tpm import TpmKeyStore
from tests.fakes.store_samples import handed_in


class FakeProtector:
    """As Windows does it: sealed with a key of this user, bound to the entropy."""

    def __init__(self) -> None:
        self._key = AESGCM.generate_key(256)

    def protect(self, secret: bytes, entropy: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + AESGCM(self._key).encrypt(nonce, secret, entropy)

    def unprotect(self, sealed: bytes, entropy: bytes) -> bytes:
        try:
            return AESGCM(self._key).decrypt(sealed[:12], sealed[12:], entropy)
        except InvalidTag as error:
            raise OSError("CryptUnprotectData failed") from error


def sealing_works() -> bool:
    """Whether systemd-creds is here and may make or read this host's key."""
    command = ["systemd-creds", "encrypt", "--name=probe", "-", "-"]
    return (
        shutil.which("systemd-creds") is not None
        and subprocess.run(command, input=b"x", capture_output=True, check=False).returncode == 0
    )


KINDS = (
    "file",
    "dpapi",
    *(["systemd-creds"] if sealing_works() else []),
    *(["tpm2"] if shutil.which("swtpm") and shutil.which("tpm2_unseal") else []),
)


@pytest.fixture(scope="module")
def chip() -> Iterator[str]:
    """A TPM in software; how tpm2-tools reach it. Its path is short, as sockets' must be."""
    with tempfile.TemporaryDirectory() as place:
        server = f"type=unixio,path={place}/s"
        control = f"type=unixio,path={place}/s.ctrl"
        command = ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={place}", "--server", server]
        words = ["--ctrl", control, "--flags", "not-need-init,startup-clear"]
        with subprocess.Popen([*command, *words], stderr=subprocess.DEVNULL) as process:
            while not Path(f"{place}/s.ctrl").exists():
                assert process.poll() is None
            yield f"swtpm:path={place}/s"
            process.terminate()


@pytest.fixture(params=KINDS)
def machine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> KeyStore:
    folder = tmp_path / "k"
    if request.param == "tpm2":
        monkeypatch.setenv("TPM2TOOLS_TCTI", request.getfixturevalue("chip"))
        return TpmKeyStore(folder)
    if request.param == "dpapi":
        return DpapiKeyStore(folder, FakeProtector())
    return FileKeyStore(folder) if request.param == "file" else SystemdCredsKeyStore(folder)


def test_a_key_store_keeps_a_secret(machine: KeyStore, tmp_path: Path) -> None:
    secret = os.urandom(32)
    machine.put("one", secret)
    assert machine.get("one") == secret
    for path in (tmp_path / "k").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert machine.kind == "file" or secret not in path.read_bytes()
    machine.remove("one")
    machine.remove("one")
    with pytest.raises(KeyUnavailableError):
        machine.get("one")


def test_a_sealed_key_that_was_changed_or_renamed_opens_nothing(
    machine: KeyStore, tmp_path: Path
) -> None:
    machine.put("one", b"s" * 32)
    (path,) = (tmp_path / "k").iterdir()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    if machine.kind == "file":
        assert machine.get("one") != b"s" * 32
        return
    with pytest.raises(KeyUnavailableError):
        machine.get("one")


def test_a_store_opens_with_it_and_rotates(machine: KeyStore, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with closing(open_store(folder, keys=machine)) as store:
        handed_in(store)
        first = envelopes.read(folder).of_kind("machine")
        assert first[0].facts["where"] == machine.kind
        slotkeeping.renew_machine(folder, store.data_key, machine)
    (second,) = envelopes.read(folder).of_kind("machine")
    assert second.id != first[0].id
    with pytest.raises(KeyUnavailableError):
        machine.get(first[0].facts["name"])
    with closing(open_store(folder, keys=machine)) as store:
        assert len(store.submissions.list()) == 1
    assert bool(slots.in_plain_files(envelopes.read(folder))) == (machine.kind == "file")


def test_a_plain_file_goes_on_opening_until_it_is_rotated(
    machine: KeyStore, tmp_path: Path
) -> None:
    plain, folder = FileKeyStore(tmp_path / "k"), tmp_path / "data"
    open_store(folder, keys=plain).close()
    better = MachineKeys(machine, plain)
    with closing(open_store(folder, keys=better)) as store:
        assert slots.in_plain_files(envelopes.read(folder))
        slotkeeping.renew_machine(folder, store.data_key, better)
    (slot,) = envelopes.read(folder).of_kind("machine")
    assert slot.facts["where"] == machine.kind
    assert len(list((tmp_path / "k").iterdir())) == 1
    open_store(folder, keys=better).close()


def test_what_fails_to_seal_gives_way_to_a_plain_file_that_doctor_sees(tmp_path: Path) -> None:
    class Broken(FileKeyStore):
        kind = "tpm2"

        def put(self, name: str, secret: bytes) -> None:
            raise KeyUnavailableError(f"{name} {len(secret)}")

    keys = MachineKeys(Broken(tmp_path / "k"), FileKeyStore(tmp_path / "k"))
    open_store(tmp_path / "data", keys=keys).close()
    assert slots.in_plain_files(envelopes.read(tmp_path / "data"))
    with pytest.raises(KeyUnavailableError):
        MachineKeys(Broken(tmp_path / "k")).put("one", b"s")


ASK = """
import sys
from offline.store.keyring import UserKeyring
print(UserKeyring().read(sys.argv[1]))
"""


class Forgetful:
    """A kernel without keyrings, or a container that forbids them."""

    def read(self, name: str) -> bytes | None:
        del name
        return None

    def keep(self, name: str, secret: bytes) -> None:
        pass

    def forget(self, name: str) -> None:
        pass


def keyrings_work() -> bool:
    """Whether this kernel lets this process keep and read a key."""
    ring, name = UserKeyring(), f"test-{os.urandom(4).hex()}"
    ring.keep(name, b"probe")
    found = ring.read(name)
    ring.forget(name)
    return found == b"probe"


@pytest.fixture(params=["forgetful", *(["kernel"] if keyrings_work() else [])])
def remembered(request: pytest.FixtureRequest, machine: KeyStore) -> Iterator[RememberedKeyStore]:
    memory = UserKeyring() if request.param == "kernel" else Forgetful()
    keys = RememberedKeyStore(machine, memory)
    yield keys
    for name in ("one", "two"):
        memory.forget(name)


def test_what_is_unsealed_once_is_remembered_until_it_goes(
    remembered: RememberedKeyStore, machine: KeyStore, tmp_path: Path
) -> None:
    remembered.put("one", b"a" * 32)
    remembered.put("two", b"b" * 32)
    assert remembered.kind == machine.kind
    assert (remembered.get("one"), remembered.get("two")) == (b"a" * 32, b"b" * 32)
    assert (remembered.get("one"), remembered.get("two")) == (b"a" * 32, b"b" * 32)
    remembered.put("one", b"c" * 32)
    assert remembered.get("one") == b"c" * 32
    remembered.remove("one")
    with pytest.raises(KeyUnavailableError):
        remembered.get("one")
    assert remembered.get("two") == b"b" * 32
    remembered.remove("two")
    assert not list((tmp_path / "k").iterdir())


def test_a_process_started_later_is_not_asked_to_unseal_again() -> None:
    if not keyrings_work():
        assert UserKeyring().read("anything") is None
        return
    name = f"test-{os.urandom(4).hex()}"
    ring = UserKeyring()
    ring.keep(name, b"s" * 32)
    command = [sys.executable, "-c", ASK, name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == repr(b"s" * 32)
    shown = next(
        line for line in Path("/proc/keys").read_text().splitlines() if f"kiosk:{name}" in line
    )
    _serial, _flags, _uses, left, rights, *_rest = shown.split()
    assert left != "perm"
    assert rights == "3f010000", "its possessor may do all, the user may see it, nobody else may"
    ring.forget(name)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"


def test_without_system_calls_nothing_is_remembered_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "an unknown one")
    ring = UserKeyring()
    ring.keep("one", b"s" * 32)
    assert ring.read("one") is None
    ring.forget("one")


def test_where_the_machine_key_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = keystore.default({"KIOSK_KEYS": str(tmp_path)})
    assert isinstance(chosen, FileKeyStore)
    assert chosen.folder == tmp_path
    for systemd, chip, expected in (
        (True, True, "systemd-creds"),
        (False, True, "tpm2"),
        (False, False, "file"),
    ):
        monkeypatch.setattr(keystore, "systemd_is_here", lambda here=systemd: here)
        monkeypatch.setattr(tpm, "is_here", lambda here=chip: here)
        assert keystore.default({"XDG_STATE_HOME": str(tmp_path)}).kind == expected


def test_a_slot_of_another_machine_is_passed_over(tmp_path: Path) -> None:
    here, there = FileKeyStore(tmp_path / "here"), FileKeyStore(tmp_path / "there")
    found = replace(
        envelopes.new(),
        slots=tuple(slots.machine_slot(b"k" * 32, keys, "s") for keys in (there, here)),
    )
    assert slots.open_machine(found, here) == b"k" * 32


def test_the_block_handed_to_windows_is_as_wincrypt_has_it() -> None:
    block = Blob.of(b"secret\0bytes")
    assert block.bytes() == b"secret\0bytes"
    assert Blob.data.offset == ctypes.sizeof(ctypes.c_void_p)
    assert ctypes.sizeof(Blob) == 2 * ctypes.sizeof(ctypes.c_void_p)


def test_doctor_says_while_the_store_is_open_that_the_next_boot_could_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(tmp_path / "data").close()
    assert app.unseals_now(tmp_path / "data")
    assert health.key((), unseals=True).level is Level.OK
    monkeypatch.setenv("KIOSK_KEYS", str(tmp_path / "after the TPM was cleared"))
    assert not app.unseals_now(tmp_path / "data")
    assert health.key((), unseals=False).level is Level.ERROR
