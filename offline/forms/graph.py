"""The dependency graph: units of computation in an order in which each follows what it reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from offline.forms.api import FormError
from offline.forms.model import Steps
from offline.forms.references import Reference
from offline.i18n import tr


@dataclass(slots=True)
class Unit:
    """One expression of one bind: what it computes (``kind``), for the nodes at ``path``."""

    path: Steps
    kind: str
    expression: str
    bind: int
    reads: set[Reference] = field(default_factory=set)
    rank: int = 0


@dataclass(slots=True)
class Graph:
    """Units in order, and for each path the units that read it (with: any instance?)."""

    units: list[Unit]
    readers: dict[Steps, list[tuple[int, bool]]]
    under: dict[Steps, list[int]]


class CycleError(FormError):
    """Calculations that wait for each other; ``units`` are those of one ring."""

    def __init__(self, units: list[Unit]) -> None:
        names = " → ".join("/" + "/".join(unit.path) for unit in [*units, units[0]])
        super().__init__(tr("计算互相依赖，形成循环：{names}", names=names))
        self.units = units


def build(units: list[Unit], paths: list[Steps]) -> Graph:
    """Sort the units (CycleError naming the binds of a cycle); ``paths`` are all there are."""
    readers_of = _readers(units, paths)
    order = _sorted(units, readers_of, paths)
    ranked = [units[number] for number in order]
    rank = {number: place for place, number in enumerate(order)}
    for place, unit in enumerate(ranked):
        unit.rank = place
    readers = {
        path: sorted({(rank[number], free) for number, free in found})
        for path, found in readers_of.items()
    }
    under: dict[Steps, list[int]] = {}
    for unit in ranked:
        under.setdefault(unit.path, []).append(unit.rank)
    return Graph(ranked, readers, under)


def _readers(units: list[Unit], paths: list[Steps]) -> dict[Steps, set[tuple[int, bool]]]:
    found: dict[Steps, set[tuple[int, bool]]] = {}
    for number, unit in enumerate(units):
        for reference in unit.reads:
            for path in _expanded(reference, paths):
                found.setdefault(path, set()).add((number, reference.free))
    return found


def _expanded(reference: Reference, paths: list[Steps]) -> Iterable[Steps]:
    if not reference.deep and "*" not in reference.path:
        return [reference.path]
    size = len(reference.path)
    return [
        path
        for path in paths
        if len(path) >= size
        and (reference.deep or len(path) == size)
        and all(r in {"*", p} for r, p in zip(reference.path, path, strict=False))
    ]


def _written(unit: Unit, below: dict[Steps, list[Steps]]) -> list[Steps]:
    """The paths that a unit's result changes for others."""
    if unit.kind in {"required", "readonly"}:
        return []
    if unit.kind == "calculate":
        return [unit.path]
    return below.get(unit.path, [unit.path])


def _below(units: list[Unit], paths: list[Steps]) -> dict[Steps, list[Steps]]:
    wanted = {u.path for u in units if u.kind in {"relevant", "count"}}
    found: dict[Steps, list[Steps]] = {path: [] for path in wanted}
    for path in paths:
        for size in range(1, len(path) + 1):
            if path[:size] in found:
                found[path[:size]].append(path)
    return found


def _sorted(
    units: list[Unit], readers: dict[Steps, set[tuple[int, bool]]], paths: list[Steps]
) -> list[int]:
    below = _below(units, paths)
    after: list[set[int]] = [set() for _ in units]
    targets: dict[Steps, list[int]] = {}
    for number, unit in enumerate(units):
        targets.setdefault(unit.path, []).append(number)
    for number, unit in enumerate(units):
        for path in _written(unit, below):
            after[number].update(reader for reader, _free in readers.get(path, ()))
            if unit.kind == "count":
                after[number].update(targets.get(path, ()))
        if unit.kind == "count":
            after[number].discard(number)
    return _topological(units, after)


def _topological(units: list[Unit], after: list[set[int]]) -> list[int]:
    waiting = [0] * len(units)
    for followers in after:
        for number in followers:
            waiting[number] += 1
    ready = [number for number, count in enumerate(waiting) if count == 0]
    order: list[int] = []
    for first in ready:
        order.append(first)
        for following in sorted(after[first]):
            waiting[following] -= 1
            if waiting[following] == 0:
                ready.append(following)
    if len(order) < len(units):
        raise _cycle(units, after, {n for n, count in enumerate(waiting) if count})
    return order


def _cycle(units: list[Unit], after: list[set[int]], caught: set[int]) -> CycleError:
    """Name the binds of one cycle among the units that never became ready."""
    before = {n: [m for m in caught if n in after[m]] for n in caught}
    here = min(caught)
    seen: list[int] = []
    while here not in seen:
        seen.append(here)
        here = min(before[here])
    ring = seen[seen.index(here) :][::-1]
    start = ring.index(min(ring))
    return CycleError([units[number] for number in [*ring[start:], *ring[:start]]])
