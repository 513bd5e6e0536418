"""``kiosk doctor``: what is wrong at this service point and what to do."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from kiosk import app, words
from kiosk.cli import BAD_ENVIRONMENT, OK, Commands
from kiosk.cli.doctor_devices import devices
from kiosk.flow import health
from kiosk.flow.health import Finding, Level
from offline.i18n import tr
from offline.store.port import NoStoreError, StoreError
from printers.port import Medium
from printers.sheets import most_of, on

MARKS = {Level.OK: "✓", Level.WARN: "!", Level.ERROR: "✗"}


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("doctor", help="what is wrong and what to do")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look at everything; exit code 3 if something must be mended before work goes on."""
    findings = list(examine(app.data_folder(args)))
    if args.json:
        print(json.dumps([asdict(f) for f in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(_line(finding))
    worst = any(f.level is Level.ERROR for f in findings)
    return BAD_ENVIRONMENT if worst else OK


def examine(folder: Path) -> Iterator[Finding]:
    """Every finding, beside a running app: the store is only read."""
    settings = app.load_settings(folder)
    existing = folder if folder.exists() else Path.cwd()
    yield from health.guarded("disk", partial(health.disk, existing))
    for name, destination, medium in (
        ("receipt-printer", settings.receipt_printer, app.roll_of(settings)),
        ("document-printer", settings.document_printer, Medium.A4),
    ):
        device = app.open_printer(destination, medium) if destination else None
        if device is not None and medium is Medium.A4:
            device = on(device, most_of(app.sheets_of(settings).values()))
        yield from health.guarded(name, partial(health.printer, name, device))
    if settings.papers_folder:
        yield from health.guarded("papers", partial(health.papers, settings.papers_folder))
    yield from devices(settings)
    yield from _of_store(folder)


def _of_store(folder: Path) -> Iterator[Finding]:
    try:
        store = app.open_store(folder, writer=False)
    except NoStoreError:
        yield Finding("store", Level.WARN, tr("还没有本机数据"), tr("第一次启动时会自动建立"))
        return
    except StoreError as error:
        yield Finding("store", Level.ERROR, words.sentence(error), tr("先不要继续办理"))
        return
    try:
        settings = app.load_settings(folder)
        yield Finding("store", Level.OK, tr("本机数据打得开"))
        plain, unseals = app.keys_in_plain_files(folder), app.unseals_now(folder)
        yield from health.guarded("key", partial(health.key, plain, unseals=unseals))
        yield from health.guarded("clock", partial(health.clock, store, app.now()))
        yield from health.guarded("keys", partial(health.keys, store, app.now()))
        yield from health.guarded("revoked", partial(health.revoked, store, app.now()))
        yield from health.guarded("queue", partial(health.queue, store, app.now()))
        yield from health.guarded("held", partial(health.losses, store, app.now()))
        server = app.open_exchange(store, settings)
        yield from health.guarded("exchange", partial(health.exchange, server))
    finally:
        store.close()


def _line(finding: Finding) -> str:
    advice = f"（{finding.advice}）" if finding.advice else ""
    return f"{MARKS[finding.level]} {finding.name}: {finding.message}{advice}"
