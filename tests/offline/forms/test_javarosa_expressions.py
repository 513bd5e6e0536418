"""The same results as JavaRosa, expression by expression, kept by every type."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import offline.forms
from offline.forms.typed import from_result
from offline.forms.xpath.scope import Scope
from offline.forms.xpath.values import EvaluationError
from tests.offline.forms import expressions, javarosa

TYPES = ("string", "int", "decimal", "date", "dateTime", "time", "boolean")


@pytest.mark.parametrize("seed", [1, 2])
def test_expressions_over_edge_values_give_what_javarosa_gives(tmp_path: Path, seed: int) -> None:
    form, asked = tmp_path / "form.xml", tmp_path / "asked.json"
    form.write_bytes(expressions.form())
    sample = expressions.sample(seed, 2000)
    asked.write_text(json.dumps(sample))
    classes = javarosa.compiled(tmp_path, javarosa.EVALUATE)
    theirs = javarosa.java(classes, "Evaluate", str(form), expressions.CONTEXT, str(asked))
    ours = kept(sample)
    different = {
        expression: (mine, other)
        for expression, mine, other in zip(sample, ours, json.loads(theirs), strict=True)
        if other and mine != other
    }
    assert not different


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
