"""Without an event loop nothing that was discarded goes: sweep it away after each test."""

from collections.abc import Iterator

import pytest

from ui.gallery import sweep


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    yield
    sweep()
