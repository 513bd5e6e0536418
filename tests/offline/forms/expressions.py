"""Expressions by the thousand over values at the edges: compared with the reference engine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from random import Random

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="t"><e/><i>5</i><n>-3</n><d>2.5</d>
<big>123456789012</big><s>hello</s><num>12.50</num><day>2020-02-29</day>
<dt>2024-06-01T09:08:07.123-07:00</dt><t>13:45:00.000-07:00</t><many>a c b</many>
<pt>7.9 -11.5 0 3</pt><tr>7.9 -11.5 0 0;7.95 -11.6 0 0;8 -11.4 0 0</tr><hid>9</hid><yes>1</yes>
<r><a>1</a></r><r><a>2</a></r><r><a/></r><r><a>-4</a></r><o/></data></instance>
{binds}</model></h:head><h:body><input ref="/data/o"><label>o</label></input><group ref="/data/r">
<label>r</label><repeat nodeset="/data/r"><input ref="/data/r/a"><label>a</label></input></repeat>
</group></h:body></h:html>"""
_TYPES = {
    "int": ("i", "n", "r/a"),
    "decimal": ("d",),
    "date": ("day",),
    "dateTime": ("dt",),
    "time": ("t",),
    "geopoint": ("pt",),
    "geotrace": ("tr",),
    "boolean": ("yes",),
}
CONTEXT = "/data/o"
_NUMBERS = [
    *("0", "1", "-1", "2.5", "-2.5", "0.5", "-0.5", "1.255", "1.005", "99999999999", "0.1 + 0.2"),
    *("2147483648", "-2147483649", "12345678.9", "10000000", "0.001", "0.0001", "0.000000000001"),
    *("1 div 0", "-1 div 0", "0 div 0", "'12.5'", "' 7 '", "'abc'", "''", "'1,5'", "'-'", "'.'"),
    *("'+5'", "'0x10'", "'1e3'", "/data/e", "/data/i", "/data/d", "/data/big", "/data/num"),
    *("/data/day", "/data/dt", "/data/hid", "/data/yes", "true()", "false()", "/data/nope"),
]
_TEXTS = [
    *("''", "'a'", "'abc'", "'ABC'", "'a b c'", "' a '", "'王小明'", "'a.b'", "'[a-c]+'", "'YWJj'"),
    *("/data/e", "/data/s", "/data/many", "/data/hid", "'2020-02-29'"),
]
_DAYS = [
    *("''", "'2020-02-29'", "'2020-2-9'", "'2020-02-29T10:11:12.345Z'", "0", "18321", "18321.5"),
    *("'2020-02-29T10:11'", "'2020-02-29T10:11:12.3456789Z'", "-1.5", "-0.1", "1.255", "/data/t"),
    *("/data/day", "/data/dt", "/data/e", "'1969-12-31'", "date('2020-01-01')", "2932896"),
]
_FORMATS = [
    "'%Y-%m-%d'",
    "'%d/%n/%y'",
    "'%H:%M:%S.%3'",
    "'%h %e %a %b'",
    "'%Y年%m月'",
    "''",
    "'no'",
]
_PLACES = ["0", "1", "2", "-1", "-2", "5", "30", "1.7"]
_OTHERS = ["0", "2", "-3", "2.5", "'2'", "''", "'abc'", "/data/e", "/data/i", "/data/day", "true()"]
_OPERATORS = ["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
_CALLS: list[tuple[str, list[list[str]]]] = [
    *((name, [_NUMBERS]) for name in ("int", "abs", "number", "string", "boolean", "not", "round")),
    *((name, [_NUMBERS]) for name in ("sqrt", "exp", "once", "boolean-from-string")),
    *((name, [_TEXTS]) for name in ("string-length", "normalize-space", "count-selected")),
    *((name, [_TEXTS]) for name in ("base64-decode", "boolean", "number")),
    *((name, [_DAYS]) for name in ("date", "date-time", "decimal-date-time", "decimal-time")),
    *((name, [_DAYS, _FORMATS]) for name in ("format-date", "format-date-time")),
    *((name, [_TEXTS, _TEXTS]) for name in ("contains", "starts-with", "ends-with", "selected")),
    *((name, [_TEXTS, _TEXTS]) for name in ("substring-before", "substring-after")),
    ("round", [_NUMBERS, _PLACES]),
    ("pow", [_NUMBERS, ["2", "0", "-1", "0.5", "/data/e", "3"]]),
    ("atan2", [_NUMBERS, ["1", "0", "-2"]]),
    ("selected-at", [_TEXTS, ["0", "1", "-0.5", "1.9", "7", "'x'", "-1"]]),
    ("substr", [_TEXTS, ["0", "1", "-2", "5", "1.9"], ["2", "-1", "10", "0"]]),
    ("translate", [_TEXTS, ["'abc'", "''", "'aa'"], ["'xyz'", "'x'", "''"]]),
    ("coalesce", [_NUMBERS, ["'z'", "3", "/data/e", "/data/day"]]),
    ("if", [_NUMBERS, ["'y'"], ["3"]]),
    ("concat", [_TEXTS, _NUMBERS]),
    ("checklist", [["0", "-1", "2"], ["1", "-1"], ["true(), false(), 1", "'', 'a'"]]),
    ("weighted-checklist", [["0", "-1"], ["2", "5"], ["true(), 2, false(), 3", "1, 1.5, 'x', 2"]]),
    ("indexed-repeat", [["/data/r/a"], ["/data/r"], ["1", "2", "3", "0", "1.5", "'2'", "/data/e"]]),
    ("digest", [_TEXTS, ["'MD5'", "'SHA-1'", "'SHA-256'"], ["'hex'", "'base64'"]]),
    ("regex", [_TEXTS, ["'[a-z]+'", "'a.c'", "'.*'", "'a b c'", "'[^a]{3}'", "'(a|b)c?'"]]),
    *((name, [["/data/r/a", "/data/nope", "/data/i"]]) for name in ("sum", "count", "min")),
    *((name, [["/data/pt", "/data/tr", "/data/e"]]) for name in ("area", "distance")),
]


def form() -> bytes:
    """The form whose values the expressions read."""
    typed = [(name, kind) for kind, names in _TYPES.items() for name in names]
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in typed)
    binds += '<bind nodeset="/data/hid" type="int" relevant="false()"/>'
    return FORM.format(binds=binds).encode()


def every() -> Iterator[str]:
    """All calls and comparisons, some seven thousand."""
    for name, choices in _CALLS:
        for arguments in itertools.product(*choices):
            yield f"{name}({', '.join(arguments)})"
    for left, sign, right in itertools.product([*_NUMBERS, *_DAYS], _OPERATORS, _OTHERS):
        yield f"{left} {sign} {right}"


def sample(seed: int, size: int) -> Sequence[str]:
    """Some of them, by chance."""
    return Random(seed).sample(sorted(set(every())), size)  # noqa: S311 — no secret
