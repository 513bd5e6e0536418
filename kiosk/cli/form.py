"""``kiosk form check | run | eval``: forms without a window."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from offline.forms import checking, evaluation, form, script
from offline.forms.api import FormError
from offline.forms.form import Compiled
from offline.i18n import tr
from offline.xlsform import check_xlsform, compile_xlsform

OK, BAD_INPUT = 0, 1


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``form`` with its three subcommands."""
    parser = commands.add_parser("form", help=tr("检查、试运行表单"))
    parts = parser.add_subparsers(dest="part", required=True)
    check = parts.add_parser("check", help=tr("编译表单，列出全部问题"))
    check.add_argument("form", type=Path)
    check.set_defaults(run=_check)
    run = parts.add_parser("run", help=tr("按步骤填写表单，输出每一步的状态"))
    run.add_argument("form", type=Path)
    run.add_argument("answers", type=Path, nargs="?")
    run.add_argument("--no-states", action="store_true")
    run.add_argument("--lang", default="")
    run.add_argument("--xml", action="store_true")
    run.set_defaults(run=_run)
    evaluate = parts.add_parser("eval", help=tr("计算 XPath 向量"))
    evaluate.add_argument("vectors", type=Path)
    evaluate.set_defaults(run=_eval)


class Folder(Mapping[str, bytes]):
    """The files beside a form, read when asked for; nothing outside that folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        file = self._folder / name
        if Path(name).name != name or not file.is_file():
            raise KeyError(name)
        return file.read_bytes()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and Path(name).name == name and (self._folder / name).is_file()

    def __iter__(self) -> Iterator[str]:
        return (file.name for file in self._folder.iterdir() if file.is_file())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def load(path: Path) -> Compiled:
    """A form file, XForm or spreadsheet, with the media beside it (FormError)."""
    return form.load(read(path), Folder(path.parent))


def read(path: Path) -> bytes:
    """The XForm of a form file; spreadsheets are compiled (FormError)."""
    if path.suffix.lower() != ".xml":
        return compile_xlsform(path)[0]
    try:
        return path.read_bytes()
    except OSError as error:
        raise FormError(tr("打不开文件：{path}", path=path.name)) from error


def _check(args: argparse.Namespace) -> int:
    media = Folder(args.form.parent)
    try:
        findings = (
            checking.check_xform(read(args.form), media)
            if args.form.suffix.lower() == ".xml"
            else check_xlsform(args.form, media)
        )
    except FormError as error:
        findings = checking.Findings([checking.Finding(str(error))])
    print(json.dumps(findings.as_json(), ensure_ascii=False, indent=2))
    for sentence in findings.sentences():
        print(sentence, file=sys.stderr)
    return BAD_INPUT if findings.problems else OK


def _run(args: argparse.Namespace) -> int:
    try:
        steps = _list(args.answers) if args.answers else []
        seen = script.run(
            lambda: load(args.form),
            steps,
            states=not args.no_states,
            language=args.lang,
            xml=args.xml,
        )
    except FormError as error:
        return _say(error)
    seen["timing"]["rss_mb"] = _resident_mb()
    print(json.dumps({"engine": "kiosk", "form": str(args.form), **seen}, ensure_ascii=False))
    return OK


def _resident_mb() -> float:
    """Peak memory of this process in MB; 0 where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 — Unix only
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _eval(args: argparse.Namespace) -> int:
    try:
        vectors = _list(args.vectors)
    except FormError as error:
        return _say(error)
    print(json.dumps([evaluation.evaluate(v) for v in vectors], ensure_ascii=False))
    return OK


def _list(path: Path) -> list[Any]:
    found = _json(path)
    if not isinstance(found, list):
        raise FormError(tr("{path} 的内容应是一个列表。", path=path.name))
    return found


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormError(tr("打不开文件：{path}", path=path.name)) from error
    except ValueError as error:
        raise FormError(
            tr("{path} 不是完整的 JSON 文件：{error}", path=path.name, error=str(error))
        ) from error


def _say(error: Exception) -> int:
    print(error, file=sys.stderr)
    return BAD_INPUT
