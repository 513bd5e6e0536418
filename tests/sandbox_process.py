"""A sandbox in a process of its own, with the forms a test writes instead of the catalogue."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SERVE = """
import json, sys
from pathlib import Path
from kiosk.sandbox import server, state
folder = Path(sys.argv[1])
sandbox = state.open_sandbox(folder / "sandbox", catalogue=folder / "catalogue")
with server.bound_socket(0) as sock:
    print(json.dumps({"url": f"http://127.0.0.1:{sock.getsockname()[1]}"}), flush=True)
    server.server_for(sandbox).run(sockets=[sock])
"""


@contextmanager
def sandbox_process(folder: Path, write: Callable[[Path], Path]) -> Iterator[str]:
    """The address of a sandbox that serves what ``write`` puts into its catalogue."""
    write(folder / "catalogue")
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield json.loads(process.stdout.readline() if process.stdout else "")["url"]
        finally:
            process.kill()
