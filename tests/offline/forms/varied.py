"""Forms of every kind, each with answers: compared with the reference engine in every state."""

from __future__ import annotations

import json

from tests.offline.forms.books import row, xform

Steps = list[list[str]]
ABC = [{"list_name": "abc", "name": n, "label": n.upper()} for n in "abcde"]
MEDIA = {
    "v.csv": b"name,label,prov,pop\nv1,V1,a,10\nv2,V2,a,20\nv3,V3,b,30\nv4,V4,b,\n",
    "m.xml": b"<root><item><name>m1</name><label>M1</label><prov>a</prov></item></root>",
    "g.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": "f1",
                    "geometry": {"type": "Point", "coordinates": [102, 0.5]},
                    "properties": {"id": "other", "title": "G1", "prov": "a"},
                }
            ],
        }
    ).encode(),
}


def calculations(*expressions: str) -> list[dict[str, str]]:
    """A calculation for each."""
    return [row("calculate", f"c{n}", calculation=text) for n, text in enumerate(expressions)]


def nested() -> tuple[bytes, Steps]:
    """Repeats in repeats, read from within and from without."""
    survey = [
        row("begin repeat", "a"),
        row("text", "t"),
        row("begin repeat", "b"),
        row("integer", "n"),
        row("calculate", "place", calculation="concat(position(../..), '.', position(..))"),
        row("calculate", "both", calculation="concat(${t}, '-', ${n})"),
        row("calculate", "near", calculation="concat(count(../../b), count(../../../a))"),
        row("calculate", "last", calculation="if(position(..) = count(${b}), 'last', 'no')"),
        row("end repeat"),
        row("calculate", "many", calculation="count(${b})"),
        row("end repeat"),
        *calculations("sum(${n})", "count(${a})", "indexed-repeat(${n}, ${a}, 2, ${b}, 1)"),
    ]
    steps = [["/data/a[1]/t", "h"], ["/data/a[1]/b[1]/n", "3"], ["+", "/data/a[1]/b"]]
    steps += [["/data/a[1]/b[2]/n", "4"], ["+", "/data/a"], ["/data/a[2]/b[1]/n", "9"]]
    return xform(survey), [*steps, ["/data/a[2]/t", "z"], ["-", "/data/a[1]/b[1]"]]


def counted() -> tuple[bytes, Steps]:
    """A counted repeat with a group in it."""
    survey = [
        row("integer", "n"),
        row("begin repeat", "r", repeat_count="${n}"),
        row("text", "t", required="yes"),
        row("begin group", "g", relevant="${t} != 'q'"),
        row("integer", "i", constraint=". > 2", default="1"),
        row("select_one abc", "s", choice_filter="name != ${t}"),
        row("calculate", "w", calculation="jr:choice-name(${s}, '${s}')"),
        row("end group"),
        row("end repeat"),
        *calculations("join(',', ${t})", "sum(${i})"),
    ]
    steps = [["/data/n", "2"], ["/data/r[1]/t", "a"], ["/data/r[2]/t", "q"]]
    return xform(survey, ABC), [
        *steps,
        ["/data/r[1]/g/s", "b"],
        ["/data/r[1]/g/i", "5"],
        ["/data/n", "3"],
    ]


def files() -> tuple[bytes, Steps]:
    """Choices and values from CSV, XML and GeoJSON."""
    survey = [
        row("select_one abc", "p"),
        *(
            row(f"select_one_from_file {file}", file[0], choice_filter="prov=${p}")
            for file in MEDIA
        ),
        *calculations(
            "instance('g')/root/item[id=${g}]/geometry",
            "jr:choice-name(${v}, '${v}')",
            "count(instance('v')/root/item[prov=${p} and pop > 5])",
            "sum(instance('v')/root/item[prov=${p}]/pop)",
            "max(instance('v')/root/item/pop)",
        ),
    ]
    steps = [["/data/p", "a"], ["/data/v", "v2"], ["/data/m", "m1"], ["/data/g", "f1"]]
    return xform(survey, ABC), [*steps, ["/data/v", "v1"], ["/data/g", ""]]


def moments() -> tuple[bytes, Steps]:
    """Dates and times, compared, counted, formatted."""
    survey = [
        *(row("date", "d"), row("date", "e", constraint=". >= ${d}"), row("time", "t")),
        row("dateTime", "m"),
        *calculations(
            "${e} - ${d}",
            "decimal-date-time(${d})",
            "format-date(${d}, '%Y年%m月%e日 %a %b')",
            "format-date-time(${m}, '%d/%n/%y %H:%M:%S.%3 %h')",
            "date(${d} + 30)",
            "decimal-time(${t})",
            "string(${m})",
        ),
        row("note", "n", relevant="${d} > date('2020-01-01')"),
    ]
    steps = [["/data/d", "2020-02-29"], ["/data/e", "2020-02-28"], ["/data/e", "2024-06-01"]]
    steps += [["/data/t", "13:45:00.000-07:00"], ["/data/m", "2024-06-01T09:08:07.123-07:00"]]
    return xform(survey), [*steps, ["/data/d", ""], ["/data/d", "1969-12-31"]]


def once() -> tuple[bytes, Steps]:
    """Values set once, by a trigger, by a dynamic default."""
    survey = [
        row("integer", "a"),
        row("calculate", "o", calculation="once(${a})"),
        row("integer", "copy", calculation="${a} * 2", trigger="${a}"),
        row("text", "d", default="concat('a', 'b')"),
        row("begin repeat", "r"),
        row("text", "x", default="concat('n', position(..))"),
        row("end repeat"),
    ]
    return xform(survey), [["/data/a", "1"], ["/data/a", "5"], ["+", "/data/r"], ["/data/a", "2"]]


def chosen() -> tuple[bytes, Steps]:
    """Several choices, ranks, ranges, shuffled lists, places."""
    survey = [
        row("select_multiple abc", "m", constraint="count-selected(.) <= 3"),
        row("rank abc", "k", required="yes"),
        row("range", "g", parameters="start=0 end=10 step=2"),
        row("acknowledge", "ok", required="yes"),
        row("integer", "seed"),
        *(row("geotrace", "l"), row("geoshape", "s"), row("geopoint", "p")),
        *calculations(
            "selected-at(${m}, 1)",
            "selected-at(${k}, 0)",
            "checklist(1, 2, selected(${m}, 'a'), selected(${m}, 'b'))",
            "if(${ok} = 'OK', 'y', 'n')",
            "${g} > 3",
            "join(',', randomize(instance('abc')/root/item/name, 7))",
            "distance(${l})",
            "area(${s})",
            "selected-at(${p}, 0)",
        ),
    ]
    corners = ("7.8 -11.6", "8.0 -11.6", "8.0 -11.4", "7.8 -11.6")
    steps = [["/data/m", "a b"], ["/data/m", "c a b d"], ["/data/k", "c b a d e"]]
    steps += [["/data/g", "4"], ["/data/ok", "OK"], ["/data/ok", ""], ["/data/seed", "3"]]
    steps += [["/data/l", "7.9 -11.5 0 0; 7.95 -11.6 0 0"], ["/data/p", "7.9 -11.5 0 3"]]
    steps += [["/data/s", "; ".join(f"{corner} 0 0" for corner in corners)], ["/data/l", ""]]
    return xform([*survey, row("select_one abc", "z")], ABC), steps


def hidden() -> tuple[bytes, Steps]:
    """Counted repeats that are not relevant when their count is known, one in the other."""
    survey = [
        row("integer", "n"),
        row("integer", "y"),
        row("begin group", "g", relevant="${y} = 1"),
        row("begin repeat", "r", repeat_count="${n}"),
        row("integer", "m"),
        row("begin repeat", "s", repeat_count="${m}", relevant="${y} = 1 and ${n} < 5"),
        row("text", "e"),
        *(row("end repeat"), row("end repeat"), row("end group")),
        *calculations("count(${r})"),
    ]
    steps = [["/data/n", "2"], ["/data/y", "1"], ["/data/n", "3"], ["/data/g[1]/r[2]/m", "2"]]
    steps += [["/data/y", "0"], ["/data/n", "4"], ["/data/g[1]/r[1]/m", "1"], ["/data/y", "1"]]
    return xform(survey), [*steps, ["/data/n", "5"], ["/data/g[1]/r[3]/m", "3"], ["/data/n", "4"]]


VARIED = (nested, counted, hidden, files, moments, once, chosen)
