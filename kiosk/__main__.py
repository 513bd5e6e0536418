"""``python -m kiosk``: the entry point of every command."""

from __future__ import annotations

import sys

from kiosk.cli import coredumps, main

if __name__ == "__main__":
    coredumps.forbid()
    sys.exit(main())
