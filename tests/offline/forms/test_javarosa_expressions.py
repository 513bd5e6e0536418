"""The same results as JavaRosa, expression by expression, kept by every type."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import offline.forms
from offline.forms.typed import from_result
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError
from tests.offline.forms import expressions, javarosa

TYPES = ("string", "int", "decimal", "date", "dateTime", "time", "boolean")


def test_expressions_over_edge_values_give_what_javarosa_gives(tmp_path: Path) -> None:
    assert not different(expressions.sample(1, 1000), tmp_path)


def different(sample: Sequence[str], folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """What we and JavaRosa make of the expressions on which we differ."""
    form, asked = folder / "form.xml", folder / "asked.json"
    form.write_bytes(expressions.form())
    asked.write_text(json.dumps(sample))
    classes = javarosa.compiled(folder, javarosa.EVALUATE)
    theirs = javarosa.java(classes, "Evaluate", str(form), expressions.CONTEXT, str(asked))
    return {
        expression: (mine, other)
        for expression, mine, other in zip(sample, kept(sample), json.loads(theirs), strict=True)
        if other and mine != other
    }


def kept(sample: Sequence[str]) -> list[list[str]]:
    session = offline.forms.begin(offline.forms.load(expressions.form(), {}))
    node = session.node(expressions.CONTEXT)
    found: list[list[str]] = []
    for expression in sample:
        try:
            value = session.form.code(expression, "atom")(Scope(node, session.engine))
            found.append([from_result(kind, value)[1] for kind in TYPES])
        except EvaluationError:
            found.append([])
    return found
