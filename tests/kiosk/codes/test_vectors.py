from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.codes import base45, verify
from kiosk.codes.keyfile import read_keys

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "codes.md"


def blocks() -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)


PUBLISHED = json.loads(blocks()[-1])


@pytest.mark.parametrize("vector", PUBLISHED["vectors"], ids=lambda vector: vector["what"])
def test_the_published_vectors(vector: dict[str, Any], tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(PUBLISHED))
    result = verify(vector["text"], read_keys(keys), datetime.fromisoformat(vector["now"]))
    assert (result.verdict.value, result.detail, result.instead) == (
        vector["verdict"],
        vector["detail"],
        vector["instead"],
    )


def test_the_published_octets() -> None:
    octets = bytes.fromhex(blocks()[-2])
    assert "GSC1:" + base45.encode(octets) == PUBLISHED["vectors"][0]["text"]
