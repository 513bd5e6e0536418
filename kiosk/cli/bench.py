"""``kiosk bench``: every path a person waits for, as a ratio against a peer, in one run."""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path

from kiosk.cli import BAD_USAGE, OK, Commands

BENCHMARKS = Path(__file__).resolve().parents[2] / "tests" / "benchmarks"
PREFIX = "bench_"


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("bench", help="benchmarks, as ratios against peers")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the benchmarks named, or all; a JSON line each."""
    known = sorted(path.stem.removeprefix(PREFIX) for path in BENCHMARKS.glob(f"{PREFIX}*.py"))
    unknown = [name for name in args.names if name not in known]
    if unknown or not known:
        print(json.dumps({"unknown": unknown, "known": known}))
        return BAD_USAGE
    for name in args.names or known:
        figures = import_module(f"tests.benchmarks.{PREFIX}{name}").run()
        print(json.dumps({"bench": name, **figures}, ensure_ascii=False), flush=True)
    return OK
