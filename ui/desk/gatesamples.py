"""The gate in each of its standings, for the gallery. Nobody is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from offline.store.waysin import WaysIn
from ui.desk.data import Line, Station
from ui.desk.gate import Entry, Gate
from ui.desk.joingate import JoinGate
from ui.desk.sealgate import SealGate
from ui.theme import Theme

_NAMES = (
    Line("operator", "1001", "李*英 1001", state="综窗", icon="person"),
    Line("operator", "1002", "吴* 1002", state="锁住了", tone="err", icon="person"),
    Line("operator", "3001", "周* 3001", state="主管", icon="person"),
)
_STATION = Station("云溪镇便民服务中心", "3 号窗口", "", "10:24", pending=2)
_CODE = "7K3M-9QXA-2TDF-W0BN-H5RC-8ZJE-4VPS-1GYM"


def gate_samples() -> Mapping[str, Callable[[Theme], QWidget]]:
    """Widget factories by name."""
    return {
        "gate-login": lambda theme: _gate(theme, Entry(_NAMES)),
        "gate-wrong": _wrong,
        "gate-locked": lambda theme: _gate(
            theme, Entry(_NAMES, "1001", hint="演示用的账号，口令是 yanxia-demo")
        ),
        "gate-door": lambda theme: _gate(theme, Entry(_NAMES[2:], away="回首页")),
        "gate-first": lambda theme: _gate(theme, Entry(first=True)),
        "gate-recover": _recover,
        "gate-code": _code,
    }


def seal_samples() -> Mapping[str, Callable[[Theme], QWidget]]:
    """What may stand before the first window: a store that does not open, a machine that is new."""
    both = WaysIn(passphrase=True, recovery=True)
    return {
        "seal-passphrase": lambda theme: _sealed(theme, both, "口令不对，还能试 3 次"),
        "seal-code": lambda theme: _sealed(theme, replace(both, locked=True)),
        "seal-none": lambda theme: _sealed(theme, WaysIn(passphrase=False, recovery=False)),
        "seal-opened": _unsealed,
        "join": _join,
        "join-done": _joined,
    }


def _join(theme: Theme) -> JoinGate:
    gate = JoinGate(theme, "退出")
    gate.show_station(replace(_STATION, pending=0))
    gate.show_form()
    return gate


def _joined(theme: Theme) -> JoinGate:
    gate = _join(theme)
    gate.show_joined(20)
    return gate


def _sealed(theme: Theme, ways: WaysIn, wrong: str = "") -> SealGate:
    gate = SealGate(theme, "退出")
    gate.show_station(replace(_STATION, pending=0))
    gate.show_ways(ways)
    gate.refuse(wrong)
    return gate


def _unsealed(theme: Theme) -> QWidget:
    gate = _sealed(theme, WaysIn(passphrase=True, recovery=True))
    gate.show_opened()
    return gate


def _gate(theme: Theme, entry: Entry) -> Gate:
    gate = Gate(theme)
    gate.show_station(_STATION)
    gate.show_entry(entry)
    return gate


def _wrong(theme: Theme) -> QWidget:
    gate = _gate(theme, Entry(_NAMES))
    gate.refuse("口令不对，还能试 3 次")
    return gate


def _recover(theme: Theme) -> QWidget:
    gate = _gate(theme, Entry(_NAMES))
    gate.show_recovery()
    gate.refuse("恢复码不对，请对着抄下的那张再看一遍")
    return gate


def _code(theme: Theme) -> QWidget:
    gate = _gate(theme, Entry(first=True))
    gate.show_code(_CODE, printable=True)
    return gate
