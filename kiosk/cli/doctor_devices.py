"""The part of ``kiosk doctor`` that names devices: scanners set and connected, card readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kiosk import words
from kiosk.codes.card import CardError
from kiosk.flow.health import Finding, Level
from kiosk.scanning import connected
from kiosk.scanning.connected import Connected
from kiosk.scanning.idcard import HelperReader
from kiosk.settings import Settings
from offline.i18n import tr


def devices(settings: Settings) -> Iterator[Finding]:
    """The scanners of the settings, then what is connected, each as the settings would name it."""
    for named in settings.scanners:
        yield _set(named)
    if settings.id_card_helper:
        yield _card_reader(settings.id_card_helper)
    yield _named("cameras", tr("摄像头"), connected.cameras)
    yield _named("serial-ports", tr("串口"), connected.serial_ports)
    yield _named("keyboards", tr("键盘口设备"), connected.keyboards)


def _card_reader(url: str) -> Finding:
    try:
        name = HelperReader(url, patience=0).ready()
    except CardError as error:
        return Finding("id-card", Level.WARN, words.card_fault(error.fault))
    return Finding("id-card", Level.OK, tr("{what}：{names}", what=tr("读卡器"), names=name))


def _set(named: str) -> Finding:
    name = f"scanner {named}"
    if named.startswith("wedge"):
        return Finding(name, Level.OK, tr("当键盘用的扫码枪，插上就能用"))
    if connected.is_connected(named):
        return Finding(name, Level.OK, tr("接着"))
    advice = tr("请插好，或在 settings.toml 的 scanners 里改名字")
    return Finding(name, Level.WARN, tr("没有接上"), advice)


def _named(name: str, what: str, look: Callable[[], Sequence[Connected]]) -> Finding:
    found = look()
    if not found:
        return Finding(name, Level.OK, tr("{what}：没有", what=what))
    told = "、".join(f"{one.name}（{one.setting}）" for one in found)
    closed = [one.name for one in found if not one.ready]
    advice = tr("本用户打不开：{names}", names="、".join(closed)) if closed else ""
    return Finding(name, Level.OK, tr("{what}：{names}", what=what, names=told), advice)
