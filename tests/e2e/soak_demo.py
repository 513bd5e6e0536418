"""Ten visits to one sandbox leave ten submissions, each with its photo: ``make soak``."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.test_demo import demo

VISITS = 10


def test_ten_visits_leave_ten_submissions_each_with_its_photo(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    summary: dict[str, object] = {}
    for number in range(VISITS):
        summary = demo(tmp_path / f"{number}", tmp_path / "sandbox", scratch)
        assert summary["ok"] is True
    held = summary["exchange"]
    assert isinstance(held, list)
    assert len({row["instance_id"] for row in held}) == len(held) == VISITS
    for row in held:
        assert [a for a in row["attachments"] if a["name"].endswith(".jpg")], row
