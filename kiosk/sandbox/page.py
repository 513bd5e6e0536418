"""The page at ``/``: what the sandbox received, for a person. Names are masked at the source."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from html import escape
from typing import Final

from kiosk.sandbox.centre import CHINA
from kiosk.sandbox.shelf import element_text
from kiosk.sandbox.state import Sandbox
from offline.exchange.answers import parse_xml
from offline.identity import mask_name

SHOWN: Final = 200

STYLE: Final = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0;background:#f2f4ef;color:#17282a;font:17px/1.5 "Noto Sans CJK SC",sans-serif}
header{background:#1e3538;color:#fff;padding:22px 32px}
h1{margin:0;font:700 28px/1.3 "Noto Serif CJK SC",serif}header p{margin:4px 0 0;color:#dfefe8}
main{max-width:1180px;margin:0 auto;padding:28px 32px}
dl{display:flex;flex-wrap:wrap;gap:16px;margin:0 0 28px}
dl div{background:#fff;border:1px solid #c5d0c9;border-radius:8px;padding:12px 22px}
dt{color:#43555a}dd{margin:0;font-size:28px;font-weight:700}
h2{font-size:20px;margin:28px 0 10px}
table{width:100%;border-collapse:collapse;background:#fff;border:1px solid #c5d0c9}
th,td{text-align:left;padding:9px 14px;border-bottom:1px solid #c5d0c9;vertical-align:top}
th{background:#e3ebe5;color:#43555a;font-weight:400}
td{font-variant-numeric:tabular-nums}.id{color:#43555a;font-size:14px;word-break:break-all}
.empty{border:2px dashed #6a7974;padding:26px;text-align:center;color:#43555a}
"""


def page(sandbox: Sandbox) -> str:
    """The whole page. Chinese, without scripts, readable on a phone."""
    rows = sandbox.ledger.rows(
        "SELECT s.*, c.state, c.number, (SELECT count(*) FROM attachments a"
        " WHERE a.instance_id = s.instance_id) AS files FROM submissions s"
        " LEFT JOIN cases c USING (instance_id) WHERE s.deleted = 0"
        " ORDER BY s.rowid DESC LIMIT ?",
        SHOWN,
    )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>练习用交换平台</title>'
        f"<style>{STYLE}</style></head><body><header><h1>练习用交换平台</h1>"
        "<p>只在这台电脑上，用来试用和培训。这里收到的不是真的办件。</p></header><main>"
        f"{_figures(sandbox)}<h2>收到的申报</h2>{_table(sandbox, rows)}"
        f"<h2>可以办的事</h2>{_forms(sandbox)}</main></body></html>"
    )


def _figures(sandbox: Sandbox) -> str:
    counted = {
        "收到申报": "SELECT count(*) AS n FROM submissions WHERE deleted = 0",
        "收到附件": "SELECT count(*) AS n FROM attachments",
        "已登记终端": "SELECT count(DISTINCT terminal) AS n FROM terminals WHERE revoked = 0",
        "收到评价": "SELECT count(*) AS n FROM ratings",
        "叫人帮忙": "SELECT count(*) AS n FROM help_calls",
    }
    cells = "".join(
        f"<div><dt>{name}</dt><dd>{row['n'] if (row := sandbox.ledger.row(sql)) else 0}</dd></div>"
        for name, sql in counted.items()
    )
    return f"<dl>{cells}</dl>"


def _table(sandbox: Sandbox, rows: list[sqlite3.Row]) -> str:
    if not rows:
        return '<p class="empty">还没有收到。终端办完一件，这里就多一行。</p>'
    head = "".join(
        f"<th>{word}</th>" for word in ("时间", "事项", "申请人", "状态", "受理号", "附件")
    )
    body = "".join(_row(sandbox, row) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(sandbox: Sandbox, row: sqlite3.Row) -> str:
    name = element_text(parse_xml(row["xml"]), "name")
    when = datetime.fromisoformat(row["received_at"]).astimezone(CHINA)
    state = row["state"] or "材料没传完"
    return (
        f"<tr><td>{when:%m-%d %H:%M:%S}</td><td>{escape(sandbox.item_name(row['form_id']))}"
        f'<div class="id">{escape(row["instance_id"])}</div></td>'
        f"<td>{escape(mask_name(name)) if name else '—'}</td><td>{escape(state)}</td>"
        f"<td>{escape(row['number'] or '—')}</td><td>{row['files']}</td></tr>"
    )


def _forms(sandbox: Sandbox) -> str:
    rows = "".join(
        f"<tr><td>{escape(sandbox.item_name(form.form_id))}</td>"
        f"<td>{escape(form.form_id)}</td><td>{escape(form.version)}</td></tr>"
        for form in sandbox.shelf.forms.values()
    )
    head = "<tr><th>事项</th><th>表单</th><th>版本</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
