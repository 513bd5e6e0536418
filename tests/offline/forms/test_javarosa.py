"""The same answers as JavaRosa, state by state, on forms made at random."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import offline.forms
from offline.forms import script
from tests.offline.forms import javarosa, varied
from tests.offline.forms.generate import FormMaker

SEEDS = range(200, 212)
State = dict[str, dict[str, Any]]


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


def test_random_and_varied_forms_agree_with_javarosa_in_every_state(tmp_path: Path) -> None:
    classes = javarosa.compiled(tmp_path)
    made = [FormMaker(seed, javarosa_safe=True).make() for seed in SEEDS]
    forms = [(form.xml, form.steps) for form in made] + [make() for make in varied.VARIED]
    for name, data in varied.MEDIA.items():
        (tmp_path / name).write_bytes(data)
    jobs = []
    for number, (document, steps) in enumerate(forms):
        xml, answers = tmp_path / f"{number}.xml", tmp_path / f"{number}.json"
        xml.write_bytes(document)
        answers.write_text(json.dumps(steps))
        jobs.append((xml, answers))
    for (document, steps), theirs in zip(forms, javarosa.fill(classes, jobs), strict=True):
        ours = script.run(partial(offline.forms.load, document, varied.MEDIA), steps)
        state: State = dict(ours["initial"])
        assert not differing(state, theirs["initial"])
        for mine, other in zip(ours["steps"], theirs["steps"], strict=True):
            gone = set(mine.get("removed", ()))
            state = {p: s for p, s in {**state, **mine["nodes"]}.items() if p not in gone}
            assert bool(mine["errors"]) == ("error" in other), mine["answers"]
            assert not differing(state, other["states"]), mine["answers"]
