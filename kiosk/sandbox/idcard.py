"""An ID-card helper without a device, for training and tests: cards are laid down over HTTP.

``python -m kiosk.sandbox.idcard --port N``; ``PUT /v1/card`` with the fields of an answer lays one
down, ``DELETE /v1/card`` takes it away, ``PUT /v1/fault`` with ``{"error": …}`` makes the device
fail until it is put with an empty one.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

DEVICE: Final = "练习用读卡器"
_LONGEST = 60.0  # seconds


@dataclass
class Desk:
    """The place where a card lies, or doesn't."""

    card: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def put(self, *, card: dict[str, Any] | None = None, fault: str | None = None) -> None:
        """Lay a card down, take it away ({}), or let the device fail."""
        with self.changed:
            self.card = self.card if card is None else card
            self.fault = self.fault if fault is None else fault
            self.changed.notify_all()

    def read(self, wait: float) -> dict[str, Any]:
        """The card, or the error, after at most ``wait`` seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.card or self.fault, min(wait, _LONGEST))
            return {"error": self.fault} if self.fault else self.card or {"error": "no-card"}


class _Handler(BaseHTTPRequestHandler):
    desk: Desk

    def do_GET(self) -> None:
        if self.path == "/v1/device":
            self._tell({"error": self.desk.fault} if self.desk.fault else {"device": DEVICE})
        else:
            self._tell({"error": "path"}, 404)

    def do_POST(self) -> None:
        self._tell(self.desk.read(float(self._told().get("wait", 0))))

    def do_PUT(self) -> None:
        told = self._told()
        if self.path == "/v1/fault":
            self.desk.put(fault=str(told.get("error", "")))
        else:
            self.desk.put(card=told)
        self._tell({})

    def do_DELETE(self) -> None:
        self.desk.put(card={})
        self._tell({})

    def log_message(self, *_args: object) -> None:
        """Nothing: a log would hold a person's doings."""

    def _told(self) -> dict[str, Any]:
        told = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        return told if isinstance(told, dict) else {}

    def _tell(self, found: dict[str, Any], status: int = 200) -> None:
        octets = json.dumps(found, ensure_ascii=False).encode()
        self.send_response(409 if "error" in found and status == 200 else status)  # noqa: PLR2004
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)


def serve(desk: Desk, port: int = 0) -> ThreadingHTTPServer:
    """A helper on loopback; ``serve_forever`` and ``shutdown`` are the caller's."""
    handler = type("Handler", (_Handler,), {"desk": desk})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    with serve(Desk(), parser.parse_args().port) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
