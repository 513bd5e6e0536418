"""``kiosk demo``: a whole visit on throw-away data, guided in a window or driven headlessly.

Headless, this process is the director: it starts and stops the exchange, runs the real window in
children, kills the first one after it submitted, and believes only what the exchange says.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic

import requests

from kiosk.cli import BAD_ENVIRONMENT, OK, Commands
from kiosk.cli.spawn import SandboxProcess, command

CHILD_LIMIT = 180
DEFAULT_OUT = Path("build/demo")


@dataclass(slots=True)
class Step:
    """One step of the visit: whether it was as it should be, and how long it took."""

    name: str
    ok: bool
    ms: int
    detail: str = ""


@dataclass(slots=True)
class Report:
    """What ``summary.json`` holds."""

    steps: list[Step] = field(default_factory=list)
    exchange: list[dict[str, object]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every step was as it should be."""
        return bool(self.steps) and all(step.ok for step in self.steps)

    def write(self, path: Path) -> None:
        """Leave the summary as JSON."""
        steps = [{k: v for k, v in asdict(s).items() if v != ""} for s in self.steps]
        summary = {"ok": self.ok, "steps": steps, "exchange": self.exchange}
        path.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Time a step; a known fault marks it and ends the visit."""
        begun = monotonic()
        step = Step(name, ok=True, ms=0)
        self.steps.append(step)
        try:
            yield step
        except (OSError, requests.RequestException, ValueError) as error:
            step.ok, step.detail = False, str(error)
            raise
        finally:
            step.ms = round((monotonic() - begun) * 1000)


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("demo", help="sandbox and app with throw-away data")
    parser.add_argument("--headless", action="store_true", help="drive the visit, leave pictures")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, metavar="DIR")
    parser.add_argument("--sandbox-data", type=Path, metavar="DIR")
    parser.add_argument("--act", choices=("first", "second"), help=argparse.SUPPRESS)
    parser.add_argument("--exchange", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Direct the visit, or play one act of it."""
    if args.act:
        from kiosk.cli.rehearse import play  # noqa: PLC0415 — Qt, only in the child

        return play(args.act, args.data, args.out, args.exchange)
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as scratch:
        folder = Path(scratch)
        sandbox_data = args.sandbox_data or folder / "sandbox"
        if not args.headless:
            from kiosk.cli.run import guided  # noqa: PLC0415 — Qt, only with a window

            return guided(folder / "terminal", sandbox_data)
        return direct(folder, sandbox_data, args.out)


def direct(folder: Path, sandbox_data: Path, out: Path) -> int:
    """The whole visit: exit code 0 only if every step was as it should be."""
    out.mkdir(parents=True, exist_ok=True)
    _clear(out)
    report = Report()
    sandbox = SandboxProcess(sandbox_data, log=folder / "sandbox.log")
    try:
        _visit(report, sandbox, Director(folder, out))
    except (OSError, requests.RequestException, ValueError) as error:
        print(error, file=sys.stderr)
    finally:
        sandbox.stop()
        report.write(out / "summary.json")
    print(json.dumps({"ok": report.ok, "out": str(out.resolve())}, ensure_ascii=False))
    return OK if report.ok else BAD_ENVIRONMENT


@dataclass(slots=True)
class Director:
    """Where a demo's terminal and its pictures lie, and how its acts are run."""

    folder: Path
    out: Path
    url: str = ""

    def _words(self, act: str) -> list[str]:
        return command(
            "demo", "--act", act, "--data", str(self.folder / "terminal"),
            "--out", str(self.out), "--exchange", self.url,
        )  # fmt: skip

    def play(self, act: str, report: Report, *, kill_at: str = "") -> None:
        """Run an act in a child, taking its steps over; kill it once ``kill_at`` was reported.

        ValueError if a step failed, or if the child ended before it had played to the end.
        """
        child = subprocess.Popen(
            self._words(act), stdout=subprocess.PIPE, text=True, env=_child_environment(self.folder)
        )
        try:
            for line in child.stdout or ():
                step = Step(**json.loads(line))
                report.steps.append(step)
                if step.name == kill_at:
                    child.send_signal(signal.SIGKILL)
                    break
            child.wait(CHILD_LIMIT)
        finally:
            child.kill()
            child.wait()
        wanted = -signal.SIGKILL if kill_at else OK
        if child.returncode != wanted or not report.ok:
            report.steps.append(Step(f"act-{act}", ok=False, ms=0, detail=f"{child.returncode}"))
            raise ValueError(f"act {act} ended with {child.returncode}")


def _visit(report: Report, sandbox: SandboxProcess, director: Director) -> None:
    with report.step("exchange-started"):
        director.url = sandbox.start()
    before = _received(director.url)
    with report.step("enrolled"):
        _run("enrol", "--server", director.url, "--code", "SANDBOX", director=director)
    with report.step("forms-fetched"):
        _run("sync", "--once", director=director)
    with report.step("exchange-gone"):
        sandbox.stop()
    director.play("first", report, kill_at="slip-printed")
    with report.step("exchange-back"):
        sandbox.start()
    director.play("second", report)
    with report.step("exactly-once") as step:
        report.exchange = _received(director.url)
        step.ok = len(report.exchange) == len(before) + 1
        step.detail = f"{len(before)} → {len(report.exchange)}"


def _run(*words: str, director: Director) -> None:
    done = subprocess.run(
        command(*words, "--data", str(director.folder / "terminal")),
        capture_output=True,
        text=True,
        check=False,
        timeout=CHILD_LIMIT,
        env=_child_environment(director.folder),
    )
    if done.returncode != OK:
        raise ValueError(f"{words[0]}: {done.stderr.strip() or done.returncode}")


def _child_environment(folder: Path) -> dict[str, str]:
    """Offscreen, with the machine key beside the throw-away data and not in the user's home."""
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "KIOSK_KEYS": str(folder / "keys"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "KIOSK_SYNC_EVERY": "1",  # nobody should watch a demonstration wait
    }


def _received(url: str) -> list[dict[str, object]]:
    answer = requests.get(f"{url.rstrip('/')}/v1/received", timeout=10)
    answer.raise_for_status()
    return list(answer.json())


def _clear(out: Path) -> None:
    """Pictures of an earlier run must not pass for this one's."""
    for path in out.iterdir():
        if path.suffix in {".png", ".bin", ".pdf", ".json"}:
            path.unlink()
