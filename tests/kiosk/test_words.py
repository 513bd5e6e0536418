from __future__ import annotations

import pytest

from kiosk.codes.result import CodeResult, Verdict
from kiosk.words import (
    outcome,
    print_state,
    sentence,
    submission_state,
    trouble,
    verdict_advice,
    verdict_title,
)
from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    FormMissing,
    Refused,
    SendOutcome,
    Unreachable,
)
from offline.records import PrintState, SubmissionState
from offline.store.port import DiskFullError, LockedError, StoreError
from printers.port import Trouble


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_title_and_says_what_to_do(verdict: Verdict) -> None:
    result = CodeResult(verdict)
    assert verdict_title(result)
    assert verdict_advice(result).endswith("。")


def test_the_failures_are_told_apart() -> None:
    titles = [verdict_title(CodeResult(v)) for v in Verdict if not CodeResult(v).good]
    assert len(set(titles)) == len(titles)


def test_every_state_and_trouble_has_words() -> None:
    assert all(submission_state(state) for state in SubmissionState)
    assert all(print_state(state) for state in PrintState)
    assert all(trouble(what).endswith("。") for what in Trouble)


@pytest.mark.parametrize(
    "result",
    [
        Accepted(201),
        Refused(400, "no"),
        Conflict(""),
        FormMissing(""),
        Denied(403, ""),
        Unreachable("timeout"),
    ],
)
def test_every_outcome_has_a_sentence(result: SendOutcome) -> None:
    assert len(outcome(result)) > 5


def test_the_nearest_class_of_a_fault_gives_its_words() -> None:
    assert "另一个程序" in sentence(LockedError(12))
    assert "磁盘满了" in sentence(DiskFullError("write"))
    assert "本机数据有问题" in sentence(StoreError("odd"))
    assert sentence(ValueError("plain")) == "plain"
