"""The network as the system tells of it: a change wakes the exchange, a metered link spares it.

Qt asks NetworkManager or its like. Where there is none, the kernel tells of changes itself
(rtnetlink): no polling either way.
"""

from __future__ import annotations

import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtNetwork import QNetworkInformation

RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR = 0x1, 0x10, 0x100  # linux/rtnetlink.h
_GROUPS = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR
_Feature = QNetworkInformation.Feature


class Network(QObject):
    """``changed`` follows a change that may have brought the network back."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: QNetworkInformation | None = None
        self._socket: socket.socket | None = None
        if QNetworkInformation.loadBackendByFeatures(_Feature.Reachability):
            self._told = QNetworkInformation.instance()
            self._told.reachabilityChanged.connect(self.reached)
        elif sys.platform == "linux":
            kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
            kernel.bind((0, _GROUPS))
            self._watch(kernel)

    @property
    def metered(self) -> bool:
        """Whether the system says that this link is paid by its bytes; False where it can't."""
        told = self._told
        return told is not None and told.supports(_Feature.Metered) and told.isMetered()

    def reached(self, reachability: QNetworkInformation.Reachability) -> None:
        """Going away wakes nobody."""
        if reachability is not QNetworkInformation.Reachability.Disconnected:
            self.changed.emit()

    def close(self) -> None:
        """Listen no more."""
        if self._socket is not None:
            self._notifier.setEnabled(False)
            self._socket.close()
            self._socket = None

    def _watch(self, kernel: socket.socket) -> None:
        kernel.setblocking(False)
        self._socket = kernel
        self._notifier = QSocketNotifier(kernel.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)

    def _heard(self) -> None:
        """Take all that the kernel told, then say once that something changed."""
        try:
            while self._socket is not None and self._socket.recv(1 << 16):
                pass
        except BlockingIOError:
            self.changed.emit()
