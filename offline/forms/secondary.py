"""Secondary instances: lists that a form brings along, as XML, CSV or GeoJSON.

A table keeps its rows as they were read and makes nodes only for rows that are asked for; an
index by the text of a column is built at the first question and kept.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from lxml import etree

from offline.forms import xml
from offline.forms.api import FormError
from offline.forms.packed import Index, Numbers, Rows
from offline.forms.tree import Kind, Node
from offline.i18n import tr


class Indexed(Node):
    """An element of a secondary instance; finds children by the text of one of their children."""

    __slots__ = ("_indexes",)

    def __init__(self, name: str, parent: Node | None = None) -> None:
        super().__init__(name, parent)
        self._indexes: dict[tuple[str, str], dict[str, list[Node]]] = {}

    def lookup(self, name: str, key: str, value: str) -> list[Node]:
        """The children ``name`` whose child ``key`` has that text, in order."""
        index = self._indexes.get((name, key))
        if index is None:
            index = self._indexes[name, key] = self._index(name, key)
        return index.get(value, [])

    def _index(self, name: str, key: str) -> dict[str, list[Node]]:
        index: dict[str, list[Node]] = {}
        for child in self.named.get(name, []):
            keyed = child.named.get(key)
            index.setdefault(keyed[0].text if keyed else "", []).append(child)
        return index


_UNIT = "\x1f"


class Table(Indexed):
    """The ``root`` of a table: rows of texts that become ``item`` elements when asked for.

    A row is a list of texts, or one text with separators, taken apart when it is needed.
    """

    __slots__ = ("_by_column", "_columns", "_rows", "_separator", "_shown")

    def __init__(
        self, columns: list[str], rows: Sequence[list[str] | str], separator: str = _UNIT
    ) -> None:
        self._columns = columns
        self._rows = rows
        self._separator = separator
        self._shown: dict[int, Node] = {}
        self._by_column: dict[str, dict[str, Numbers] | Index] = {}
        super().__init__("root")

    def __getstate__(self) -> tuple[Any, ...]:
        """Rows and indexes as bytes; no nodes."""
        rows = Rows.pack(
            row if isinstance(row, str) else self._separator.join(row) for row in self._rows
        )
        keys = [key for key in self._by_column if key in self._columns]
        indexes = {key: Index.pack(self._column(key)) for key in keys}
        return self._columns, self._separator, rows, indexes, self.parent

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """What ``__getstate__`` gave."""
        columns, separator, rows, indexes, parent = state
        Table.__init__(self, columns, Rows(rows), separator)
        for key, packed in indexes.items():
            self._by_column[key] = Index(packed, partial(self._cell, columns.index(key)))
        self.parent = parent

    @property
    def children(self) -> list[Node]:
        """All rows as nodes."""
        return [self._row(number) for number in range(len(self._rows))]

    @children.setter
    def children(self, nodes: list[Node]) -> None:
        del nodes

    @property
    def named(self) -> dict[str, list[Node]]:
        """All rows under their name."""
        return {"item": self.children}

    @named.setter
    def named(self, nodes: dict[str, list[Node]]) -> None:
        del nodes

    def lookup(self, name: str, key: str, value: str) -> list[Node]:
        """The rows with that text in a column, without touching the others."""
        if name != "item":
            return []
        index = self._by_column.get(key)
        if index is None:
            index = self._by_column[key] = self._column(key)
        found = index.get(value, [])
        return [self._row(n) for n in (found if isinstance(found, list) else [found])]

    def sample(self) -> list[Node]:
        """One row that has every column, else the first; none of an empty table."""
        whole = (n for n in range(len(self._rows)) if len(self._cells(n)) >= len(self._columns))
        return [self._row(next(whole, 0))] if len(self._rows) else []

    def prepare(self, keys: Iterable[tuple[str, str]]) -> None:
        """Build the indexes by those columns that this table has."""
        for name, key in keys:
            if key in self._columns:
                self.lookup(name, key, "")

    def _column(self, key: str) -> dict[str, Numbers]:
        if key not in self._columns:
            return {"": list(range(len(self._rows)))}
        at = self._columns.index(key)
        index: dict[str, Numbers] = {}
        for number, text in enumerate(self._texts(at)):
            known = index.get(text)
            if known is None:
                index[text] = number
            elif isinstance(known, list):
                known.append(number)
            else:
                index[text] = [known, number]
        return index

    def _texts(self, at: int) -> Iterator[str]:
        """A column from top to bottom."""
        return (self._within(row, at) for row in self._rows)

    def _cell(self, at: int, number: int) -> str:
        return self._within(self._rows[number], at)

    def _within(self, row: list[str] | str, at: int) -> str:
        cells = row.split(self._separator, at + 1) if isinstance(row, str) else row
        return cells[at] if at < len(cells) else ""

    def _cells(self, number: int) -> list[str]:
        row = self._rows[number]
        return row.split(self._separator) if isinstance(row, str) else row

    def _row(self, number: int) -> Node:
        known = self._shown.get(number)
        if known is None:
            known = self._shown[number] = Indexed("item", self)
            for column, text in zip(self._columns, self._cells(number), strict=False):
                cell = Indexed(column)
                cell.value = cell.text = text
                known.append(cell)
        return known


def read(name: str, data: bytes) -> Node:
    """The document node of a file, by its name's ending (FormError naming the file)."""
    if name.endswith(".csv"):
        return _under_document(_csv(name, data))
    if name.endswith(".geojson"):
        return _under_document(_geojson(name, data))
    return from_element(xml.parse(data, name))


def given(name: str, data: bytes) -> Node:
    """The document node of what the client fills in: XML, or a list as CSV (FormError)."""
    return read(f"{name}.xml" if data[:1] == b"<" else f"{name}.csv", data)


def _under_document(root: Node) -> Node:
    top = Indexed("")
    top.kind = Kind.DOCUMENT
    top.append(root)
    return top


def from_element(element: etree._Element) -> Node:
    """The document node over an XML element."""
    return _under_document(_elements(element))


def _elements(element: etree._Element) -> Node:
    node = Indexed(xml.local(element))
    if element.attrib or element.prefix:
        xml.fill(node, element)
    elif len(element) == 0:
        node.value = node.text = element.text or ""
    for child in element:
        if xml.local(child):
            node.append(_elements(child))
    return node


def _csv(name: str, data: bytes) -> Table:
    text = decoded(name, data)
    sample = text[:4096].split("\n", 1)[0]
    delimiter = ";" if ";" in sample and "," not in sample else ","
    if '"' not in text:
        return _plain_table(name, text, delimiter)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FormError(
            tr("{name} 不是完整的 CSV 文件：{error}", name=name, error=error)
        ) from error
    if not rows:
        raise FormError(tr("{name} 是空的。", name=name))
    return Table([column.strip() for column in rows[0]], [row for row in rows[1:] if row])


def _plain_table(name: str, text: str, delimiter: str) -> Table:
    """A table without quotes: its lines stay whole until they are asked for."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[0].strip():
        raise FormError(tr("{name} 是空的。", name=name))
    columns = [column.strip() for column in lines[0].split(delimiter)]
    return Table(columns, [line for line in lines[1:] if line], delimiter)


def decoded(name: str, data: bytes) -> str:
    """Text of a file in UTF-8, or in GB 18030 as Chinese spreadsheets write it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormError(tr("{name} 的文字编码无法识别，请存为 UTF-8。", name=name))


def _geojson(name: str, data: bytes) -> Table:
    try:
        document = json.loads(decoded(name, data))
        features = document["features"]
        rows = [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormError(tr("{name} 不是完整的 GeoJSON 文件。", name=name)) from error
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return Table(columns, [[row.get(column, "") for column in columns] for row in rows])


def _feature(feature: dict[str, Any]) -> dict[str, str]:
    row = {"geometry": _geometry(feature["geometry"])}
    for key, value in (feature.get("properties") or {}).items():
        row[key] = "" if value is None else _json_text(value)
    if feature.get("id") is not None:
        row["id"] = str(feature["id"])  # before a property of that name (RFC 7946 3.2; JavaRosa)
    return row


def _json_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _geometry(geometry: dict[str, Any]) -> str:
    places = geometry["coordinates"]
    if geometry["type"] == "Point":
        places = [places]
    elif geometry["type"] == "Polygon":
        places = places[0]
    return "; ".join(f"{place[1]} {place[0]} 0 0" for place in places)


def empty() -> Node:
    """The document node of an instance that has no data yet."""
    return _under_document(Indexed("root"))
