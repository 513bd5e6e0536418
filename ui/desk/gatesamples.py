"""The gate in each of its standings, for the gallery. Nobody is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from ui.desk.data import Line, Station
from ui.desk.gate import Entry, Gate
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
    gate.show_code(_CODE)
    return gate
