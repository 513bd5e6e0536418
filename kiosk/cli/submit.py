"""``kiosk submit``: finalise submissions from the command line, for IT, training and tests."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk import app
from kiosk.cli import OK, Commands
from kiosk.cli.form import Folder, read
from offline.forms.api import FormError
from offline.i18n import tr

if TYPE_CHECKING:
    from kiosk.flow.station import Station


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("submit", help="finalise submissions from the command line")
    parser.add_argument("form", metavar="FORM", help="a form file, or the id of a stored form")
    parser.add_argument("answers", metavar="ANSWERS.json", type=Path)
    parser.add_argument("--attach", metavar="F", type=Path, nargs="+", action="extend", default=[])
    parser.add_argument("--count", metavar="N", type=int, default=1)
    parser.set_defaults(run=run, parser=parser)


def run(args: argparse.Namespace) -> int:
    """One JSON line a submission, after it is durable and not before."""
    if args.count < 1:
        args.parser.error("--count must be at least 1")
    steps = _steps(args.answers)
    folder = app.data_folder(args)
    store = app.open_store(folder)
    try:
        station = app.station(store, app.load_settings(folder))
        _hand_in(station, args, steps)
    finally:
        store.close()
    return OK


def _hand_in(station: Station, args: argparse.Namespace, steps: Sequence[Any]) -> None:
    from kiosk.flow import direct  # noqa: PLC0415 — brings the form engine

    file = Path(args.form)
    form_id = args.form
    if file.suffix and file.is_file():
        form_id = direct.keep_form(station, read(file), Folder(file.parent)).form_id
    for _ in range(args.count):
        done = direct.hand_in(station, form_id, steps, args.attach)
        told = {
            "instance_id": done.instance_id,
            "receipt": done.receipt,
            "state": done.state.value,
        }
        print(json.dumps(told, ensure_ascii=False), flush=True)


def _steps(path: Path) -> list[Any]:
    try:
        steps = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise FormError(tr("{path} 不是 UTF-8 文本", path=path.name)) from error
    except ValueError as error:
        raise FormError(tr("{path} 不是完整的 JSON 文件", path=path.name)) from error
    if not isinstance(steps, list):
        raise FormError(tr("{path} 应是步骤的列表。", path=path.name))
    return steps
