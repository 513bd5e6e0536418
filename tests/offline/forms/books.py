"""Small forms for tests, written as lists of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pyxform.xls2xform import convert

import offline.forms
from offline.forms.session import Session

Rows = Sequence[Mapping[str, str]]
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ABC = [{"list_name": "abc", "name": n, "label": n.upper()} for n in "abc"]


def xform(survey: Rows, choices: Rows = (), entities: Rows = (), /, **settings: str) -> bytes:
    """The XForm of rows, compiled by pyxform from a Markdown table."""
    sheets = {
        "survey": survey,
        "choices": choices,
        "entities": entities,
        "settings": [{"form_title": "t", "form_id": "t", "version": "1", **settings}],
    }
    book = "".join(_sheet(name, rows) for name, rows in sheets.items() if rows)
    return str(convert(xlsform=book, file_type=".md").xform).encode()


def _sheet(name: str, rows: Rows) -> str:
    columns = list(dict.fromkeys(column for line in rows for column in line))
    lines = [columns, *([line.get(column, "") for column in columns] for line in rows)]
    return f"| {name} |\n" + "".join(f"| | {' | '.join(cells)} |\n" for cells in lines)


def begun(
    survey: Rows, choices: Rows = (), media: Mapping[str, bytes] | None = None, **settings: str
) -> Session:
    """A session of a form made of rows, at a fixed moment."""
    form = offline.forms.load(xform(survey, choices, (), **settings), media or {})
    return offline.forms.begin(form, instance_id="i1", now=lambda: NOON)


def row(kind: str, name: str = "", label: str = "", **columns: str) -> dict[str, str]:
    """One row of a survey."""
    found = {"type": kind, "name": name, "label": label or name, **columns}
    if kind == "calculate" or kind.startswith("end"):
        found.pop("label")
    return {column: text for column, text in found.items() if text}
