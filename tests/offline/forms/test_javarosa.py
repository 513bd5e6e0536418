"""The same answers as JavaRosa, state by state, on forms made at random."""

from __future__ import annotations

from pathlib import Path

from tests.offline.forms import varied
from tests.offline.forms.compare import differences
from tests.offline.forms.generate import FormMaker
from tests.offline.forms.wide import WideMaker

SEEDS = range(200, 212)
WIDE = range(20)


def test_random_and_varied_forms_agree_with_javarosa_in_every_state(tmp_path: Path) -> None:
    made = [FormMaker(seed, javarosa_safe=True).make() for seed in SEEDS]
    forms = [(form.xml, form.steps) for form in made] + [make() for make in varied.VARIED]
    assert not differences(forms, tmp_path)


def test_forms_of_every_kind_of_question_agree_with_javarosa(tmp_path: Path) -> None:
    made = [WideMaker(seed).make() for seed in WIDE]
    assert not differences([(form.xml, form.steps) for form in made], tmp_path)
