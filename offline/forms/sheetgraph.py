"""What can be told of a form from its sheets alone, when the compiler stops before the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from offline.forms.authoring import Row, Sheets
from offline.forms.inspection import Finding
from offline.i18n import tr

_REFERENCE = re.compile(r"\$\{\s*([^}#]*?)\s*\}")
_CALCULATION = ("calculation", "calculate", "bind::calculate")
_RELEVANT = ("relevant", "bind::relevant", "relevance")
_FILE = re.compile(r"\S+\.(?:csv|xml|geojson)")
Edges = dict[str, dict[str, None]]


def problems(sheets: Sheets, media: Mapping[str, bytes]) -> Iterator[Finding]:
    """Rings of calculations and missing files, by row."""
    rows = sheets.get("survey", [])
    numbers = {row.get("name"): row.number for row in reversed(rows)}
    for ring in _rings(_edges(rows)):
        names = " → ".join([*ring, ring[0]])
        text = tr("计算互相依赖，形成循环：{names}", names=names)
        yield Finding(text, "survey", numbers[ring[0]], "calculation", ring[0])
    for row in rows:
        for file in _FILE.findall(row.get("type")):
            if file not in media:
                text = tr("缺少表单附带的文件：{file}", file=file)
                yield Finding(text, "survey", row.number, "type", row.get("name"))


def _edges(rows: list[Row]) -> Edges:
    """Which names each name waits for; what a trigger sets waits for nothing."""
    known = {row.get("name") for row in rows}
    found: Edges = {}
    for row in rows:
        texts = [row.get(*_RELEVANT)]
        if not row.get("trigger") and "once(" not in row.get(*_CALCULATION):
            texts.append(row.get(*_CALCULATION))
        reads = (name for text in texts for name in _REFERENCE.findall(text) if name in known)
        found.setdefault(row.get("name"), {}).update(dict.fromkeys(reads))
    return found


def _rings(edges: Edges) -> Iterator[list[str]]:
    """Every ring once: what waits for nobody is taken away until only rings are left."""
    left = {name: set(reads) for name, reads in edges.items()}
    while left:
        free = [name for name, reads in left.items() if not reads & left.keys()]
        if free:
            for name in free:
                del left[name]
            continue
        ring = _ring(left)
        yield ring
        for name in ring:
            del left[name]


def _ring(left: dict[str, set[str]]) -> list[str]:
    """One ring, where every name waits for another."""
    seen: list[str] = []
    here = next(iter(left))
    while here not in seen:
        seen.append(here)
        here = min(left[here] & left.keys())
    return seen[seen.index(here) :]
