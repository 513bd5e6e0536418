"""The page at ``/fleet``: terminals, how they are, what they were told, whether logs hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

from kiosk.sandbox.layout import figures, frame, moment, noted, table, tag
from kiosk.sandbox.page import count
from kiosk.sandbox.state import Sandbox

SILENT: Final = timedelta(hours=2)
LEVELS: Final = {"ok": "good", "warn": "warn", "error": "bad"}
FACTS: Final = {
    "disk": "磁盘",
    "clock": "时钟",
    "keys": "公钥",
    "printer": "打印机",
    "receipt printer": "小票机",
    "mac": "网卡",
}
TASKS: Final = {"open": "待接", "accepted": "已接", "done": "做完了", "withdrawn": "撤回"}
COUNTED: Final = {
    "登记过的终端": "SELECT count(DISTINCT terminal) AS n FROM terminals",
    "已注销": "SELECT count(DISTINCT terminal) AS n FROM terminals WHERE revoked = 1",
    "排队待传": "SELECT coalesce(sum(queue), 0) AS n FROM heartbeats",
    "没完成的任务": "SELECT count(*) AS n FROM tasks WHERE state IN ('open', 'accepted')",
}


def page(sandbox: Sandbox) -> str:
    """The whole page."""
    body = _terminals(sandbox) + _commands(sandbox) + _tasks(sandbox)
    return frame("/fleet", figures(count(sandbox, COUNTED)) + body)


def _terminals(sandbox: Sandbox) -> str:
    rows = sandbox.ledger.rows(
        "SELECT t.terminal, max(t.expires) AS expires, min(t.revoked) AS revoked,"
        " max(t.key <> '') AS keyed, h.version, h.queue, h.facts, h.at,"
        " (SELECT max(number) FROM audit_anchors a WHERE a.terminal = t.terminal) AS audit,"
        " (SELECT count(*) - count(DISTINCT number) FROM audit_anchors a"
        "  WHERE a.terminal = t.terminal) AS rewritten"
        " FROM terminals t LEFT JOIN heartbeats h USING (terminal)"
        " GROUP BY t.terminal ORDER BY t.terminal"
    )
    head = ("终端", "登记", "最近心跳", "待传", "版本", "设备", "审计日志")
    return table("终端", head, map(_terminal, rows), "还没有终端登记。登记码：SANDBOX")


def _terminal(row: sqlite3.Row) -> tuple[str, ...]:
    proof = "有设备证书" if row["keyed"] else "只有令牌"
    return (
        escape(row["terminal"]),
        f'{_enrolled(row)}<div class="note">{proof}</div>',
        _beat(row["at"] or ""),
        "—" if row["queue"] is None else str(row["queue"]),
        escape(row["version"] or "—"),
        _facts(row["facts"] or "{}"),
        _audit(row),
    )


def _enrolled(row: sqlite3.Row) -> str:
    if row["revoked"]:
        return tag("已注销", "bad")
    if datetime.fromisoformat(row["expires"]) < datetime.now(UTC):
        return tag("已过期", "bad")
    return tag("在用", "good")


def _beat(at: str) -> str:
    if not at:
        return tag("没有报过", "warn")
    late = datetime.now(UTC) - datetime.fromisoformat(at) > SILENT
    return moment(at) + (" " + tag("很久没报", "warn") if late else "")


def _facts(told: str) -> str:
    facts: dict[str, str] = json.loads(told)
    words = {"ok": "正常", "warn": "留意", "error": "故障"}
    return (
        " ".join(
            tag(f"{FACTS.get(name, name)} {words.get(value, value)}", LEVELS.get(value, ""))
            for name, value in facts.items()
        )
        or "—"
    )


def _audit(row: sqlite3.Row) -> str:
    """Two digests under one number: that log was rewritten."""
    if row["audit"] is None:
        return "—"
    words = f"第 {row['audit']} 条"
    return tag(f"{words}，前后不符", "bad") if row["rewritten"] else escape(words)


def _commands(sandbox: Sandbox) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        for row in sandbox.ledger.rows("SELECT * FROM commands ORDER BY number DESC LIMIT 50"):
            result = row["result"]
            state = tag(result, "good" if result == "ok" else "bad") if result else "—"
            told = noted(row["words"], row["act"])
            yield (moment(row["at"]), escape(row["terminal"]), told, state)

    return table("指令", ("时间", "终端", "指令", "结果"), rows(), "没有给终端下过指令。")


def _tasks(sandbox: Sandbox) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        for row in sandbox.ledger.rows("SELECT * FROM tasks ORDER BY sequence DESC LIMIT 50"):
            done = row["state"] == "done"
            yield (
                noted(row["title"], sandbox.item_name(row["form_id"])),
                escape(row["terminal"]),
                escape(row["place"]) or "—",
                moment(row["due"] or ""),
                tag(TASKS[row["state"]], "good" if done else ""),
            )

    head = ("任务", "终端", "地点", "期限", "状态")
    return table("任务", head, rows(), "没有派过任务。")
