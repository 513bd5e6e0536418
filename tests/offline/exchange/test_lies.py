"""Answers that prove nothing are never taken for delivery, nor for a refusal, and always end."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from offline.exchange.joined import JoinedExchange
from offline.exchange.port import ExchangeError, Parcel, Unreachable
from tests.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.lies import QUICK, SLOW
from tests.sandbox_server import RunningSandbox, running_sandbox, submission_xml


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("lies")) as running:
        yield running


@pytest.fixture
def line(served: RunningSandbox) -> Iterator[tuple[FaultProxy, JoinedExchange]]:
    """An exchange that is known already, behind a proxy that has not lied yet."""
    with fault_proxy(served.url) as proxy:
        _, exchange = served.enrolled(through=proxy.url)
        exchange.probe()
        exchange.capabilities()
        yield proxy, exchange
        exchange.close()


def lie(proxy: FaultProxy, fault: Fault) -> None:
    proxy.choose = lambda: fault
    proxy.drop()


def parcel(name: str) -> Parcel:
    instance_id = f"uuid:{name}"
    give_up = time.monotonic() + 3
    return Parcel(instance_id, "allowance", submission_xml(instance_id), give_up=give_up)


@pytest.mark.parametrize("name", [*QUICK, *SLOW])
def test_a_lie_proves_nothing_about_a_submission(
    line: tuple[FaultProxy, JoinedExchange], served: RunningSandbox, name: str
) -> None:
    proxy, exchange = line
    lie(proxy, {**QUICK, **SLOW}[name])
    assert isinstance(exchange.send(parcel(name)), Unreachable)
    proxy.choose = Fault
    proxy.drop()
    exchange.send(parcel(name))
    assert [one["instance_id"] for one in served.received()].count(f"uuid:{name}") == 1


@pytest.mark.parametrize("name", [*QUICK, *SLOW])
def test_a_lie_answers_no_question(line: tuple[FaultProxy, JoinedExchange], name: str) -> None:
    proxy, exchange = line
    lie(proxy, {**QUICK, **SLOW}[name])
    with pytest.raises(ExchangeError) as caught:
        exchange.cases("")
    assert isinstance(caught.value.outcome, Unreachable)
