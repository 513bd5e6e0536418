"""Fill forms with both engines and tell where they differ, state by state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import offline.forms
from offline.forms import script
from tests.offline.forms import javarosa, varied

Job = tuple[bytes, Sequence[Sequence[str]]]
State = dict[str, dict[str, Any]]


def differences(forms: Sequence[Job], folder: Path) -> list[str]:
    """One line a step after which the engines differ; the files of ``varied`` lie beside."""
    classes = javarosa.compiled(folder)
    for name, data in varied.MEDIA.items():
        (folder / name).write_bytes(data)
    jobs = [_written(folder, number, form) for number, form in enumerate(forms)]
    found: list[str] = []
    for number, (form, theirs) in enumerate(zip(forms, javarosa.fill(classes, jobs), strict=True)):
        found += [f"form {number}: {line}" for line in _differences(form, theirs)]
    return found


def _written(folder: Path, number: int, form: Job) -> tuple[Path, Path]:
    xml, answers = folder / f"{number}.xml", folder / f"{number}.json"
    xml.write_bytes(form[0])
    answers.write_text(json.dumps(form[1]))
    return xml, answers


def _differences(form: Job, theirs: dict[str, Any]) -> list[str]:
    document, steps = form
    ours = script.run(partial(offline.forms.load, document, varied.MEDIA), steps)
    state: State = dict(ours["initial"])
    found = [f"at the beginning {differing(state, theirs['initial'])}"]
    for mine, other in zip(ours["steps"], theirs["steps"], strict=True):
        gone = set(mine.get("removed", ()))
        state = {p: s for p, s in {**state, **mine["nodes"]}.items() if p not in gone}
        found.append(f"{mine['answers']} {differing(state, other['states'])}")
        if bool(mine["errors"]) != ("error" in other):
            found.append(f"{mine['answers']} {mine['errors']} {other.get('error')}")
    return [line for line in found if not line.endswith(" {}")]


def differing(ours: State, theirs: State) -> dict[str, tuple[Any, Any]]:
    """Where states differ. An id is random; JavaRosa's max() of negative numbers is 0."""
    return {
        path: (ours.get(path), theirs.get(path))
        for path in ours.keys() | theirs.keys()
        if ours.get(path) != theirs.get(path)
        and not path.endswith("/instanceID")
        and not _negative_maximum(ours.get(path), theirs.get(path))
    }


def _negative_maximum(ours: Any, theirs: Any) -> bool:
    return bool(ours and theirs and ours["value"].startswith("-") and theirs["value"] == "0")
