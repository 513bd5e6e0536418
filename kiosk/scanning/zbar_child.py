"""The second reader in a process of its own: zbar can abort or hang on a picture, we must not.

Asked on standard input by ``<width> <height>`` in a line and the grey pixels after it; answers a
JSON list of ``[format, octets in hex]`` in a line. Ends when its input ends.
"""

from __future__ import annotations

import json
import sys
from typing import IO

from pyzbar import pyzbar


def answer(questions: IO[bytes], answers: IO[str]) -> None:
    """Answer until the questions end."""
    while line := questions.readline():
        width, height = (int(word) for word in line.split())
        pixels = questions.read(width * height)
        found = pyzbar.decode((pixels, width, height))
        told = [(code.type, code.data.hex()) for code in found]
        answers.write(json.dumps(told) + "\n")
        answers.flush()


def main() -> int:
    """Serve the parent process."""
    answer(sys.stdin.buffer, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
