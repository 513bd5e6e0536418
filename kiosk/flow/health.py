"""What is wrong at this service point and what to do about it; ``doctor`` and heartbeat ask."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from kiosk import centrewords, words
from offline import sync
from offline.exchange.port import Denied, Exchange, ExchangeError
from offline.i18n import tr
from offline.records import SubmissionState
from offline.store import timewatch
from offline.store.port import Store
from printers.port import HARMLESS, Printer, Trouble
from printers.regional import adopted

LOW_DISK = 500 * 1024 * 1024
FULL_DISK = 50 * 1024 * 1024
CLOCK_TOLERANCE = timedelta(minutes=5)
OLD = timedelta(days=7)
"""Of keys and revocations: a code taken back since then is still believed here."""

ENTRY = 6  # octets of a revocation


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and the next step if it is not well."""

    name: str
    level: Level
    message: str
    advice: str = ""


def disk(folder: Path) -> Finding:
    """Room on the disk that holds the data folder."""
    free = shutil.disk_usage(folder).free
    message = tr("磁盘还剩 {megabytes} MB", megabytes=free // (1024 * 1024))
    if free < FULL_DISK:
        return Finding("disk", Level.ERROR, message, tr("请马上清理磁盘，否则存不下新的登记"))
    if free < LOW_DISK:
        return Finding("disk", Level.WARN, message, tr("请尽快清理磁盘"))
    return Finding("disk", Level.OK, message)


def clock(store: Store, now: datetime) -> Finding:
    """A clock set back behind the last time seen."""
    seen = timewatch.last_seen(store.notes)
    if seen and seen - now > CLOCK_TOLERANCE:
        message = tr("时钟比上次见到的时间早：上次 {seen}", seen=seen.isoformat())
        return Finding("clock", Level.ERROR, message, tr("请把系统时间校准"))
    return Finding("clock", Level.OK, tr("时钟正常"))


def key(plain: Sequence[str], *, unseals: bool) -> Finding:
    """Where the data key's machine slot lies: a plain file protects against less.

    Without ``unseals`` the store is open only because this boot remembers its key.
    """
    if not unseals:
        advice = tr("现在就用 kiosk store rotate-key 重新存一把，不然重启以后要输恢复码")
        return Finding("key", Level.ERROR, tr("这台机器存的钥匙已经解不开了"), advice)
    if not plain:
        return Finding("key", Level.OK, tr("数据密钥由这台机器保护"))
    advice = tr("有 TPM 或 systemd-creds 的机器上请换成它：kiosk store rotate-key")
    return Finding("key", Level.WARN, tr("数据密钥放在普通文件里"), advice)


def keys(store: Store, now: datetime) -> Finding:
    """The issuer keys that codes are verified with: there at all, and not expired."""
    pinned = store.trust.keys()
    if not pinned:
        message = tr("没有发码机构的公钥，只认演示用的测试码")
        return Finding("keys", Level.WARN, message, tr("请联网登记本机：kiosk enrol"))
    if all(key.not_after < now for key in pinned):
        advice = tr("请联网更新：kiosk sync --once")
        return Finding("keys", Level.WARN, tr("发码机构的公钥都过期了"), advice)
    found = tr("发码机构公钥 {count} 把", count=len(pinned))
    return _aged("keys", found, store.trust.heard(), now)


def revoked(store: Store, now: datetime) -> Finding:
    """The list of codes taken back: how many, and how old what is known of them is."""
    count = len(sync.revocations(store.notes)) // ENTRY
    found = tr("作废名单 {count} 条", count=count)
    return _aged("revoked", found, sync.revocations_heard(store.notes), now)


def _aged(name: str, found: str, heard: datetime | None, now: datetime) -> Finding:
    message = tr("{what}，{age}", what=found, age=words.age(heard, now))
    if heard is not None and now - heard > OLD:
        return Finding(name, Level.WARN, message, tr("请联网更新：kiosk sync --once"))
    return Finding(name, Level.OK, message)


def queue(store: Store, now: datetime) -> Finding:
    """What is not uploaded yet and how old the oldest is; what a person must look at."""
    pending = [
        s
        for state in (SubmissionState.FINALISED, SubmissionState.SENDING, SubmissionState.WAITING)
        for s in store.submissions.list(state)
    ]
    quarantined = store.submissions.list(SubmissionState.QUARANTINED)
    if quarantined:
        message = tr("有 {count} 件被交换平台退回", count=len(quarantined))
        return Finding("queue", Level.WARN, message, tr("请主管改正后重报，或关闭"))
    if not pending:
        return Finding("queue", Level.OK, tr("没有待上传的登记"))
    days = max((now - s.finalised).days for s in pending)
    message = tr("待上传 {count} 件，最早的等了 {days} 天", count=len(pending), days=days)
    return Finding("queue", Level.WARN if days else Level.OK, message)


def losses(store: Store, now: datetime) -> Finding:
    """Whether the exchange still holds what it acknowledged."""
    found = sync.losses(store.notes, now)
    if found is None:
        return Finding("held", Level.OK, tr("交换平台收下的都还在"))
    return Finding("held", Level.WARN, centrewords.losses(found), tr("请告诉平台的管理员"))


def printer(name: str, device: Printer | None) -> Finding:
    """Whether a printer answers and what it complains of."""
    if device is None:
        message = tr("没有设置这台打印机")
        return Finding(name, Level.WARN, message, tr("在 settings.toml 里写上打印机"))
    status = device.status()
    if not status.reachable:
        return Finding(name, Level.ERROR, words.trouble(Trouble.OFFLINE), status.detail)
    if status.troubles:
        worst = min(status.troubles - HARMLESS, default=min(status.troubles))
        level = Level.WARN if worst in HARMLESS else Level.ERROR
        return Finding(name, level, words.trouble(worst), status.detail)
    return Finding(name, Level.OK, tr("打印机正常"))


def papers(folder: str) -> Finding:
    """Whether the region's templates may be used; without any, ours are."""
    told = adopted(folder)
    if told:
        return Finding("papers", Level.WARN, told, tr("请改好版式文件，再启动一次"))
    return Finding("papers", Level.OK, tr("单子的版式正常"))


def exchange(server: Exchange | None) -> Finding:
    """Whether the exchange answers."""
    if server is None:
        message = tr("还没有登记到交换平台")
        return Finding("exchange", Level.WARN, message, tr("请运行 kiosk enrol"))
    try:
        server.forms()
    except ExchangeError as error:
        again = isinstance(error.outcome, Denied)
        advice = tr("请联网登记本机：kiosk enrol") if again else tr("请检查网络")
        return Finding("exchange", Level.WARN, words.outcome(error.outcome), advice)
    return Finding("exchange", Level.OK, tr("连得上交换平台"))


def guarded(name: str, check: Callable[[], Finding]) -> Iterator[Finding]:
    """A check's finding; a check that fails with a known fault is a finding itself."""
    try:
        yield check()
    except OSError as error:
        yield Finding(name, Level.ERROR, words.sentence(error))
