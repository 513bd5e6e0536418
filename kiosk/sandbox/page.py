"""The page at ``/``: what the sandbox received, for a person. Names are masked at the source."""

from __future__ import annotations

import sqlite3
from html import escape
from typing import Final

from kiosk.sandbox.layout import figures, frame, moment, noted, table, tag
from kiosk.sandbox.shelf import element_text
from kiosk.sandbox.state import Sandbox
from offline.exchange.answers import parse_xml
from offline.identity import mask_name

SHOWN: Final = 200
COUNTED: Final = {
    "收到申报": "SELECT count(*) AS n FROM submissions WHERE deleted = 0",
    "收到附件": "SELECT count(*) AS n FROM attachments",
    "已登记终端": "SELECT count(DISTINCT terminal) AS n FROM terminals WHERE revoked = 0",
    "收到评价": "SELECT count(*) AS n FROM ratings",
    "叫人帮忙": "SELECT count(*) AS n FROM help_calls",
    "归档包": "SELECT count(*) AS n FROM archives",
}


def page(sandbox: Sandbox) -> str:
    """The whole page."""
    rows = sandbox.ledger.rows(
        "SELECT s.*, c.state, c.number, (SELECT count(*) FROM attachments a"
        " WHERE a.instance_id = s.instance_id) AS files FROM submissions s"
        " LEFT JOIN cases c USING (instance_id) WHERE s.deleted = 0"
        " ORDER BY s.rowid DESC LIMIT ?",
        SHOWN,
    )
    received = table(
        "收到的申报",
        ("时间", "事项", "申请人", "状态", "受理号", "附件"),
        (_row(sandbox, row) for row in rows),
        "还没有收到。终端办完一件，这里就多一行。",
    )
    return frame("/", figures(count(sandbox, COUNTED)) + received + _forms(sandbox))


def count(sandbox: Sandbox, asked: dict[str, str]) -> dict[str, int]:
    """The answers of counting questions."""
    found = {name: sandbox.ledger.row(sql) for name, sql in asked.items()}
    return {name: 0 if row is None else int(row["n"]) for name, row in found.items()}


def applicant(row: sqlite3.Row) -> str:
    """Who handed it in, masked."""
    name = element_text(parse_xml(row["xml"]), "name")
    return escape(mask_name(name)) if name else "—"


def _row(sandbox: Sandbox, row: sqlite3.Row) -> tuple[str, ...]:
    state = tag(row["state"]) if row["state"] else tag("材料没传完", "warn")
    return (
        moment(row["received_at"]),
        noted(sandbox.item_name(row["form_id"]), row["instance_id"]),
        applicant(row),
        state,
        escape(row["number"] or "—"),
        str(row["files"]),
    )


def _forms(sandbox: Sandbox) -> str:
    return table(
        "可以办的事",
        ("事项", "表单", "版本"),
        (
            (escape(sandbox.item_name(f.form_id)), escape(f.form_id), escape(f.version))
            for f in sandbox.shelf.forms.values()
        ),
        "没有表单。",
    )
