"""Use cases over ports: plain blocking calls, no Qt. Each runs on the lane that owns the store."""

from __future__ import annotations

from kiosk.flow.forms import (
    IncompleteError,
    Work,
    attach,
    begin,
    finalise,
    resume,
    save,
    withdraw,
)
from kiosk.flow.identify import identify, identify_typed
from kiosk.flow.station import Station

__all__ = [
    "IncompleteError",
    "Station",
    "Work",
    "attach",
    "begin",
    "finalise",
    "identify",
    "identify_typed",
    "resume",
    "save",
    "withdraw",
]
