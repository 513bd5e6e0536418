"""What is due, run once, back off."""

from offline.sync.memory import forget_exchange, queue_help, queue_rating, wake
from offline.sync.run import run_once
from offline.sync.summary import Status, Summary, status

__all__ = [
    "Status",
    "Summary",
    "forget_exchange",
    "queue_help",
    "queue_rating",
    "run_once",
    "status",
    "wake",
]
