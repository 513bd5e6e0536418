"""Random forms of every kind of question: dates, places, lists from files, counts, triggers."""

from __future__ import annotations

from tests.offline.forms.books import xform
from tests.offline.forms.generate import FormMaker, Made

_KINDS = {
    "time": "time",
    "moment": "dateTime",
    "place": "geopoint",
    "trace": "geotrace",
    "shape": "geoshape",
    "code": "barcode",
    "rank": "rank abc",
    "span": "range",
    "ok": "acknowledge",
    "file": "image",
    "csv": "select_one_from_file v.csv",
    "several": "select_multiple_from_file v.csv",
    "hidden": "hidden",
}
_VALUES = {
    "time": ["", "13:45:00.000-07:00", "00:00", "25:00"],
    "moment": ["", "2024-06-01T09:08:07.123-07:00", "2020-02-29T00:00:00.000Z", "2020-01-01", "x"],
    "place": ["", "7.9 -11.5 0 3", "38.25 21.75", "a b"],
    "trace": ["", "7.9 -11.5 0 0;7.95 -11.6 0 0", "1 1 0 0; 2 2 0 0; 3 1 0 0"],
    "shape": ["", "7.8 -11.6 0 0;8.0 -11.6 0 0;8.0 -11.4 0 0;7.8 -11.6 0 0"],
    "code": ["", "6901234567892", " x "],
    "rank": ["", "a b c", "c a b"],
    "span": ["", "0", "5", "10", "50"],
    "ok": ["", "OK"],
    "file": ["", "a.jpg"],
    "csv": ["", "v1", "v2", "v3", "v9"],
    "several": ["", "v1", "v2 v4", "v3 v1 v2"],
    "hidden": ["", "h"],
    "integer": ["", "0", "1", "5", "42", "-3", "x", "1.5", "007", "+4", "99999999999"],
    "decimal": ["", "0.5", "2", "-1.25", "1e3", ".5", "5.", "1234567.5", "0.0001", "x"],
    "date": ["", "2020-02-29", "1999-12-31", "2024-06-01", "2020-2-9", "2020-02-30", "x"],
}


_SOURCES = {"integer", "text", "one"}


class WideMaker(FormMaker):
    """Makes one form of all kinds from a seed; JavaRosa's own faults are left out."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, javarosa_safe=True)

    def make(self) -> Made:
        """The form with some sixty random steps."""
        self._question((), "/data", "integer")
        self._block((), "/data", 0)
        self._totals()
        self.rows.append({"type": "calculate", "name": "label", "calculation": "concat('n', 1)"})
        kept = [{"list_name": "people", "label": "${label}"}] if self.random.random() < 0.3 else []
        made = Made(xform(self.rows, _CHOICES, kept), self.questions, self.repeats)
        made.steps = [self._step(made) for _ in range(60)]
        return made

    def _totals(self) -> None:
        """Only of what stands directly in a repeat: others JavaRosa leaves stale."""
        direct = {path.rpartition("/")[2] for path, _kind in self.questions if "}]/w" in path}
        direct |= {path.rpartition("/")[2] for path, _kind in self.questions if "}]/q" in path}
        named = self.names
        self.names = [name for name in named if name[0] in direct]
        super()._totals()
        self.names = named

    def _container(self, kind: str, inside: tuple[str, ...], path: str, depth: int) -> None:
        first = len(self.rows)
        known = len(self.repeats)
        super()._container(kind, inside, path, depth)
        number = self._visible(inside, {"small"})
        free = "relevant" in self.rows[first] or path != "/data"
        if kind == "repeat" and number and not free and self.random.random() < 0.5:
            self.rows[first]["repeat_count"] = f"${{{number}}}"
            del self.repeats[known]

    def _question(self, inside: tuple[str, ...], path: str, kind: str = "") -> None:
        chance = self.random.random()
        if not kind and chance < 0.5:
            super()._question(inside, path)
            return
        kind = kind or self.random.choice([*_KINDS, "small", "triggered", "dynamic", "shown"])
        name = self._name("w")
        row = {"type": _KINDS.get(kind, "integer"), "name": name, "label": f"W {name}"}
        getattr(self, f"_as_{kind}", lambda _row, _inside: None)(row, inside)
        if chance < 0.8 and (condition := self._condition(inside)):
            row[self.random.choice(["relevant", "required", "readonly"])] = condition
        self.rows.append(row)
        self.names.append((name, kind, inside))
        if kind not in {"shown", "hidden"}:
            self.questions.append((f"{path}/{name}", kind))

    def _as_span(self, row: dict[str, str], _inside: tuple[str, ...]) -> None:
        row["parameters"] = "start=0 end=10 step=1"

    def _as_csv(self, row: dict[str, str], inside: tuple[str, ...]) -> None:
        choice = self._visible(inside, {"one"})
        if choice and self.random.random() < 0.5:
            row["choice_filter"] = f"prov=${{{choice}}} and pop >= 10"

    def _as_several(self, row: dict[str, str], _inside: tuple[str, ...]) -> None:
        row["parameters"] = self.random.choice(["randomize=true, seed=7", "randomize=true"])
        row["constraint"] = "count-selected(.) < 3"

    def _as_rank(self, row: dict[str, str], _inside: tuple[str, ...]) -> None:
        row["constraint"] = "selected-at(., 0) != 'c'"

    def _as_triggered(self, row: dict[str, str], inside: tuple[str, ...]) -> None:
        near = [n for n, kind, at in self.names if kind in _SOURCES and at == inside]
        if near:
            source = self.random.choice(near)
            row |= {"trigger": f"${{{source}}}", "calculation": f"string-length(${{{source}}}) + 1"}

    def _as_dynamic(self, row: dict[str, str], inside: tuple[str, ...]) -> None:
        row |= {"type": "text", "default": "concat('d', position(..))" if inside else "1 + 1"}

    def _as_shown(self, row: dict[str, str], inside: tuple[str, ...]) -> None:
        row.pop("label")
        row |= {"type": "calculate", "calculation": self._wide_calculation(inside)}

    def _wide_calculation(self, inside: tuple[str, ...]) -> str:
        calls = {
            "time": "decimal-time({})",
            "moment": "format-date-time({}, '%Y-%n-%e %H:%M')",
            "date": "date({} + 30)",
            "place": "selected-at({}, 1)",
            "trace": "round(distance({}), 3)",
            "shape": "round(area({}), 3)",
            "csv": "instance('v')/root/item[name = {}]/label",
            "several": "count(instance('v')/root/item[selected({}, name)])",
            "rank": "selected-at({}, 0)",
            "span": "{} div 3",
            "ok": "if({} = 'OK', 'y', 'n')",
            "decimal": "format-date(int({}), '%Y')",
            "integer": "coalesce({}, 9) mod 4",
            "one": "jr:choice-name({}, '{}')",
            "text": "translate(substr({}, 0, 2), 'ab', 'xy')",
        }
        found = [
            template.replace("{}", f"${{{name}}}")
            for kind, template in calls.items()
            if (name := self._visible(inside, {kind}))
        ]
        return self.random.choice(found or ["1"])

    def _value(self, kind: str) -> str:
        if kind == "small":
            return self.random.choice(["", "0", "1", "2", "3"])
        if kind in {"triggered", "dynamic"}:
            return self.random.choice(["", "8", "9"])
        return self.random.choice(_VALUES[kind]) if kind in _VALUES else super()._value(kind)


_CHOICES = [
    {"list_name": "abc", "name": name, "label": name.upper(), "group": group}
    for name, group in (("a", "a"), ("b", "b"), ("c", "a"))
]
