"""The commands: one module each, registered by ``add`` and run by ``main``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from kiosk.words import sentence

OK, BAD_INPUT, BAD_USAGE, BAD_ENVIRONMENT = 0, 1, 2, 3

Commands = argparse._SubParsersAction  # noqa: SLF001 — argparse gives its type no public name

# In the order of the help page. Imported only when asked for: `scan` must not wait for Qt.
COMMANDS = {
    "run": "run",
    "demo": "demo",
    "sandbox": "sandbox",
    "scan": "scan",
    "code": "code",
    "form": "form",
    "store": "store",
    "sync": "sync",
    "submit": "submit",
    "print": "print_",
    "doctor": "doctor",
    "enrol": "enrol",
    "bench": "bench",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Known faults become one sentence on stderr."""
    data, words = _data_folder_named(list(sys.argv[1:] if arguments is None else arguments))
    parser = argparse.ArgumentParser(
        prog="kiosk",
        description="基层政务服务终端",
        epilog="--data DIR (or KIOSK_DATA) names the data folder of every command",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in _wanted(words):
        import_module(f"kiosk.cli.{COMMANDS[name]}").add(commands)
    args = parser.parse_args(words)
    args.data = data
    return guarded(args)


def guarded(args: argparse.Namespace) -> int:
    """Run the chosen command, turning faults of input and environment into words and codes."""
    from kiosk.app import ENVIRONMENT_FAULTS, INPUT_FAULTS  # noqa: PLC0415 — heavy, only when run

    try:
        return int(args.run(args))
    except INPUT_FAULTS as error:
        print(sentence(error), file=sys.stderr)
        return BAD_INPUT
    except ENVIRONMENT_FAULTS as error:
        print(sentence(error), file=sys.stderr)
        return BAD_ENVIRONMENT
    except BrokenPipeError:
        return OK
    except KeyboardInterrupt:
        return 130


def _wanted(words: Sequence[str]) -> list[str]:
    """The command named, or all of them when help or a wrong word must list every one."""
    first = next((word for word in words if not word.startswith("-")), "")
    return [first] if first in COMMANDS else list(COMMANDS)


def _data_folder_named(words: list[str]) -> tuple[Path | None, list[str]]:
    """Take ``--data DIR`` out of the words, wherever it stands: it belongs to every command."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data", type=Path)
    known, rest = parser.parse_known_args(words)
    return known.data, rest
