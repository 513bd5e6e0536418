"""What a run did, and how the queue stands: plain figures that turn to JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from offline.records import SubmissionState
from offline.store.port import Store

OPEN: Final = (SubmissionState.FINALISED, SubmissionState.SENDING, SubmissionState.WAITING)


@dataclass(slots=True)
class Summary:
    """One run. ``pending`` is left to send; ``unreachable`` and ``paused`` say why it ended.

    ``tried`` counts sends whatever came of them; ``cut_off`` says that one of them went without an
    answer although the exchange is there, so that trying again may do. ``orders`` are the acts of
    the centre's commands that were carried out, ``locked`` its words where it closed this terminal,
    ``lost`` what the centre held and lost, waiting again, ``gone`` what is lost and not here
    either, ``messages`` what it says to staff and nobody confirmed,
    ``leave`` says that the program is to end now: to ``restart`` or to ``erase`` what is here.
    """

    taken_up: int = 0
    tried: int = 0
    accepted: int = 0
    waiting: int = 0
    quarantined: int = 0
    cases: int = 0
    certificates: int = 0
    ratings: int = 0
    help_calls: int = 0
    forms: int = 0
    keys: int = 0
    items: int = 0
    revocations: int = 0
    commands: int = 0
    entities: int = 0
    conflicts: int = 0
    lost: int = 0
    gone: int = 0
    pending: int = 0
    unreachable: str = ""
    paused: str = ""
    out_of_time: bool = False
    cut_off: bool = False
    locked: str = ""
    messages: list[str] = field(default_factory=list)
    leave: str = ""
    problems: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)

    @property
    def ended_early(self) -> bool:
        """Whether something stopped the run before all was done."""
        return bool(self.unreachable or self.paused or self.out_of_time)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def plus(self, later: Summary) -> Summary:
        """Two passes as one: counts add up, where it stands is as the later one says."""
        one, two = asdict(self), asdict(later)
        counts = {
            name: value + two[name]
            for name, value in one.items()
            if isinstance(value, int) and not isinstance(value, bool)
        }
        counts["pending"], counts["waiting"] = later.pending, later.waiting
        return Summary(**{**two, **counts, **_lists(self, later)})


def _lists(one: Summary, two: Summary) -> dict[str, list[str]]:
    return {
        "problems": [*one.problems, *two.problems],
        "orders": [*one.orders, *two.orders],
        "messages": two.messages,
    }


def pending_count(store: Store) -> int:
    """Submissions that the exchange is not known to hold and that nobody has to decide on."""
    return sum(len(store.submissions.list(state)) for state in OPEN)
