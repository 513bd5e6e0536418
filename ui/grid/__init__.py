"""The grid profile: a laptop in the field, days without network. Views only."""

from ui.grid.data import Waiting
from ui.grid.window import GridWindow

__all__ = ["GridWindow", "Waiting"]
