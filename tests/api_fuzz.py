"""schemathesis over the sandbox's OpenAPI document: no operation may answer with a server fault."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.sandbox_server import RunningSandbox

TOOL = Path(sys.executable).with_name("schemathesis")


def fuzz(served: RunningSandbox, folder: Path, *, phases: str, examples: int, seconds: int) -> int:
    """Run for about so long; how many requests were made. Fails with the tool's own words."""
    link, exchange = served.enrolled()
    exchange.close()
    found = subprocess.run(
        [
            *(TOOL, "run", f"{served.url}/openapi.json"),
            *("-H", f"Authorization: Bearer {link.token}", "-H", "X-OpenRosa-Version: 1.0"),
            *("-c", "not_a_server_error", "--phases", phases, "-n", str(examples)),
            *("--seed", "20261122", "--max-time", str(seconds), "--warnings", "off"),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-6000:] + found.stderr[-2000:]
    cases = re.search(r"(\d+) generated, (\d+) passed", found.stdout)
    assert cases is not None, found.stdout[-2000:]
    assert cases[1] == cases[2]
    return int(cases[1])
