"""``kiosk scan IMAGE…``: what codes a picture holds, one JSON line an image, always."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from kiosk.cli import BAD_INPUT, BAD_USAGE, OK, Commands
from kiosk.codes import proves
from kiosk.scanning.image import read_picture
from kiosk.scanning.picture import PictureError
from kiosk.scanning.words import picture_sentence
from offline.records import IssuerKey
from offline.store.port import StoreError


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("scan", help="read the codes of pictures")
    parser.add_argument("images", nargs="*", type=Path, metavar="IMAGE")
    # How a bundle, which has no interpreter to call, starts its second reader (scanning.zbar).
    parser.add_argument("--zbar-child", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line an image; exit 1 if one of them can't be looked at."""
    if args.zbar_child:
        from kiosk.scanning.zbar_child import main  # noqa: PLC0415 — loads zbar, unwanted here

        return main()
    if not args.images:
        return BAD_USAGE
    keys = cache(lambda: _keys(args))  # asked for only if the second reader read something
    lines = [_print(_line(image, lambda text: proves(text, keys()))) for image in args.images]
    return BAD_INPUT if any("error" in line for line in lines) else OK


def _keys(args: argparse.Namespace) -> Sequence[IssuerKey]:
    """The keys pinned in the data folder; a store that won't open leaves the reading as it is."""
    from kiosk import app  # noqa: PLC0415 — loads the store, seldom needed

    try:
        return app.pinned_keys(app.data_folder(args))
    except StoreError:
        return ()


def _line(image: Path, proven: Callable[[str], bool]) -> dict[str, Any]:
    """The fields of one image's line; ``ms`` covers the file as well."""
    begin = perf_counter()
    line: dict[str, Any] = {"file": str(image), "symbols": []}
    try:
        symbols = read_picture(image, proves=proven)
    except PictureError as error:
        line["error"] = picture_sentence(error.fault)
    else:
        line["symbols"] = [
            {"format": s.format, "text": s.text, "bytes_hex": s.raw.hex()} for s in symbols
        ]
    line["ms"] = round((perf_counter() - begin) * 1000, 1)
    return line


def _print(line: dict[str, Any]) -> dict[str, Any]:
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return line
