"""Five hundred random faults of printers, lines, daemons and the program: ``make soak``.

A receipt printer over TCP, an IPP printer and a CUPS queue in turn (``tests.printers.rigs``).
"""

from __future__ import annotations

from pathlib import Path

from tests.printers.rigs import TcpRig, real_rigs
from tests.printers.tcp_printer import TcpReceiptPrinter
from tests.printers.test_print_faults import Desk, prove

FAULTS = 500


def test_after_five_hundred_random_faults_nothing_is_doubled_claimed_or_lost(
    tmp_path: Path,
) -> None:
    with TcpReceiptPrinter() as device, real_rigs(tmp_path) as (ipp, cups):
        desk, number = Desk(3, TcpRig(device), ipp, cups), 0
        while desk.faults < FAULTS:
            desk.run(number)
            number += 1
        prove(desk, number)
