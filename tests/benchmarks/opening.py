"""In a process of its own: take a form from an encrypted store and begin it, in milliseconds.

``python -m tests.benchmarks.opening DATA FORM_ID``. The first time it is compiled and kept beside
the form; the second time is what a person waits for after the program was started anew.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kiosk.app import load_settings, open_store, station
from offline.forms import begin


def main() -> None:
    """Print how long it took."""
    folder = Path(sys.argv[1])
    store = open_store(folder)
    here = station(store, load_settings(folder))
    started = time.perf_counter()
    begin(here.form(store.forms.get(sys.argv[2])))
    sys.stdout.write(f"{(time.perf_counter() - started) * 1000}\n")
    store.close()


if __name__ == "__main__":
    main()
