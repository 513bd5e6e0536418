"""Random small XLSForms with random answers: what the engine is compared and tortured with."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from pyxform.xls2xform import convert

Row = dict[str, str]
_TEXTS = ["", "a", "b", "ab", "hello", "7", "0", "王"]
_NUMBERS = ["", "0", "1", "5", "10", "-3", "42"]
_DATES = ["", "2020-02-29", "1999-12-31", "2024-06-01"]


@dataclass
class Made:
    """A form: its XML, the questions one may answer by path, its free repeats."""

    xml: bytes
    questions: list[tuple[str, str]]
    repeats: list[str]
    steps: list[list[str]] = field(default_factory=list)


class FormMaker:
    """Makes one form from a seed."""

    def __init__(self, seed: int, *, javarosa_safe: bool = False) -> None:
        """``javarosa_safe`` leaves out what JavaRosa is known to leave stale (docs/forms.md)."""
        self._safe = javarosa_safe
        self.random = Random(seed)  # noqa: S311 — a form to test with is no secret
        self.rows: list[Row] = []
        self.names: list[tuple[str, str, tuple[str, ...]]] = []
        self.questions: list[tuple[str, str]] = []
        self.repeats: list[str] = []
        self._count = 0

    def make(self) -> Made:
        """The form with about thirty random steps."""
        self._block((), "/data", 0)
        self._totals()
        book: dict[str, Any] = {
            "survey": self.rows,
            "choices": _CHOICES,
            "settings": [{"form_title": "g", "form_id": "g", "version": "1"}],
        }
        xml = convert(xlsform=book).xform.encode()
        made = Made(xml, self.questions, self.repeats)
        made.steps = [self._step(made) for _ in range(30)]
        return made

    def _name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}{self._count}"

    def _block(self, inside: tuple[str, ...], path: str, depth: int) -> None:
        for _ in range(self.random.randint(3, 6)):
            kind = self.random.random()
            if depth < 2 and kind < 0.12:
                self._container("group", inside, path, depth)
            elif depth < 2 and kind < 0.26:
                self._container("repeat", inside, path, depth)
            else:
                self._question(inside, path)

    def _container(self, kind: str, inside: tuple[str, ...], path: str, depth: int) -> None:
        name = self._name(kind[0])
        row = {"type": f"begin {kind}", "name": name, "label": name}
        if self.random.random() < 0.4:
            row["relevant"] = self._condition(inside)
        self.rows.append({k: v for k, v in row.items() if v})
        deeper = (*inside, name) if kind == "repeat" else inside
        below = f"{path}/{name}"
        if kind == "repeat":
            self.repeats.append(below)
        below += "[{}]" if kind == "repeat" else "[1]"
        self._block(deeper, below, depth + 1)
        self.rows.append({"type": f"end {kind}"})

    def _question(self, inside: tuple[str, ...], path: str) -> None:
        kind = self.random.choice(
            ["integer", "integer", "text", "decimal", "date", "one", "many", "calculate", "note"]
        )
        name = self._name("q")
        row = {"type": _TYPES.get(kind, kind), "name": name, "label": f"Q {name}"}
        if kind == "calculate":
            row["calculation"] = self._calculation(inside)
            row.pop("label")
        self._decorate(row, kind, inside)
        self.rows.append({k: v for k, v in row.items() if v})
        self.names.append((name, kind, inside))
        if kind not in {"calculate", "note"}:
            self.questions.append((f"{path}/{name}", kind))

    def _decorate(self, row: Row, kind: str, inside: tuple[str, ...]) -> None:
        chance = self.random.random
        if chance() < 0.35:
            row["relevant"] = self._condition(inside)
        if kind == "integer" and chance() < 0.5:
            row["constraint"] = self.random.choice([". > 0", ". < 20 and . != 5", ". >= -5"])
        if kind == "text" and chance() < 0.4:
            row["constraint"] = self.random.choice(["string-length(.) < 3", "regex(., '[a-z]+')"])
        if kind not in {"calculate", "note"} and chance() < 0.3:
            row["required"] = self.random.choice(["yes", self._condition(inside) or "yes"])
        if kind == "integer" and chance() < 0.2:
            row["default"] = self.random.choice(["3", "0", "12"])
        if kind == "one" and chance() < 0.4 and (other := self._visible(inside, {"one"})):
            row["choice_filter"] = f"group=${{{other}}} or ${{{other}}}=''"

    def _visible(self, inside: tuple[str, ...], kinds: set[str]) -> str:
        """An earlier question in the same repeat or above it."""
        found = [n for n, k, where in self.names if k in kinds and inside[: len(where)] == where]
        return self.random.choice(found) if found else ""

    def _condition(self, inside: tuple[str, ...]) -> str:
        number = self._visible(inside, {"integer", "decimal", "calculate"})
        choice = self._visible(inside, {"one", "many"})
        text = self._visible(inside, {"text", "date"})
        options = [
            f"${{{number}}} > 3" if number else "",
            f"${{{number}}} != 5 and ${{{number}}} < 30" if number else "",
            f"selected(${{{choice}}}, 'a')" if choice else "",
            f"not(selected(${{{choice}}}, 'b'))" if choice else "",
            f"${{{text}}} != ''" if text else "",
            f"string-length(${{{text}}}) > 1 or ${{{text}}} = 'b'" if text else "",
        ]
        options = [option for option in options if option]
        return self.random.choice(options) if options else ""

    def _calculation(self, inside: tuple[str, ...]) -> str:
        number = self._visible(inside, {"integer", "decimal", "calculate"})
        text = self._visible(inside, {"text", "date", "one"})
        many = self._visible(inside, {"many"})
        options = ["1 + 1", "'x'"]
        if inside:
            options.append("position(..)")
        if number:
            options += [f"${{{number}}} * 2", f"coalesce(${{{number}}}, 9) + 1"]
            options += [f"if(${{{number}}} > 4, 'big', ${{{number}}})"]
        if text:
            options += [f"concat(${{{text}}}, '!')", f"string-length(${{{text}}})"]
        if many:
            options += [f"count-selected(${{{many}}})", f"selected-at(${{{many}}}, 0)"]
        return self.random.choice(options)

    def _totals(self) -> None:
        for name, kind, inside in list(self.names):
            if self._safe and len(inside) > 1:
                continue
            if inside and kind in {"integer", "decimal"} and self.random.random() < 0.5:
                call = self.random.choice(["sum", "max", "min", "count", "count-non-empty"])
                total = self._name("t")
                row = {"type": "calculate", "name": total, "calculation": f"{call}(${{{name}}})"}
                self.rows.append(row)

    def _step(self, made: Made) -> list[str]:
        chance = self.random.random()
        if made.repeats and chance < 0.15:
            return ["+", self._placed(self.random.choice(made.repeats))]
        if made.repeats and chance < 0.2 and not self._safe:
            return ["-", self._placed(self.random.choice(made.repeats) + "[{}]")]
        if not made.questions:
            return ["lang", ""]
        path, kind = self.random.choice(made.questions)
        return [self._placed(path), self._value(kind)]

    def _placed(self, path: str) -> str:
        while "{}" in path:
            path = path.replace("{}", str(self.random.choice([1, 1, 1, 2, 2, 3])), 1)
        return path

    def _value(self, kind: str) -> str:
        if kind == "many":
            return " ".join(self.random.sample(["a", "b", "c"], self.random.randint(0, 3)))
        pools = {"integer": _NUMBERS, "text": _TEXTS, "date": _DATES, "one": ["", "a", "b", "c"]}
        if kind == "decimal":
            return self.random.choice(["", "0.5", "2", "-1.25", "100"])
        return self.random.choice(pools[kind])


_TYPES = {"one": "select_one abc", "many": "select_multiple abc"}
_CHOICES = [
    {"list_name": "abc", "name": "a", "label": "A", "group": "a"},
    {"list_name": "abc", "name": "b", "label": "B", "group": "b"},
    {"list_name": "abc", "name": "c", "label": "C", "group": "a"},
]
