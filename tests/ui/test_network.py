"""A change of the network is heard, from the kernel or from Qt, and nothing is asked in a loop."""

from __future__ import annotations

import socket

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from ui.network import Network


class Listening(Network):
    """Hears a socket of the test instead of the kernel."""

    def listen_to(self, mine: socket.socket) -> None:
        self.close()
        self._watch(mine)


@pytest.fixture
def network(qtbot: QtBot) -> Listening:
    del qtbot
    return Listening()


def test_what_the_kernel_tells_is_one_change_however_much_it_is(
    network: Listening, qtbot: QtBot
) -> None:
    mine, kernel = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    network.listen_to(mine)
    for _ in range(3):
        kernel.send(b"an address came")
    with qtbot.waitSignal(network.changed):
        pass
    with qtbot.assertNotEmitted(network.changed, wait=50):
        pass
    kernel.close()
    network.close()


@pytest.mark.parametrize(("state", "wakes"), [("Disconnected", False), ("Online", True)])
def test_coming_back_is_a_change_and_going_away_is_none(
    network: Listening, state: str, wakes: bool
) -> None:
    heard: list[bool] = []
    network.changed.connect(lambda: heard.append(True))
    network.reached(QNetworkInformation.Reachability[state])
    assert bool(heard) is wakes
    network.close()


def test_a_link_is_metered_only_where_somebody_says_so(network: Listening) -> None:
    assert network.metered is False
    network.close()
