"""What is due, run once, back off."""

from offline.sync.losses import Losses, losses, send_again_since
from offline.sync.memory import forget_exchange, queue_help, queue_rating, wake
from offline.sync.orders import carried_out, commands_of
from offline.sync.pulse import Pulse
from offline.sync.run import run_once
from offline.sync.status import Status, status
from offline.sync.summary import Summary
from offline.sync.tidings import revocations, revocations_heard

__all__ = [
    "Losses",
    "Pulse",
    "Status",
    "Summary",
    "carried_out",
    "commands_of",
    "forget_exchange",
    "losses",
    "queue_help",
    "queue_rating",
    "revocations",
    "revocations_heard",
    "run_once",
    "send_again_since",
    "status",
    "wake",
]
