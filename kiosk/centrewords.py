"""Sentences about the centre itself: belonging to it, and what it lost. Qt-free, for staff."""

from __future__ import annotations

from typing import assert_never

from kiosk import words
from offline.exchange.port import (
    Denied,
    FormMissing,
    QuestionOutcome,
    Refused,
    Unreachable,
    Unsupported,
)
from offline.i18n import tr
from offline.sync.losses import Losses


def enrolling(answer: QuestionOutcome) -> str:
    """Why this terminal was not enrolled, and what to do: nothing tries again by itself."""
    match answer:
        case Unreachable(cause=cause) if words.names(cause):
            return words.outcome(answer)
        case Unreachable(cause=cause):
            return tr(
                "没有登记：连不上交换平台（{cause}）。请核对地址和网络，再登记一次", cause=cause
            )
        case Denied(status=status):
            return tr(
                "没有登记：平台不认这个口令或链接（{status}）。请核对后再登记一次", status=status
            )
        case FormMissing():
            return tr("没有登记：这个地址上没有表单（404）。请核对地址，项目编号也要带上")
        case Refused() | Unsupported():
            return tr("没有登记。{why}", why=words.outcome(answer))
    assert_never(answer)


def losses(found: Losses) -> str:
    """A centre that lost what it had acknowledged: what happens by itself and what does not."""
    again = tr(
        "交换平台丢了已收下的 {count} 件（可能恢复过旧备份），本机会自动再传，不会重复。",
        count=found.again,
    )
    gone = tr(
        "另有 {count} 件那边没有了，本机也已到期删除，请和平台核对，编号在日志里。",
        count=found.gone,
    )
    return (again if found.again else "") + (gone if found.gone else "")
