"""The window profile: staff at a hall's desk, keyboard first. Views only: data in, events out."""

from ui.desk.form import FormView
from ui.desk.window import DeskWindow

__all__ = ["DeskWindow", "FormView"]
