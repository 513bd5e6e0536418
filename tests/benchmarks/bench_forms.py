"""Forms: opening and answering, against JavaRosa on the same forms in the same run.

``wide``: 500 questions with a chain of 100 calculations. ``repeat``: a household of 100 with sums
and shares. ``choices``: a cascade over 50,000 villages. Ratios are ours divided by JavaRosa's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.app import load_settings, open_store, station
from kiosk.cli.form import Folder
from kiosk.flow.direct import keep_form
from tests.offline.forms import javarosa
from tests.offline.forms.books import row, xform

Steps = list[list[str]]
Maker = Callable[[Path], tuple[bytes, Steps]]
LIMIT_S = 300


def wide(_folder: Path) -> tuple[bytes, Steps]:
    """Blocks of five: number, yes or no, several, text, and a running total."""
    survey, steps = [], []
    for block in range(100):
        a, b, c, d, e = (f"{letter}{block}" for letter in "abcde")
        above = f" + ${{e{block - 1}}}" if block else ""
        survey += [
            row("integer", a, required="yes", constraint=". >= 0 and . <= 1000"),
            row("select_one yn", b, relevant=f"${{{a}}} > 5"),
            row("select_multiple abc", c, relevant=f"${{{b}}} = 'y' and ${{{a}}} > 5"),
            row("text", d, relevant=f"selected(${{{c}}}, 'b')", constraint="string-length(.) < 50"),
            row(
                "calculate",
                e,
                calculation=f"coalesce(${{{a}}}, 0) + if(selected(${{{c}}}, 'a'), 10, 0){above}",
            ),
        ]
        steps += [["/data/" + a, "7"], ["/data/" + b, "y"], ["/data/" + c, "a b"]]
        steps.append(["/data/" + d, "text"])
    steps += [["/data/a0", value] for value in ("8", "2000", "3", "9")]
    lists = [("yn", "y"), ("yn", "n"), ("abc", "a"), ("abc", "b"), ("abc", "c")]
    choices = [{"list_name": n, "name": v, "label": v} for n, v in lists]
    return xform(survey, choices), steps


def repeat(_folder: Path) -> tuple[bytes, Steps]:
    """A counted household of 100 as grid workers ask it: who each is, totals, each one's share."""
    survey = [
        row("integer", "n"),
        row("begin repeat", "person", repeat_count="${n}"),
        row("text", "name", required="yes"),
        row("date", "born", constraint=". <= today()"),
        row("integer", "age", constraint=". >= 0 and . < 130", required="yes"),
        row("select_one sex", "sex"),
        row("integer", "income", relevant="${age} >= 16"),
        row("calculate", "place", calculation="position(..)"),
        row("calculate", "adult", calculation="if(${age} >= 18, 1, 0)"),
        row("calculate", "called", calculation="concat(${name}, '，', ${age}, ' 岁')"),
        row("calculate", "share", calculation="round(coalesce(${income}, 0) div ${all}, 4)"),
        row("end repeat"),
        row("calculate", "all", calculation="sum(${income}[. != ''])"),
        row("calculate", "grown", calculation="sum(${adult})"),
        row("calculate", "women", calculation="count(${person}[sex = 'f' and age >= 18])"),
        row("calculate", "oldest", calculation="max(${age})"),
    ]
    steps = [["/data/n", "100"]]
    for number in range(1, 101):
        path, age = f"/data/person[{number}]", number * 7 % 90
        steps += [[f"{path}/name", f"P{number}"], [f"{path}/age", str(age)]]
        steps.append([f"{path}/sex", "mf"[number % 2]])
        steps += [[f"{path}/income", str(number * 31)]] if age >= 16 else []
    return xform(survey, [{"list_name": "sex", "name": n, "label": n} for n in "mf"]), steps


def choices(folder: Path) -> tuple[bytes, Steps]:
    """Province, county, village from files; the village's name and how many there are."""
    counties = [f"{p:02d}{c:03d}" for p in range(31) for c in range(132)]
    villages = [f"{counties[n % len(counties)]}{n:05d}" for n in range(50_000)]
    _table(folder / "counties.csv", [(c, f"县{c}", c[:2]) for c in counties])
    _table(folder / "villages.csv", [(v, f"村{v}", v[:5]) for v in villages])
    survey = [
        row("text", "province"),
        row("select_one_from_file counties.csv", "county", choice_filter="above=${province}"),
        row("select_one_from_file villages.csv", "village", choice_filter="above=${county}"),
        row(
            "calculate",
            "label",
            calculation="instance('villages')/root/item[name=${village}]/label",
        ),
        row(
            "calculate",
            "many",
            calculation="count(instance('villages')/root/item[above=${county}])",
        ),
    ]
    steps = []
    for village in villages[::5000]:
        steps += [["/data/province", village[:2]], ["/data/county", village[:5]]]
        steps.append(["/data/village", village])
    return xform(survey), steps


def _table(path: Path, rows: list[tuple[str, str, str]]) -> None:
    lines = ["name,label,above", *(",".join(cells) for cells in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")


def run() -> dict[str, Any]:
    """Figures of each form, as ratios where JavaRosa is here."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        classes = javarosa.compiled(folder) if javarosa.available() else None
        for make in (wide, repeat, choices):
            found[make.__name__] = _measured(make, folder, classes)
    return found


def _measured(make: Maker, folder: Path, classes: Path | None) -> dict[str, float]:
    xml, steps = make(folder)
    form, answers = folder / f"{make.__name__}.xml", folder / f"{make.__name__}.json"
    form.write_bytes(xml)
    answers.write_text(json.dumps(steps))
    ours = _ours(form, answers) | {"cached_ms": _cached(xml, folder)}
    if classes is None:
        return ours
    theirs = javarosa.fill(classes, [(form, answers)], "--times")[0]
    return ours | {
        "ready_ratio": ours["ready_ms"] / theirs["ready_ms"],
        "cached_ratio": ours["cached_ms"] / theirs["ready_ms"],
        "p50_ratio": ours["p50_ms"] / theirs["p50"],
        "p95_ratio": ours["p95_ms"] / theirs["p95"],
    }


def _ours(form: Path, answers: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "kiosk", "form", "run", "--no-states"]
    done = subprocess.run(
        [*command, str(form), str(answers)], check=True, capture_output=True, timeout=LIMIT_S
    )
    timing = json.loads(done.stdout)["timing"]
    return {
        "ready_ms": timing["load_ms"] + timing["instance_ms"],
        "p50_ms": timing["set_per_answer_ms"]["p50"],
        "p95_ms": timing["set_per_answer_ms"]["p95"],
        "rss_mb": timing["rss_mb"],
    }


def _cached(xml: bytes, folder: Path) -> float:
    """Milliseconds to open and begin a form known from before, in a process that was just begun."""
    data = folder / "data"
    store = open_store(data)
    stored = keep_form(station(store, load_settings(data)), xml, Folder(folder))
    store.close()
    command = [sys.executable, "-m", "tests.benchmarks.opening", str(data), stored.form_id]
    _first, second = (
        subprocess.run(command, check=True, capture_output=True, timeout=LIMIT_S) for _ in range(2)
    )
    return float(second.stdout)
