"""500 forms of every kind and 4,000 expressions against JavaRosa; 20,000 broken forms.

``make soak`` runs it whole; ``KIOSK_SOAK_SHARE`` makes it shorter (a share of 1).
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.offline.forms import expressions, javarosa
from tests.offline.forms.broken import broken, survives
from tests.offline.forms.compare import differences
from tests.offline.forms.test_javarosa_expressions import different
from tests.offline.forms.wide import WideMaker

SHARE = float(os.environ.get("KIOSK_SOAK_SHARE", "1"))
FORMS, BROKEN = max(1, int(500 * SHARE)), max(10, int(20_000 * SHARE))
BATCH = 50
FIRST = 1000
"""The first seed; those below are for ``make test``."""


@pytest.mark.parametrize("first", range(FIRST, FIRST + FORMS, BATCH))
def test_forms_of_every_kind_agree_with_javarosa(tmp_path: Path, first: int) -> None:
    assert javarosa.available(), "the comparison needs a Java compiler"
    last = min(first + BATCH, FIRST + FORMS)
    made = [WideMaker(seed).make() for seed in range(first, last)]
    assert not differences([(form.xml, form.steps) for form in made], tmp_path)


@pytest.mark.parametrize("seed", [1, 2])
def test_expressions_give_what_javarosa_gives(tmp_path: Path, seed: int) -> None:
    assert not different(expressions.sample(seed, int(2000 * SHARE) or 10), tmp_path)


def test_no_broken_form_raises_or_hangs() -> None:
    chance = Random(8)  # noqa: S311 — a seed, no secret
    whole = [WideMaker(seed).make().xml for seed in range(20)]
    taken = [survives(broken(chance.choice(whole), chance), chance) for _ in range(BROKEN)]
    assert any(taken)
    assert not all(taken)
