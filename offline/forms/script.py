"""``form run``: the engine without a window, driven by a list of steps.

A step is one answer ``["/data/a", "5"]`` or a batch of them; ``["+", "/data/rep"]`` appends a
repeat, ``["-", "/data/rep[2]"]`` removes one, ``["lang", "French (fr)"]`` switches the language.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from offline.forms.api import AnswerError, FormError
from offline.forms.form import Compiled
from offline.forms.session import Session, begin
from offline.forms.states import is_readonly, violation
from offline.i18n import tr

State = dict[str, Any]
Load = Callable[[], Compiled]
_PAIR = 2


def run(
    load: Load, steps: Sequence[Any], *, states: bool = True, language: str = "", xml: bool = False
) -> dict[str, Any]:
    """Load a form, begin it, carry out the steps; everything that was measured and seen."""
    started = time.perf_counter()
    form = load()
    loaded = time.perf_counter()
    session = begin(form, language=language)
    begun = time.perf_counter()
    before = dict(rows(session))
    out: dict[str, Any] = {
        "timing": {
            "load_ms": (loaded - started) * 1000,
            "instance_ms": (begun - loaded) * 1000,
            "nodes": len(before),
        }
    }
    if states:
        out["initial"] = before
    out["steps"], spent = _steps(session, steps, before, states=states)
    out["timing"]["set_per_answer_ms"] = spread(spent)
    if xml:
        out["xml"] = session.finish(log=True).xml.decode()
    return out


def _steps(
    session: Session, steps: Sequence[Any], before: dict[str, State], *, states: bool
) -> tuple[list[dict[str, Any]], list[float]]:
    done: list[dict[str, Any]] = []
    spent: list[float] = []
    for step in steps:
        batch = batch_of(step)
        record, milliseconds = _batch(session, batch)
        spent.append(milliseconds / max(len(batch), 1))
        if states:
            after = dict(rows(session))
            record["nodes"] = {p: s for p, s in after.items() if before.get(p) != s}
            if gone := [path for path in before if path not in after]:
                record["removed"] = gone
            before = after
        done.append(record)
    return done, spent


def batch_of(step: Any) -> list[tuple[str, str]]:
    """The answers of a step (FormError if it is none)."""
    answers = step if isinstance(step, list) and step and isinstance(step[0], list) else [step]
    found: list[tuple[str, str]] = []
    for answer in answers:
        if not isinstance(answer, list) or len(answer) != _PAIR or not isinstance(answer[0], str):
            raise FormError(tr("步骤应写作 [路径, 值]：{step}", step=str(step)[:80]))
        found.append((answer[0], "" if answer[1] is None else str(answer[1])))
    return found


def _batch(session: Session, batch: list[tuple[str, str]]) -> tuple[dict[str, Any], float]:
    errors: list[str] = []
    spent = 0.0
    for path, value in batch:
        session.engine.faults.clear()
        started = time.perf_counter()
        try:
            carry_out(session, path, value)
        except AnswerError as error:
            errors.append(f"{path}: {error}")
        spent += (time.perf_counter() - started) * 1000
        errors += session.engine.faults
    record = {"answers": [list(answer) for answer in batch], "errors": errors, "set_ms": spent}
    return record, spent


def carry_out(session: Session, path: str, value: str) -> None:
    """One answer, or adding or removing a repeat, or a language (AnswerError)."""
    if path == "+":
        session.append(value)
    elif path == "-":
        session.drop(value)
    elif path == "lang":
        session.use_language(value)
    else:
        session.set(session.node(path), value)


def rows(session: Session) -> Iterator[tuple[str, State]]:
    """Every element's state by path: groups have no value and no validity."""
    for node in session.engine.root.children[0].walk():
        state: State = {
            "relevant": node.relevant,
            "required": node.required,
            "readonly": is_readonly(node),
        }
        if session.form.is_leaf(node):
            broken = violation(session.engine, node)
            state |= {"value": node.text, "valid": not broken}
            if broken:
                state["violation"] = broken
        yield node.path(), state


def spread(values: Sequence[float]) -> Mapping[str, float]:
    """Count, mean, median, 95th percentile and maximum of durations in milliseconds."""
    if not values:
        return {}
    ordered = sorted(values)
    return {
        "n": len(ordered),
        "mean": sum(ordered) / len(ordered),
        "p50": ordered[len(ordered) // 2],
        "p95": ordered[int(len(ordered) * 0.95)],
        "max": ordered[-1],
    }
