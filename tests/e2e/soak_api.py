"""Ten minutes of generated requests, also in sequences where one answer feeds the next question."""

from __future__ import annotations

from pathlib import Path

from tests.api_fuzz import fuzz
from tests.sandbox_server import running_sandbox


def test_ten_minutes_of_generated_requests_make_no_server_fault(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as served:
        phases = "examples,coverage,fuzzing,stateful"
        assert fuzz(served, tmp_path, phases=phases, examples=100, seconds=600) > 1000
