"""500 forms of every kind and 4,000 expressions against JavaRosa, 20,000 broken forms, and the
law of visits: however a visit winds, it comes to what a straight one comes to.

``make soak`` runs it whole; ``KIOSK_SOAK_SHARE`` makes it shorter (a share of 1). A line a batch
and the figures at the end stand in ``build/soak-forms.jsonl``, also while it runs.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

import offline.forms
from tests.offline.forms import expressions, javarosa, varied
from tests.offline.forms import test_replay as replay
from tests.offline.forms.books import NOON
from tests.offline.forms.broken import broken, survives
from tests.offline.forms.compare import differences
from tests.offline.forms.test_javarosa_expressions import different
from tests.offline.forms.test_laws import act, fresh
from tests.offline.forms.wide import WideMaker

SHARE = float(os.environ.get("KIOSK_SOAK_SHARE", "1"))
FORMS, BROKEN = max(1, int(500 * SHARE)), max(10, int(20_000 * SHARE))
VISITS = max(2, int(2000 * SHARE))
BATCH, BROKEN_BATCH, VISIT_BATCH = 50, 1000, 200
FIRST = 1000
"""The first seed; those below are for ``make test``."""
LOG = Path(os.environ.get("KIOSK_SOAK_LOG", "build/soak-forms.jsonl"))


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    """A line of the log for each batch: its name, how long it took in the processor."""
    begun = time.process_time()
    yield
    LOG.parent.mkdir(parents=True, exist_ok=True)
    line = {"batch": request.node.name, "cpu_s": round(time.process_time() - begun, 1)}
    line |= dict(request.node.user_properties)
    with LOG.open("a", encoding="utf-8") as file:
        print(json.dumps(line), file=file)


@pytest.mark.parametrize("first", range(FIRST, FIRST + FORMS, BATCH))
def test_forms_of_every_kind_agree_with_javarosa(tmp_path: Path, first: int) -> None:
    assert javarosa.available(), "the comparison needs a Java compiler"
    last = min(first + BATCH, FIRST + FORMS)
    made = [WideMaker(seed).make() for seed in range(first, last)]
    assert not differences([(form.xml, form.steps) for form in made], tmp_path)


@pytest.mark.parametrize("seed", [1, 2])
def test_expressions_give_what_javarosa_gives(tmp_path: Path, seed: int) -> None:
    assert not different(expressions.sample(seed, int(2000 * SHARE) or 10), tmp_path)


@pytest.fixture(scope="module")
def whole() -> list[bytes]:
    return [WideMaker(seed).make().xml for seed in range(20)]


@pytest.mark.parametrize("seed", range(0, BROKEN, BROKEN_BATCH))
def test_no_broken_form_raises_or_hangs(
    seed: int, whole: list[bytes], record_property: Callable[[str, object], None]
) -> None:
    chance = Random(seed)  # noqa: S311 — a seed, no secret
    taken, slowest = 0, 0.0
    for _ in range(min(BROKEN_BATCH, BROKEN)):
        begun = time.process_time()
        taken += survives(broken(chance.choice(whole), chance), chance)
        slowest = max(slowest, time.process_time() - begun)
    record_property("taken", taken)
    record_property("slowest_s", round(slowest, 2))
    assert 0 < taken < min(BROKEN_BATCH, BROKEN)


@pytest.mark.parametrize("first", range(FIRST, FIRST + VISITS, VISIT_BATCH))
def test_a_winding_visit_comes_to_what_a_straight_one_comes_to(first: int) -> None:
    """One form of everything in two languages: left, opened again and switched at any moment."""
    for seed in range(first, min(first + VISIT_BATCH, FIRST + VISITS)):
        chance = Random(seed)  # noqa: S311 — a seed, no secret
        straight, winding = replay.fresh(), replay.fresh()
        for step in chance.choices(replay.STEPS, k=30):
            replay.act(straight, step)
            replay.act(winding, step)
            if chance.random() < 0.5:
                winding.use_language(chance.choice(replay.LANGUAGES))
                winding.pages()
                winding.problems()
            if chance.random() < 0.5:
                winding = offline.forms.resume(replay.form(), winding.save(), now=lambda: NOON)
        expected = replay.without_what_is_said_in_a_language(straight)
        assert replay.without_what_is_said_in_a_language(winding) == expected, seed


@pytest.mark.parametrize("first", range(FIRST, FIRST + FORMS, BATCH))
def test_a_visit_of_any_form_may_be_left_at_any_moment(first: int) -> None:
    for seed in range(first, min(first + BATCH, FIRST + FORMS)):
        chance = Random(seed)  # noqa: S311 — a seed, no secret
        made = WideMaker(seed).make()
        compiled = offline.forms.load(made.xml, varied.MEDIA)
        straight, winding = fresh(compiled), fresh(compiled)
        for step in made.steps:
            act(straight, step)
            act(winding, step)
            if chance.random() < 0.3:
                winding = offline.forms.resume(compiled, winding.save(), now=lambda: NOON)
        assert winding.nodes() == straight.nodes(), seed
        assert winding.finish().xml == straight.finish().xml, seed
