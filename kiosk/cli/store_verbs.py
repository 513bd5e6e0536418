"""What the verbs of ``kiosk store`` share: JSON lines, and how a verb is registered."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from kiosk.cli import Commands


def print_json(value: Any) -> None:
    """One line of JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False))


def verb(
    verbs: Commands[argparse.ArgumentParser],
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """Register a verb of a command."""
    parser = verbs.add_parser(name, help=words)
    parser.set_defaults(run=run)
    return parser
