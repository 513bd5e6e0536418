from __future__ import annotations

from pathlib import Path

from tests.api_fuzz import fuzz
from tests.sandbox_server import running_sandbox


def test_generated_requests_make_no_server_fault(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as served:
        made = fuzz(served, tmp_path, phases="coverage,fuzzing", examples=2, seconds=40)
    assert made > 59
