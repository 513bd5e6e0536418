"""``kiosk sandbox``: the embedded exchange, for a first run, training and tests."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.words import sentence
from offline.i18n import tr


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("sandbox", help="练习用交换平台（只在本机）")
    parser.add_argument("--port", type=_port, default=0, help="端口，默认由系统选")
    parser.add_argument("--ipv6", action="store_true", help="在 ::1 上，而不是 127.0.0.1")
    parser.add_argument("--forms", type=Path, action="append", default=[], help="更多 XLSForm")
    parser.add_argument("--tls", action="store_true", help="HTTPS，并核对终端证书")
    parser.add_argument("--with-parent", action="store_true", help="标准输入关闭时结束")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; without a data folder a throw-away one is used."""
    from kiosk.sandbox.server import serve  # noqa: PLC0415 — FastAPI is slow to import

    for folder in args.forms:
        if not folder.is_dir():
            raise FileNotFoundError(str(folder))
    named = args.data or os.environ.get("KIOSK_DATA")
    with tempfile.TemporaryDirectory(prefix="sandbox-") as throwaway:
        return serve(
            Path(named or throwaway),
            port=args.port,
            host="::1" if args.ipv6 else "127.0.0.1",
            forms=args.forms,
            with_parent=args.with_parent,
            tls=args.tls,
            report=_report,
        )


def _report(ready: Mapping[str, Any], problems: Mapping[str, Exception]) -> None:
    for name, problem in problems.items():
        print(tr("表单 {name} 没能发布：", name=name) + sentence(problem), file=sys.stderr)
    print(json.dumps(ready, ensure_ascii=False), flush=True)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:  # noqa: PLR2004 — the last TCP port
        raise argparse.ArgumentTypeError(tr("端口是 0 到 65535 的数字"))
    return int(text)
