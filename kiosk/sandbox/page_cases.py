"""The page at ``/cases``: how cases stand, what was paid and rated, and who waits in the hall."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from html import escape
from typing import Final

from kiosk.sandbox.layout import figures, frame, moment, noted, table, tag
from kiosk.sandbox.page import SHOWN, applicant, count
from kiosk.sandbox.state import Sandbox
from offline.records import CaseState

KINDS: Final = {
    CaseState.DONE.value: "good",
    CaseState.ACCEPTED.value: "good",
    CaseState.RETURNED.value: "warn",
    CaseState.COLLECTING.value: "warn",
    CaseState.REFUSED.value: "bad",
}
LEVELS: Final = ("", "非常不满意", "不满意", "基本满意", "满意", "非常满意")
PAYMENTS: Final = {
    "pending": ("待缴款", "warn"),
    "paid": ("已缴款", "good"),
    "closed": ("已关闭", ""),
}
NUMBERS: Final = {"waiting": "等候", "called": "正在办", "done": "办过了", "missed": "过号"}


def page(sandbox: Sandbox) -> str:
    """The whole page."""
    counted = {
        state.value: f"SELECT count(*) AS n FROM cases WHERE state = '{state.value}'"  # noqa: S608 — words of ours
        for state in CaseState
    }
    return frame(
        "/cases",
        figures(count(sandbox, counted)) + _cases(sandbox) + _payments(sandbox) + _hall(sandbox),
    )


def _cases(sandbox: Sandbox) -> str:
    rows = sandbox.ledger.rows(
        "SELECT c.*, s.form_id, s.xml, r.level FROM cases c JOIN submissions s USING (instance_id)"
        " LEFT JOIN ratings r USING (instance_id) WHERE s.deleted = 0"
        " ORDER BY c.sequence DESC LIMIT ?",
        SHOWN,
    )
    return table(
        "办件",
        ("最近变动", "事项", "申请人", "状态", "受理号", "承办部门", "办结期限", "评价"),
        (_case(sandbox, row) for row in rows),
        "还没有办件。收到一件申报，这里就多一件。",
    )


def _case(sandbox: Sandbox, row: sqlite3.Row) -> tuple[str, ...]:
    reason = f'<div class="note">{escape(row["reason"])}</div>' if row["reason"] else ""
    return (
        moment(row["updated"]),
        noted(sandbox.item_name(row["form_id"]), row["instance_id"]),
        applicant(row),
        tag(row["state"], KINDS.get(row["state"], "")) + reason,
        escape(row["number"]) or "—",
        escape(row["department"]),
        escape(row["deadline"]),
        LEVELS[row["level"] or 0] or "—",
    )


def _payments(sandbox: Sandbox) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        for row in sandbox.ledger.rows("SELECT * FROM payments ORDER BY rowid DESC LIMIT 50"):
            yield (
                noted(row["title"], row["order_id"]),
                f"{row['amount'] / 100:.2f} 元",
                tag(*PAYMENTS[row["state"]]),
                moment(row["paid"] or ""),
                escape(row["receipt"]) or "—",
            )

    head = ("缴款项目", "金额", "状态", "缴款时间", "票据号")
    return table("缴款单", head, rows(), "没有缴款单。")


def _hall(sandbox: Sandbox) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        for row in sandbox.ledger.rows("SELECT * FROM numbers ORDER BY at DESC LIMIT 50"):
            yield (
                escape(row["number"]),
                escape(row["group_name"]),
                moment(row["at"]),
                tag(NUMBERS[row["state"]], "good" if row["state"] == "called" else ""),
                escape(row["counter"]) or "—",
            )

    return table("取号", ("号码", "事项", "取号时间", "状态", "窗口"), rows(), "没有人取号。")
