"""Five hundred random faults of printer, line and program against the ledger: ``make soak``."""

from __future__ import annotations

from tests.printers.tcp_printer import TcpReceiptPrinter
from tests.printers.test_print_faults import Desk, prove

FAULTS = 500


def test_after_five_hundred_random_faults_nothing_is_doubled_claimed_or_lost() -> None:
    with TcpReceiptPrinter() as device:
        desk, number = Desk(3, device), 0
        while desk.faults < FAULTS:
            desk.run(number)
            number += 1
        prove(desk, number)
