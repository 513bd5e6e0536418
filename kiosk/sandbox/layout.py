"""How the sandbox's pages look: Chinese, without scripts, readable on a phone and on a wall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Final

from kiosk.sandbox.centre import CHINA

NAME: Final = "练习用交换平台"
PLACES: Final = (("/", "收到的申报"), ("/cases", "办件"), ("/fleet", "终端"))

STYLE: Final = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0;background:#f2f4ef;color:#17282a;
font:17px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif}
header{background:#1e3538;color:#fff;padding:24px 0 0}header .wide{padding:0 32px}
.wide{max-width:1240px;margin:0 auto}
h1{margin:0;font:700 30px/1.3 "Noto Serif CJK SC",serif;letter-spacing:.04em}
header p{margin:4px 0 18px;color:#dfefe8}
nav{display:flex;gap:4px}
nav a{color:#dfefe8;text-decoration:none;padding:10px 22px;border-radius:8px 8px 0 0}
nav a:hover{background:#2b4a4e}nav a[aria-current]{background:#f2f4ef;color:#17282a;font-weight:700}
main{padding:30px 32px 60px}
dl{display:flex;flex-wrap:wrap;gap:16px;margin:0 0 30px}
dl div{background:#fff;border:1px solid #c5d0c9;border-radius:10px;
padding:14px 24px;min-width:128px}
dt{color:#43555a}dd{margin:0;font-size:30px;line-height:1.25;font-weight:700;
font-variant-numeric:tabular-nums}
h2{font-size:21px;margin:34px 0 12px}
.sheet{overflow-x:auto;background:#fff;border:1px solid #c5d0c9;border-radius:10px}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;padding:11px 16px;border-bottom:1px solid #dde4df;vertical-align:top}
tr:last-child td{border-bottom:0}
th{background:#e3ebe5;color:#43555a;font-weight:400;white-space:nowrap}
td{font-variant-numeric:tabular-nums}
.note{color:#43555a;font-size:14px;word-break:break-all}
.tag{display:inline-block;padding:1px 12px;border-radius:99px;background:#e3ebe5;white-space:nowrap}
.good{background:#d5ecdc;color:#0f4a2a}.warn{background:#fbe6bd;color:#5b3a00}
.bad{background:#f8d7d2;color:#7a1710}
.empty{border:2px dashed #6a7974;border-radius:10px;padding:30px;text-align:center;color:#43555a}
"""


def frame(place: str, body: str) -> str:
    """A whole page at one of the places."""
    doors = "".join(
        f'<a href="{path}"{" aria-current=page" if path == place else ""}>{word}</a>'
        for path, word in PLACES
    )
    title = dict(PLACES)[place]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · {NAME}</title><style>{STYLE}</style></head><body>"
        f'<header><div class="wide"><h1>{NAME}</h1>'
        "<p>只在这台电脑上，用来试用和培训。这里收到的不是真的办件。</p>"
        f'<nav>{doors}</nav></div></header><main class="wide">{body}</main></body></html>'
    )


def figures(counted: Mapping[str, int]) -> str:
    """A few big numbers."""
    cells = "".join(f"<div><dt>{name}</dt><dd>{n}</dd></div>" for name, n in counted.items())
    return f"<dl>{cells}</dl>"


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], empty: str) -> str:
    """A table of cells that are HTML already, or a sentence if there are none."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    heading = f"<h2>{title}</h2>"
    if not body:
        return f'{heading}<p class="empty">{empty}</p>'
    names = "".join(f"<th>{word}</th>" for word in head)
    return (
        f'{heading}<div class="sheet"><table><thead><tr>{names}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def tag(word: str, kind: str = "") -> str:
    """A state; ``kind`` is ``good``, ``warn``, ``bad`` or empty: the word says it too."""
    return f'<span class="tag {kind}">{escape(word)}</span>'


def noted(text: str, note: str) -> str:
    """A text with a smaller line under it."""
    return f'{escape(text)}<div class="note">{escape(note)}</div>'


def moment(stamp: str) -> str:
    """A time by the country's wall clock; a dash for none."""
    return f"{datetime.fromisoformat(stamp).astimezone(CHINA):%m-%d %H:%M:%S}" if stamp else "—"
